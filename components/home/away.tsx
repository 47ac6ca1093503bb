import type { Home } from '../../src/home/home'
import { count, day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { peopleHref } from '../personnel/href'
import { type Column, Table } from '../ui/table'

type AwayProps = NonNullable<Home['away']>

const columns: Column<AwayProps['first'][number]>[] = [
  { label: 'Personne', cell: ({ id, name }) => ({ text: name, href: path(`/personnel/${id}`) }) },
  { label: 'Unité', cell: ({ unitName }) => unitName },
  { label: 'Jusqu’au', numeric: true, cell: ({ until }) => day(until) },
]

/** Who is away now: the whole when it is short, its beginning and the way to the rest when it is not. */
export function Away({ total, first }: AwayProps) {
  const everyone = peopleHref({ absent: 'aujourdhui' })
  return (
    <section class="stack">
      <h2>En ce moment</h2>
      {total === 0 && <p class="lead">Personne n’est absent aujourd’hui.</p>}
      {total > 0 && (
        <>
          <p class="lead">
            <a href={everyone}>{count(total, 'personne absente', 'personnes absentes')}</a> aujourd’hui
            {total > first.length && `, dont les ${first.length} premières par ordre alphabétique`}.
          </p>
          <Table caption="Absents aujourd’hui" columns={columns} rows={first} />
        </>
      )}
    </section>
  )
}
