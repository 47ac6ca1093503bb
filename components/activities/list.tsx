import type { Line, Page } from '../../src/activities/journal'
import type { Search } from '../../src/activities/search'
import { count, moment, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError, Problem } from '../../src/lib/problems'
import { rightHref } from '../../src/lib/right-address'
import { ExportLinks } from '../exports/links'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { ErrorSummary } from '../ui/error-summary'
import { PageHead } from '../ui/page-head'
import { Pager, turnsOf } from '../ui/pager'
import { listLabels } from '../ui/parameters'
import { type Column, Table } from '../ui/table'
import { WithoutThem, wrongValue } from '../ui/wrong-address'
import { isFilter, JournalFilters, type JournalFiltersProps } from './filters'
import { about } from './words'

export type JournalListProps = JournalFiltersProps & {
  search: Search
  page: Page
  /** Beyond so many lines, the total is not counted. */
  counted: number
}

export function JournalList({ search, page, wide, events, counted }: JournalListProps) {
  const { lines, total } = page
  const searched = Object.values(search).some((value) => value !== null)
  const whole = page.first === null && page.next === null
  const size = total === null ? `plus de ${number(counted)}\u00a0lignes` : count(total, 'ligne', 'lignes')
  return (
    <>
      <PageHead title="Journal" lead={leadOf(wide)} />
      <JournalFilters search={search} wide={wide} events={events} />
      {lines.length === 0 ? (
        <EmptyState
          title={searched ? 'Aucune ligne ne répond à cette recherche.' : 'Aucune ligne pour le moment.'}
          hint={searched && <a href={path('/journal')}>Tout effacer</a>}
        />
      ) : (
        <>
          <ExportLinks list="journal" query={search} />
          <Table caption={`Journal\u202f: ${size}`} columns={columns} rows={lines} />
          <Pager
            total={size}
            range={whole ? null : count(lines.length, 'ligne affichée', 'lignes affichées')}
            {...turnsOf(page, (place) => hrefOf(search, place))}
          />
        </>
      )}
    </>
  )
}

type RefusedSearchProps = JournalFiltersProps & { errors: FieldError[]; problem: Problem }

/** What was asked for cannot be: said at its field, and nothing is listed. */
export function RefusedSearch({ errors, problem, ...asked }: RefusedSearchProps) {
  const strange = errors.filter(({ field }) => !isFilter(field))
  const summary = errors.map((error) => (strange.includes(error) ? { field: '', message: wrongValue(error) } : error))
  const query = new URLSearchParams(
    Object.entries(asked.search).map(([name, value]): [string, string] => [name, value ?? '']),
  )
  const right = rightHref(path('/journal'), query, errors)
  return (
    <>
      <PageHead title="Journal" lead={leadOf(asked.wide)} />
      <ErrorSummary errors={summary} title={strange.length > 0 ? problem.message : undefined} labels={listLabels} />
      <JournalFilters {...asked} errors={errors} />
      {right && (
        <div class="actions">
          <WithoutThem href={right} errors={errors} />
          <LinkButton href={path('/accueil')}>Retour à l’accueil</LinkButton>
        </div>
      )}
    </>
  )
}

function leadOf(wide: boolean): string {
  return wide ? 'Qui a fait quoi, quand et depuis où.' : 'Vos actes, et ce qui concerne votre compte et votre dossier.'
}

const columns: Column<Line>[] = [
  { label: 'Acte', cell: ({ id, label }) => ({ text: label, href: path(`/journal/${id}`) }) },
  { label: 'Date', numeric: true, cell: ({ at }) => moment(at) },
  { label: 'Auteur', cell: ({ actorName }) => actorName },
  {
    label: 'Objet',
    cell: (line) => {
      const thing = about(line)
      return thing && line.seen ? { text: thing, href: path(`/personnel/${line.personId}`) } : thing
    },
  },
  { label: 'Adresse', cell: ({ address }) => address },
]

/** The state of the list as an address. */
function hrefOf(search: Search, place: Record<string, string | null>): string {
  const given = Object.entries({ ...search, ...place }).filter((one): one is [string, string] => one[1] !== null)
  const query = new URLSearchParams(given).toString()
  return path(query ? `/journal?${query}` : '/journal')
}
