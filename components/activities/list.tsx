import type { Line, Page } from '../../src/activities/journal'
import type { Search } from '../../src/activities/search'
import { count, moment, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { type Choice, DateField, SelectField, TextField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { PageHead } from '../ui/page-head'
import { Pager } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { about } from './words'

export type JournalListProps = {
  search: Search
  page: Page
  /** Whether the reader sees more than their own trail. */
  wide: boolean
  /** Every act that may be searched for. */
  events: Choice[]
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
      <PageHead
        title="Journal"
        lead={
          wide ? 'Qui a fait quoi, quand et depuis où.' : 'Vos actes, et ce qui concerne votre compte et votre dossier.'
        }
      >
        {lines.length > 0 && (
          <LinkButton href={hrefOf(search, {}, '/journal/export.csv')} icon="download">
            Exporter en CSV
          </LinkButton>
        )}
      </PageHead>
      <Filters search={search} searched={searched} wide={wide} events={events} />
      {lines.length === 0 ? (
        <EmptyState
          title={searched ? 'Aucune ligne ne répond à cette recherche.' : 'Aucune ligne pour le moment.'}
          hint={searched && <a href={path('/journal')}>Tout effacer</a>}
        />
      ) : (
        <>
          <Table caption={`Journal\u202f: ${size}`} columns={columns} rows={lines} />
          <Pager
            total={size}
            range={whole ? null : count(lines.length, 'ligne affichée', 'lignes affichées')}
            first={page.first && hrefOf(search, page.first)}
            previous={page.previous && hrefOf(search, page.previous)}
            next={page.next && hrefOf(search, page.next)}
            last={page.last && hrefOf(search, page.last)}
          />
        </>
      )}
    </>
  )
}

const columns: Column<Line>[] = [
  { label: 'Acte', cell: ({ id, label }) => ({ text: label, href: path(`/journal/${id}`) }) },
  { label: 'Date', cell: ({ at }) => moment(at) },
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

function Filters({
  search,
  searched,
  wide,
  events,
}: Pick<JournalListProps, 'search' | 'wide' | 'events'> & { searched: boolean }) {
  return (
    <FilterBar action={path('/journal')} resetHref={searched ? path('/journal') : null} submit="Rechercher">
      {wide && (
        <TextField
          name="acteur"
          label="Auteur"
          type="search"
          value={search.acteur}
          placeholder="Nom ou adresse électronique"
        />
      )}
      {wide && (
        <TextField
          name="personne"
          label="Personne concernée"
          type="search"
          value={search.personne}
          placeholder="Nom ou matricule"
        />
      )}
      <SelectField name="acte" label="Acte" value={search.acte} blank="Tous" choices={events} />
      <DateField name="du" label="Du" value={search.du} />
      <DateField name="au" label="Au" value={search.au} />
      <TextField name="adresse" label="Adresse IP" value={search.adresse} placeholder="203.0.113.7" />
      <TextField name="rayon" label="CF-Ray" value={search.rayon} />
      <TextField name="requete" label="Référence de la requête" value={search.requete} />
    </FilterBar>
  )
}

/** The state of the list as an address. */
function hrefOf(search: Search, place: Record<string, string | null>, page = '/journal'): string {
  const given = Object.entries({ ...search, ...place }).filter((one): one is [string, string] => one[1] !== null)
  const query = new URLSearchParams(given).toString()
  return path(query ? `${page}?${query}` : page)
}
