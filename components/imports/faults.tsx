import type { Import } from '../../src/imports/imports'
import type { LinesInput } from '../../src/imports/lines'
import type { ErrorLine } from '../../src/imports/lines-queries'
import { count, number } from '../../src/lib/french'
import type { Pages } from '../../src/lib/pages'
import { SelectField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { Pager } from '../ui/pager'
import { Table } from '../ui/table'
import { beginningOf, fieldLabel, hrefOf, letterOf } from './words'

export type Faults = { rows: ErrorLine[]; total: number; faulty: { field: string; count: number }[]; pages: Pages }

/** What is wrong, cell by cell, in the order of the file; of one field when one is chosen. */
export function FaultList({ found, asked, faults }: { found: Import; asked: LinesInput; faults: Faults }) {
  const { id, columns } = found
  const { champ } = asked
  const { rows, total, faulty, pages } = faults
  const to = (place: Record<string, string> | null) => place && hrefOf(id, { champ, ...place })
  return (
    <div class="stack">
      <h3>Erreurs</h3>
      <FilterBar action={hrefOf(id)} resetHref={champ ? hrefOf(id) : null} open={Boolean(champ)}>
        <SelectField
          name="champ"
          label="Colonne"
          value={champ}
          blank="Toutes"
          choices={faulty.map((one) => ({
            value: one.field,
            label: `${fieldLabel(one.field)} (${number(one.count)})`,
          }))}
        />
      </FilterBar>
      <Table
        caption="Erreurs du fichier, ligne par ligne"
        rows={rows}
        columns={[
          { label: 'Ligne', cell: ({ line }) => `Ligne\u00a0${number(line)}` },
          {
            label: 'Colonne',
            cell: ({ place, field }) =>
              place < 0 ? fieldLabel(field) : `${columns[place]?.name || fieldLabel(field)} (${letterOf(place)})`,
          },
          { label: 'Valeur', cell: ({ value }) => value && beginningOf(value, 40) },
          { label: 'Message', cell: ({ message }) => message },
        ]}
      />
      <Pager
        total={count(total, 'erreur', 'erreurs')}
        range={rows.length === total ? null : count(rows.length, 'erreur affichée', 'erreurs affichées')}
        first={to(pages.first)}
        previous={to(pages.previous)}
        next={to(pages.next)}
        last={to(pages.last)}
      />
    </div>
  )
}
