import type { ListPage } from '../../src/corrections/list'
import type { Row } from '../../src/corrections/queries'
import type { State } from '../../src/corrections/rules'
import { count, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { ExportLinks } from '../exports/links'
import { EmptyState } from '../ui/empty'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'
import { Tabs } from '../ui/tabs'
import { CorrectionPager } from './pages'
import { askedFields } from './request'
import { StateBadge } from './state'

const home = '/corrections'
const tabs = {
  en_attente: 'À traiter',
  acceptee: 'Acceptées',
  refusee: 'Refusées',
  retiree: 'Retirées',
  toutes: 'Toutes',
}

/** For those who decide, the oldest first. */
export function CorrectionList({ state, ...page }: ListPage & { state: State | 'toutes' }) {
  const hrefOf = (name: string) => path(name === 'en_attente' ? home : `${home}?etat=${name}`)
  const asked: Record<string, string> = state === 'en_attente' ? {} : { etat: state }
  return (
    <>
      <PageHead
        title="Demandes de correction"
        lead="Ce que les agents demandent de corriger dans leur dossier. Personne ne décide de sa propre demande."
      />
      <Tabs
        label="État des demandes"
        tabs={Object.entries(tabs).map(([name, label]) => ({ label, href: hrefOf(name), current: name === state }))}
      />
      {page.rows.length === 0 ? (
        <EmptyState title={state === 'en_attente' ? 'Rien à traiter.' : 'Aucune demande.'} />
      ) : (
        <>
          <ExportLinks list="corrections" query={asked} />
          <Table
            caption={`${tabs[state]}\u202f: ${count(page.total, 'demande', 'demandes')}`}
            columns={columns}
            rows={page.rows}
          />
          <CorrectionPager {...page} home={home} asked={asked} />
        </>
      )}
    </>
  )
}

const columns: Column<Row>[] = [
  { label: 'Agent', cell: ({ id, name, matricule }) => ({ text: name, href: path(`${home}/${id}`), note: matricule }) },
  { label: 'Unité', cell: ({ unitName }) => unitName },
  { label: 'Demandée le', cell: ({ askedAt }) => moment(askedAt) },
  { label: 'Rubriques', cell: askedFields },
  {
    label: 'État',
    cell: ({ state, decidedBy }) => (
      <>
        <StateBadge state={state} />
        {decidedBy && <small>par {decidedBy}</small>}
      </>
    ),
  },
]
