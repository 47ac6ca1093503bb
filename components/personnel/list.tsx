import { positions, sexes } from '../../src/lib/civil-service'
import { count, day, decimal, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { isoToday } from '../../src/lib/today'
import type { ColumnName, People, PersonRow } from '../../src/personnel/list'
import { SmallFace } from '../documents/photo'
import { ExportLinks } from '../exports/links'
import { Button, LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { PageHead } from '../ui/page-head'
import { Pager } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { columnLabels } from './columns'
import { PeopleFilters } from './filters'
import { hrefWith } from './list-href'
import { ListState } from './list-state'
import { inPairs } from './phone'

export type PeopleListProps = {
  people: People
  units: { code: string; name: string; depth: number; closed: boolean }[]
  rights: { write: boolean; import: boolean; export: boolean; marks: boolean }
  columns: ColumnName[]
  query: URLSearchParams
}

/** What changes when one sorts or turns a page: htmx morphs it in, and the address follows. */
const turning = {
  'hx-boost': 'true',
  'hx-select': '#liste',
  'hx-select-oob': '#vues',
  'hx-target': '#liste',
  'hx-swap': 'outerMorph',
  'hx-indicator': '#liste',
}

export function PeopleList({ people, units, rights, columns, query }: PeopleListProps) {
  return (
    <>
      <PageHead title="Personnel">
        {rights.import && <LinkButton href={path('/personnel/imports')}>Importer</LinkButton>}
        {rights.write && (
          <LinkButton kind="primary" icon="plus" href={path('/personnel/nouveau')}>
            Nouveau dossier
          </LinkButton>
        )}
      </PageHead>
      <PeopleFilters query={query} units={units} columns={columns} marks={rights.marks} />
      <div id="liste" class="busy-region stack">
        <ListState query={query} units={units} />
        <Found people={people} columns={columns} query={query} rights={rights} />
      </div>
    </>
  )
}

/** Where the list itself begins: the views of its reader stand before it. */
export const listStart = '<div id="liste"'

const noPage = { apres: null, avant: null, fin: null }

function Found({ people, columns, query, rights }: Omit<PeopleListProps, 'units'>) {
  const total = count(people.total, 'personne', 'personnes')
  if (people.rows.length === 0) {
    return (
      <EmptyState
        title="Personne ne correspond à cette recherche."
        hint="Retirez un filtre, ou cherchez le début d’un nom, d’un matricule ou d’un numéro de téléphone."
        action={
          <>
            {query.get('q') && !query.get('situation') && !query.get('present_le') && (
              <LinkButton href={hrefWith('/personnel', query, { ...noPage, situation: 'tous' })}>
                Chercher parmi tous les dossiers
              </LinkButton>
            )}
            <LinkButton href={path('/personnel')}>Voir tout le personnel</LinkButton>
          </>
        }
      />
    )
  }
  const place = (to: Record<string, string> | null) => to && hrefWith('/personnel', query, { ...noPage, ...to })
  const whole = !people.first && !people.next
  return (
    <>
      <div class="results">
        <strong>{total}</strong>
        <div class="actions">
          {[...query].some(([, value]) => value !== '') && (
            <LinkButton icon="star" href={hrefWith('/personnel/vues/nouvelle', query, noPage)}>
              Enregistrer cette vue
            </LinkButton>
          )}
        </div>
      </div>
      {rights.export && <ExportLinks list="personnel" query={query} />}
      <Table
        caption={`Personnel\u202f: ${total}`}
        columns={tableColumns(columns, query, rights)}
        rows={people.rows}
        sorting={turning}
      />
      {rights.export && <Choice people={people.total} query={query} />}
      <Pager
        total={total}
        range={whole ? null : count(people.rows.length, 'ligne affichée', 'lignes affichées')}
        first={place(people.first)}
        previous={place(people.previous)}
        next={place(people.next)}
        last={place(people.last)}
        turning={turning}
      />
    </>
  )
}

/**
 * What is done with the people ticked on the page, or with all of this search: shown first, then done. Not for the browser to tick
 * again: gone back to, it would tick the same places, where others stand when the list has changed.
 */
function Choice({ people, query }: { people: number; query: URLSearchParams }) {
  return (
    <form id="selection" class="actions" method="get" action={path('/personnel/selection')} autocomplete="off">
      <Button icon="check">Agir sur les personnes cochées</Button>
      <a href={hrefWith('/personnel/selection', query, { ...noPage, tout: '1' })}>
        {people === 1
          ? 'Choisir la personne de cette recherche'
          : `Tout choisir\u202f: les ${number(people)} de cette recherche`}
      </a>
    </form>
  )
}

type Described = { numeric?: boolean; cell: Column<PersonRow>['cell']; sort?: string }

const described: Record<ColumnName, Described> = {
  photo: { cell: ({ id, photo }) => (photo ? <SmallFace id={id} version={photo} /> : null) },
  matricule: { cell: (row) => row.matricule, sort: 'matricule' },
  unite: { cell: (row) => row.unitName, sort: 'unite' },
  fonction: { cell: (row) => row.jobTitle },
  categorie: { cell: (row) => row.category, sort: 'categorie' },
  grade: { cell: (row) => row.grade, sort: 'grade' },
  position: { cell: (row) => row.position && positions[row.position], sort: 'position' },
  sexe: { cell: (row) => row.sex && sexes[row.sex], sort: 'sexe' },
  naissance: { cell: (row) => row.birthDate && day(row.birthDate), sort: 'naissance' },
  telephone: { cell: (row) => row.phone && inPairs(row.phone) },
  courriel: { cell: (row) => row.workEmail },
  recrutement: { cell: (row) => row.recruitedOn && day(row.recruitedOn), sort: 'recrutement' },
  retraite: { cell: (row) => row.retirementOn && day(row.retirementOn), sort: 'retraite' },
  absences: { numeric: true, cell: (row) => row.absenceDays, sort: 'absences' },
  evaluation: {
    numeric: true,
    cell: (row) => (typeof row.averageMark === 'number' ? decimal(row.averageMark, 2) : null),
    sort: 'evaluation',
  },
}

function tableColumns(
  columns: ColumnName[],
  query: URLSearchParams,
  rights: PeopleListProps['rights'],
): Column<PersonRow>[] {
  const shown = columns.filter((name) => name !== 'evaluation' || rights.marks)
  const person = {
    label: 'Nom',
    sort: 'nom',
    cell: (row: PersonRow) => ({
      text: `${row.lastName} ${row.firstNames}`,
      href: path(`/personnel/${row.id}`),
      note: noteOf(row),
      box: rights.export ? { form: 'selection', name: 'choix', value: row.id } : undefined,
    }),
  }
  return [person, ...shown.map((name) => ({ label: columnLabels[name], ...described[name] }))].map(
    ({ sort, ...column }) => ({ ...column, sort: sort ? sorted(sort, query) : undefined }),
  )
}

function noteOf({ maidenName, leftOn }: PersonRow): string {
  return [maidenName && `née ${maidenName}`, leftOn && `${leftOn > isoToday() ? 'part' : 'parti(e)'} le ${day(leftOn)}`]
    .filter(Boolean)
    .join(', ')
}

function sorted(by: string, query: URLSearchParams): Column<PersonRow>['sort'] {
  const current = (query.get('tri') || 'nom') === by
  const descending = current && query.get('sens') === 'desc'
  const href = hrefWith('/personnel', query, { ...noPage, tri: by, sens: current && !descending ? 'desc' : null })
  return { href, direction: current ? (descending ? 'descending' : 'ascending') : undefined }
}
