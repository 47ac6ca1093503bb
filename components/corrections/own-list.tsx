import type { ListPage } from '../../src/corrections/list'
import type { Row } from '../../src/corrections/queries'
import { count, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'
import { CorrectionPager } from './pages'
import { Changes } from './request'
import { StateBadge } from './state'

const home = '/profil/corrections'

/** `full`: there is nothing left to ask for, everything waits. */
export function OwnList({ full, ...page }: ListPage & { full: boolean }) {
  return (
    <>
      <PageHead
        title="Mes demandes de correction"
        lead="Ce que vous demandez de corriger dans votre dossier, et ce qui en est décidé par les ressources humaines."
        back={{ href: path('/profil'), label: 'Retour au profil' }}
      >
        {!full && (
          <LinkButton kind="primary" icon="plus" href={path(`${home}/nouvelle`)}>
            Demander une correction
          </LinkButton>
        )}
      </PageHead>
      {page.rows.length === 0 ? (
        <EmptyState
          title="Aucune demande."
          hint="Un numéro, une adresse, une naissance ou une situation a changé&#8239;? Demandez la correction de votre dossier."
        />
      ) : (
        <>
          <Table
            caption={`Mes demandes\u202f: ${count(page.total, 'demande', 'demandes')}`}
            columns={columns}
            rows={page.rows}
          />
          <CorrectionPager {...page} home={home} />
        </>
      )}
    </>
  )
}

const columns: Column<Row>[] = [
  {
    label: 'Demandée le',
    cell: ({ id, askedAt }) => ({ text: moment(askedAt), href: path(`${home}/${id}`) }),
  },
  { label: 'Correction', cell: (row) => <Changes {...row} /> },
  {
    label: 'État',
    cell: ({ state, decidedAt, decidedBy, reason }) => (
      <>
        <StateBadge state={state} />
        {decidedAt && (
          <small>
            {decidedBy ? `par ${decidedBy}, le ` : 'le '}
            {moment(decidedAt)}
          </small>
        )}
        {reason && <small>{reason}</small>}
      </>
    ),
  },
]
