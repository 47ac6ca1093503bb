import type { Home } from '../../src/home/home'
import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { type Column, Table } from '../ui/table'

type Line = Home['recent'][number]

const columns: Column<Line>[] = [
  { label: 'Activité', cell: ({ what }) => what },
  {
    label: 'Concerne',
    cell: ({ about, personId }) => (about && personId ? { text: about, href: path(`/personnel/${personId}`) } : about),
  },
  { label: 'Par', cell: ({ who }) => who },
  { label: 'Le', numeric: true, cell: ({ at }) => moment(at) },
]

/** The last lines of the journal that this person may read. */
export function Recent({ lines }: { lines: Line[] }) {
  return (
    <section class="stack">
      <h2>Activité récente</h2>
      {lines.length === 0 ? (
        <p class="lead">Aucune activité pour le moment.</p>
      ) : (
        <Table caption="Activité récente" columns={columns} rows={lines} />
      )}
    </section>
  )
}
