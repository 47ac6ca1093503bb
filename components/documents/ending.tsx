import type { ListInput, ListPage } from '../../src/documents/list'
import type { Ending } from '../../src/documents/list-queries'
import type { Type } from '../../src/documents/queries'
import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { ExportLinks } from '../exports/links'
import { EmptyState } from '../ui/empty'
import { SelectField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { PageHead } from '../ui/page-head'
import { Pager, turnsOf } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { Tabs } from '../ui/tabs'
import { End } from './words'

type Props = ListPage & {
  asked: ListInput
  types: Type[]
  units: { code: string; name: string }[]
  today: string
  mayExport: boolean
}

const home = '/documents'
const tabs: [delay: string, label: string][] = [
  ['', 'À renouveler'],
  ['7', 'Sous 7\u00a0jours'],
  ['30', 'Sous 30\u00a0jours'],
  ['90', 'Sous 90\u00a0jours'],
  ['depasse', 'Échus'],
  ['tous', 'Toutes les échéances'],
]

/** The papers that end, or have ended: the first to end first. */
export function EndingList({ rows, total, pages, asked, types, units, today, mayExport }: Props) {
  const { delai, type, unite } = asked
  const filters = { delai, type, unite }
  return (
    <>
      <PageHead
        title="Documents à renouveler"
        lead="Les documents en vigueur des agents présents, par échéance. Chacun est annoncé 90, 30 et 7 jours avant."
      />
      <Tabs
        label="Échéances"
        tabs={tabs.map(([name, label]) => ({
          label,
          href: hrefOf({ ...filters, delai: name || null }),
          current: (delai ?? '') === name,
        }))}
      />
      <FilterBar action={path(home)} resetHref={type || unite ? hrefOf({ delai }) : null} open={Boolean(type || unite)}>
        {delai && <input type="hidden" name="delai" value={delai} />}
        <SelectField
          name="type"
          label="Type"
          value={type}
          blank="Tous"
          choices={types.filter(({ expires }) => expires).map(({ code, label }) => ({ value: code, label }))}
        />
        <SelectField
          name="unite"
          label="Unité"
          value={unite}
          blank="Toutes"
          choices={units.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </FilterBar>
      {total === 0 ? (
        <EmptyState title="Aucun document à cette échéance." />
      ) : (
        <>
          {mayExport && <ExportLinks list="documents" query={filters} />}
          <Table caption="Documents par échéance" rows={rows} columns={columnsOn(today)} />
          <Pager
            total={count(total, 'document', 'documents')}
            range={rows.length === total ? null : count(rows.length, 'ligne affichée', 'lignes affichées')}
            {...turnsOf(pages, (place) => hrefOf({ ...filters, ...place }))}
          />
        </>
      )}
    </>
  )
}

function columnsOn(today: string): Column<Ending>[] {
  return [
    {
      label: 'Agent',
      cell: ({ personId, person, matricule }) => ({
        text: person,
        href: path(`/personnel/${personId}?onglet=documents`),
        note: matricule,
      }),
    },
    { label: 'Document', cell: ({ id, typeLabel }) => ({ text: typeLabel, href: path(`/documents/${id}/fiche`) }) },
    { label: 'Unité', cell: ({ unitName }) => unitName },
    { label: 'Échéance', cell: ({ expiresOn }) => <End on={expiresOn} today={today} /> },
  ]
}

function hrefOf(asked: Record<string, string | null | undefined>): string {
  const given = Object.entries(asked).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const query = new URLSearchParams(given).toString()
  return path(query ? `${home}?${query}` : home)
}
