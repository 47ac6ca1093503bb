import type { LinesInput } from '../../src/imports/lines'
import type { PersonLine } from '../../src/imports/lines-queries'
import { count } from '../../src/lib/french'
import type { Pages } from '../../src/lib/pages'
import { path } from '../../src/lib/paths'
import { EmptyState } from '../ui/empty'
import { Pager } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { fieldLabel, hrefOf, linesOf } from './words'

export type People = { rows: PersonLine[]; total: number; pages: Pages }

const titles = {
  creer: 'Nouveaux dossiers',
  modifier: 'Dossiers modifiés',
  inchangees: 'Lignes sans changement',
  gardees: 'Dossiers laissés tels quels',
} as const

/** The lines behind a figure, in the order of the file, each with the file that it is about. */
export function PeopleOf({ id, asked, people }: { id: string; asked: LinesInput; people: People }) {
  const { lignes } = asked
  const { rows, total, pages } = people
  const to = (place: Record<string, string> | null) => place && hrefOf(id, { lignes, ...place })
  const title = titles[lignes ?? 'creer']
  return (
    <div class="stack">
      <h3>{title}</h3>
      <p>
        <a href={hrefOf(id)}>Revenir au résumé</a>
      </p>
      {total === 0 ? (
        <EmptyState title="Aucune ligne." />
      ) : (
        <>
          <Table
            caption={title}
            rows={rows}
            columns={[
              {
                label: 'Agent',
                cell: ({ name, personId, there, matricule }) =>
                  there
                    ? { text: name, href: path(`/personnel/${personId}`), note: matricule }
                    : `${name}, ${matricule}`,
              },
              { label: 'Ligne', numeric: true, cell: ({ line }) => line },
              ...(lignes === 'modifier' || lignes === 'gardees' ? [changes] : []),
            ]}
          />
          <Pager
            total={linesOf(total)}
            range={rows.length === total ? null : count(rows.length, 'ligne affichée', 'lignes affichées')}
            first={to(pages.first)}
            previous={to(pages.previous)}
            next={to(pages.next)}
            last={to(pages.last)}
          />
        </>
      )}
    </div>
  )
}

const changes: Column<PersonLine> = {
  label: 'Changements',
  cell: ({ kept, fields }) => kept ?? fields.map(fieldLabel).join(', '),
}
