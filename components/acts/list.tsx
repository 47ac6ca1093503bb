import type { ListInput, ListPage } from '../../src/acts/list'
import type { Act } from '../../src/acts/queries'
import { actKindNames, actKinds } from '../../src/lib/act-kinds'
import { count, day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { ExportLinks } from '../exports/links'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { SelectField, TextField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { PageHead } from '../ui/page-head'
import { Pager, turnsOf } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { ActState, actHref, labelOf, numberOf } from './words'

type Props = ListPage & { asked: ListInput; mayWrite: boolean }

/** The acts that were made, the last first. */
export function ActList({ rows, total, years, pages, asked, mayWrite }: Props) {
  const { q, annee, acte, etat } = asked
  const filters = { q, annee: annee === null ? null : String(annee), acte, etat }
  const narrowed = Object.values(filters).some(Boolean)
  return (
    <>
      <PageHead
        title="Actes"
        lead="Attestations, certificats et décisions produits, numérotés par nature et par année."
      >
        {mayWrite && <LinkButton href={path('/actes/modeles')}>Modèles</LinkButton>}
        {mayWrite && <LinkButton href={path('/actes/signataires')}>Signataires</LinkButton>}
      </PageHead>
      <FilterBar action={path('/actes')} resetHref={narrowed ? path('/actes') : null} open={narrowed}>
        <TextField name="q" label="Nom, matricule, numéro ou code" type="search" value={q} maxlength={100} />
        <SelectField
          name="annee"
          label="Année"
          value={filters.annee}
          blank="Toutes"
          choices={years.map((year) => ({ value: String(year), label: String(year) }))}
        />
        <SelectField
          name="acte"
          label="Nature"
          value={acte}
          blank="Toutes"
          choices={actKindNames.map((kind) => ({ value: kind, label: actKinds[kind].label }))}
        />
        <SelectField
          name="etat"
          label="État"
          value={etat}
          blank="Tous"
          choices={[
            { value: 'valide', label: 'Valides' },
            { value: 'annule', label: 'Annulés' },
          ]}
        />
      </FilterBar>
      {total === 0 ? (
        <EmptyState
          title={narrowed ? 'Aucun acte ne correspond.' : 'Aucun acte.'}
          hint="Un acte se produit depuis le dossier de la personne, onglet « Actes »."
        />
      ) : (
        <>
          <ExportLinks list="actes" query={filters} />
          <Table caption="Actes produits" rows={rows} columns={columns} />
          <Pager
            total={count(total, 'acte', 'actes')}
            range={rows.length === total ? null : count(rows.length, 'ligne affichée', 'lignes affichées')}
            {...turnsOf(pages, (place) => hrefOf({ ...filters, ...place }))}
          />
        </>
      )}
    </>
  )
}

const columns: Column<Act>[] = [
  { label: 'Acte', cell: (act) => ({ text: labelOf(act), href: actHref(act.id), note: numberOf(act) }) },
  {
    label: 'Agent',
    cell: ({ personId, person, matricule }) => ({
      text: person,
      href: path(`/personnel/${personId}?onglet=actes`),
      note: matricule,
    }),
  },
  { label: 'Fait le', cell: ({ madeOn }) => day(madeOn) },
  { label: 'Produit par', cell: ({ madeBy }) => madeBy },
  { label: 'État', cell: (act) => <ActState {...act} /> },
]

function hrefOf(asked: Record<string, string | null | undefined>): string {
  const given = Object.entries(asked).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const query = new URLSearchParams(given).toString()
  return path(query ? `/actes?${query}` : '/actes')
}
