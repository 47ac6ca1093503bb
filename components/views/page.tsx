import { path } from '../../src/lib/paths'
import { sharedLabels } from '../../src/lib/shared-labels'
import type { View } from '../../src/views/views'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'
import { wordsOf } from './form'

type Props = {
  views: View[]
  /** Those that others share, with whomever: for who may withdraw them. */
  shared: View[]
  units: { code: string; name: string }[]
  /** The list that the menu opens, as an address says it. */
  chosen: string | null
  mayWithdraw: boolean
}

/** All that one finds above the list: one's own views to keep in order, and those that others share. */
export function ViewsPage({ views, shared, units, chosen, mayWithdraw }: Props) {
  const lists = path('/personnel')
  const others = shared.filter(({ id }) => !views.some((view) => view.id === id))
  return (
    <>
      <PageHead
        title="Vues enregistrées"
        lead="Une vue garde les filtres, le tri et les colonnes de la liste du personnel."
        back={{ href: lists, label: 'Retour à la liste' }}
      />
      {views.length === 0 ? (
        <EmptyState
          title="Aucune vue pour le moment."
          hint="Filtrez la liste du personnel, puis choisissez « Enregistrer cette vue »."
          action={<LinkButton href={lists}>Ouvrir la liste du personnel</LinkButton>}
        />
      ) : (
        <Table
          caption="Vues enregistrées"
          columns={[
            ...described(units),
            { label: 'Partage', cell: sharing },
            {
              label: 'Actions',
              cell: (view) => <Acts view={view} chosen={view.query === chosen} mayWithdraw={mayWithdraw} />,
            },
          ]}
          rows={views}
        />
      )}
      {chosen && (
        <form method="post" action={path('/personnel/vues/defaut?_method=DELETE')}>
          <Button>Ouvrir de nouveau tout le personnel par défaut</Button>
        </form>
      )}
      {others.length > 0 && (
        <Table
          caption="Vues partagées avec d’autres"
          captionShown
          columns={[
            ...described(units),
            { label: 'Partage', cell: (view) => `${sharing(view)}, avec\u202f: ${sharedLabels[view.shared!]}` },
            { label: 'Actions', cell: (view) => <Withdrawing {...view} /> },
          ]}
          rows={others}
        />
      )}
    </>
  )
}

function described(units: Props['units']): Column<View>[] {
  return [
    { label: 'Vue', cell: ({ name, query }) => ({ text: name, href: path(`/personnel?${query}`) }) },
    { label: 'Filtres', cell: ({ query }) => wordsOf(query, units).join(', ') || 'Tri ou colonnes' },
  ]
}

function sharing({ own, shared, ownerName }: View): string {
  if (!own) return `Par ${ownerName}`
  return shared ? sharedLabels[shared]! : 'Moi seulement'
}

type ActsProps = { view: View; chosen: boolean; mayWithdraw: boolean }

function Acts({ view, chosen, mayWithdraw }: ActsProps) {
  const { id, name, own } = view
  const here = path(`/personnel/vues/${id}`)
  return (
    <div class="actions">
      {chosen ? (
        <Badge tone="good">Par défaut</Badge>
      ) : (
        <form method="post" action={`${here}/defaut?_method=PUT`}>
          <Button aria-label={`Ouvrir par défaut ${name}`}>Par défaut</Button>
        </form>
      )}
      {own && (
        <LinkButton href={here} aria-label={`Modifier ${name}`}>
          Modifier
        </LinkButton>
      )}
      {own && (
        <form method="post" action={`${here}?_method=DELETE`}>
          <Button kind="danger" aria-label={`Supprimer ${name}`}>
            Supprimer
          </Button>
        </form>
      )}
      {!own && mayWithdraw && <Withdrawing {...view} />}
    </div>
  )
}

function Withdrawing({ id, name }: View) {
  return (
    <form method="post" action={path(`/personnel/vues/${id}/partage?_method=DELETE`)}>
      <Button aria-label={`Retirer le partage de ${name}`}>Retirer le partage</Button>
    </form>
  )
}
