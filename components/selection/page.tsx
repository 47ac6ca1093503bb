import { count, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { Selection } from '../../src/selection/selection'
import { BatchOf } from '../career/batch-form'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { Table } from '../ui/table'

type Props = {
  people: Selection
  /** The people, as an address of the list asks for them. */
  query: string
  formKey: string
  today: string
}

/** Who was chosen, and what can be done with all of them: verified line by line before it is done. */
export function SelectionPage({ people, query, formKey, today }: Props) {
  const back = { href: path(`/personnel?${query}`), label: 'Retour à la liste' }
  const total = count(people.total, 'personne', 'personnes')
  const { decision, tooMany } = people
  if (people.total === 0)
    return (
      <>
        <PageHead title="Sélection" back={back} />
        <EmptyState title="Personne n’est choisi." hint="Cochez des personnes dans la liste du personnel." />
      </>
    )
  return (
    <>
      <PageHead title="Sélection" lead={total} back={back}>
        <LinkButton icon="download" href={path(`/personnel/export.csv?${query}`)}>
          CSV
        </LinkButton>
        <LinkButton icon="download" href={path(`/personnel/export.xlsx?${query}`)}>
          Excel
        </LinkButton>
        {query !== '' && query.length <= 1_000 && (
          <LinkButton icon="star" href={path(`/personnel/vues/nouvelle?${query}`)}>
            Enregistrer cette vue
          </LinkButton>
        )}
      </PageHead>
      {tooMany && (
        <Notice>{`Une décision collective concerne au plus ${number(1_000)} personnes\u202f: précisez la recherche.`}</Notice>
      )}
      {decision && (
        <section class="stack">
          <h2>Préparer une décision collective</h2>
          <p class="help">Chaque ligne est vérifiée d’abord. Rien n’est inscrit avant votre confirmation.</p>
          <BatchOf matricules={decision.matricules} units={decision.units} formKey={formKey} today={today} />
        </section>
      )}
      <People {...people} />
    </>
  )
}

/** The button was pressed and no box was ticked: nothing is done, and the list is where it was. */
export function NobodyTicked({ list }: { list: string }) {
  return (
    <>
      <PageHead title="Sélection" />
      <EmptyState
        title="Cochez au moins une personne."
        hint={`Aucune n’est cochée\u202f: cochez des personnes dans la liste, ou choisissez-y toutes celles de la recherche.`}
        action={<LinkButton href={list}>Retour à la liste</LinkButton>}
      />
    </>
  )
}

function People({ rows, total }: Pick<Selection, 'rows' | 'total'>) {
  return (
    <Table
      caption={total > rows.length ? `Les ${rows.length} premières personnes` : 'Personnes choisies'}
      captionShown
      columns={[
        { label: 'Personne', cell: ({ id, name }) => ({ text: name, href: path(`/personnel/${id}`) }) },
        { label: 'Matricule', cell: ({ matricule }) => matricule },
        { label: 'Unité', cell: ({ unitName }) => unitName },
      ]}
      rows={rows}
    />
  )
}
