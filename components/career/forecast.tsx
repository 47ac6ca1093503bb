import type { Retiring } from '../../src/career/forecast'
import { count, number } from '../../src/lib/french'
import { gradeCodes } from '../../src/lib/grade-list'
import { path } from '../../src/lib/paths'
import { Columns } from '../charts/columns'
import { FigureTable } from '../charts/figure'
import { placeFilter } from '../dashboard/place'
import { ExportLinks } from '../exports/links'
import { EmptyState } from '../ui/empty'
import { SelectField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { Help } from '../ui/help'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { CareerTabs } from './tabs'

type Props = {
  rows: Retiring[]
  first: number
  years: number
  asked: { unite: string | null; grade: string | null }
  mayWrite: boolean
  mayExport: boolean
}

/** Who reaches the age limit, year by year: drawn, then by direction and by grade, each figure leading to its list. */
export function Forecast({ rows, first, years, asked, mayWrite, mayExport }: Props) {
  const { unite, grade } = asked
  const shown = rows.filter((row) => (!unite || row.code === unite) && (!grade || row.grade === grade))
  const ahead = shown.filter(({ past }) => !past)
  const late = sum(shown.filter(({ past }) => past))
  const periods = Array.from({ length: years }, (_, rank) => first + rank)
  const place = rows.find(({ code }) => code === unite)
  const filter = { ...(place && placeFilter(place)), ...(grade && { grade }) }
  return (
    <>
      <PageHead
        title="Départs à la retraite"
        lead={
          <>
            {`Le 31 décembre de l’année de la limite d’âge, de ${first} à ${first + years - 1}\u202f: ${count(sum(ahead), 'personne', 'personnes')}.`}
            <Help term="limite_age" />
          </>
        }
      />
      <CareerTabs current="retraites" mayWrite={mayWrite} />
      <FilterBar
        action={path('/carriere/retraites')}
        resetHref={unite || grade ? path('/carriere/retraites') : null}
        open={Boolean(unite || grade)}
      >
        <SelectField name="unite" label="Direction" value={unite} blank="Toutes" choices={directionsOf(rows)} />
        <SelectField
          name="grade"
          label="Grade"
          value={grade}
          blank="Tous"
          choices={gradeCodes().map((value) => ({ value, label: value }))}
        />
      </FilterBar>
      {late > 0 && (
        <Notice tone="attention">
          <a href={listHref({ ...filter, retraite: 'depassee' })}>
            {count(late, 'personne a dépassé', 'personnes ont dépassé')}
          </a>{' '}
          la date de retraite et figurent encore parmi les présents.
        </Notice>
      )}
      {ahead.length === 0 ? (
        <EmptyState title="Aucun départ à la retraite dans ces années." />
      ) : (
        <>
          {mayExport && <ExportLinks list="retraites" query={{ unite, grade }} />}
          <div class="charts">
            <Columns
              id="retraites"
              title="Départs par année"
              periodHeading="Année"
              series={[{ label: 'Départs', tone: 1 }]}
              periods={periods.map((year) => ({
                label: String(year),
                short: String(year),
                columns: [
                  {
                    value: sum(ahead.filter((row) => row.year === year)),
                    href: listHref({ ...filter, retraite_annee: String(year) }),
                  },
                ],
              }))}
            />
          </div>
          <Matrix
            title="Par direction"
            rows={ahead}
            periods={periods}
            keyOf={directionOf}
            filter={filter}
            unfolded={({ code }) => forecastHref({ unite: code, grade })}
          />
          <Matrix
            title="Par grade"
            rows={byGrade(ahead)}
            periods={periods}
            keyOf={gradeOf}
            filter={filter}
            unfolded={(row) => forecastHref({ unite, grade: row.grade })}
          />
        </>
      )}
    </>
  )
}

type Key = { label: string; filter: Record<string, string> }
type MatrixProps = {
  title: string
  rows: Retiring[]
  periods: number[]
  keyOf: (row: Retiring) => Key
  filter: Record<string, string>
  /** The same page about what a line is about alone. */
  unfolded: (row: Retiring) => string
}

/** Each figure leads to its people, and each name to this page about it alone: a direction unfolds by grade, a grade by direction. */
function Matrix({ title, rows, periods, keyOf, filter, unfolded }: MatrixProps) {
  const firsts = rows.filter((row, at) => rows.findIndex((one) => keyOf(one).label === keyOf(row).label) === at)
  const lines = firsts.map((first) => {
    const key = keyOf(first)
    return { ...key, href: unfolded(first), own: rows.filter((row) => keyOf(row).label === key.label) }
  })
  const whole = { label: 'Total', filter: {}, href: undefined, own: rows }
  return (
    <section class="stack">
      <h2>{title}</h2>
      <FigureTable
        caption={`Départs à la retraite, ${title.toLocaleLowerCase('fr')}`}
        head={[
          title.replace('Par ', '').replace(/^./, (first) => first.toUpperCase()),
          ...periods.map(String),
          'Total',
        ]}
        rows={[...lines, ...(lines.length > 1 ? [whole] : [])].map(({ label, href, own, filter: more }) => ({
          label,
          href,
          cells: [
            ...periods.map((year) => ({
              text: number(sum(own.filter((row) => row.year === year))),
              href: listHref({ ...filter, ...more, retraite_annee: String(year) }),
            })),
            { text: number(sum(own)) },
          ],
        }))}
      />
    </section>
  )
}

function forecastHref(asked: { unite: string | null; grade: string | null }): string {
  const chosen = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== null)
  return path(`/carriere/retraites?${new URLSearchParams(chosen)}`)
}

function directionOf(row: Retiring): Key {
  return { label: row.name, filter: placeFilter(row) }
}

function gradeOf({ grade }: Retiring): Key {
  return { label: grade, filter: { grade } }
}

/** From the top grade down. */
function byGrade(rows: Retiring[]): Retiring[] {
  const order: readonly string[] = gradeCodes()
  return rows.toSorted((a, b) => order.indexOf(a.grade) - order.indexOf(b.grade))
}

function directionsOf(rows: Retiring[]) {
  return [...new Map(rows.map(({ code, name }) => [code, { value: code, label: name }])).values()]
}

function listHref(filter: Record<string, string>): string {
  return path(`/personnel?${new URLSearchParams(filter)}`)
}

function sum(rows: Retiring[]): number {
  return rows.reduce((total, { people }) => total + people, 0)
}
