import type { Recent, RecentRoute } from '../../src/http/recent'
import { count } from '../../src/lib/french'
import { milliseconds } from '../../src/lib/quantities'
import { type Column, Table } from '../ui/table'

const columns: Column<RecentRoute>[] = [
  { label: 'Route', cell: ({ route }) => route },
  { label: 'Requêtes', numeric: true, cell: ({ count: requests }) => requests },
  { label: 'Durée moyenne', numeric: true, cell: ({ mean }) => milliseconds(mean) },
  { label: 'La plus longue', numeric: true, cell: ({ worst }) => milliseconds(worst) },
  { label: 'Erreurs', numeric: true, cell: ({ failed }) => failed },
]

/** The routes that took longest in the last quarter of an hour, in this process. */
export function Slowest({ requests, slowest }: Recent) {
  return (
    <section class="stack" id="routes">
      <h2>Routes les plus lentes</h2>
      <p class="lead">{`${count(requests, 'requête', 'requêtes')} à ce processus en quinze minutes.`}</p>
      {slowest.length > 0 && <Table caption="Les dix routes les plus lentes" columns={columns} rows={slowest} />}
    </section>
  )
}
