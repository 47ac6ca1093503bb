import type { Actor } from '../actor'
import { part } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import type { positions } from '../lib/civil-service'
import { conditions, isOnlyWords } from './conditions'
import type { Filter } from './filter'
import { atMost, beyond, type Cursor, cursorValue, type Order, orderBy } from './order'
import { countedBy, firstByName, matches, termsOf } from './search'

/** The columns one may ask for beside the name, and what each is in the statement. */
const columns = {
  photo: () => [
    part`, (select extract(epoch from f.added_at)::bigint from photos f where f.person_id = p.id and f.side = 64) as photo`,
  ],
  matricule: () => [part`, p.matricule`],
  unite: () => [part`, u.code as "unitCode", u.name as "unitName"`],
  fonction: () => [part`, p.job_title as "jobTitle"`],
  categorie: () => [part`, g.category`],
  grade: () => [part`, p.grade`],
  position: () => [part`, p.position`],
  sexe: () => [part`, p.sex`],
  naissance: () => [part`, p.birth_date as "birthDate"`],
  telephone: () => [part`, p.phone`],
  courriel: () => [part`, p.work_email as "workEmail"`],
  recrutement: () => [part`, p.recruited_on as "recruitedOn"`],
  retraite: () => [part`, p.retirement_on as "retirementOn"`],
  absences: () => [part`, coalesce(t.days, 0) as "absenceDays"`],
  evaluation: (actor: Actor) => [
    part`, case when`,
    ...visibleTo(actor, 'evaluations.read'),
    part`then m.average::float8 end as "averageMark"`,
  ],
}

export type ColumnName = keyof typeof columns
export const columnNames = Object.keys(columns) as ColumnName[]

/**
 * One line of the list: who it is, and the columns asked for. Figures are this year's days away and the mean of settled
 * marks, null where not to be seen.
 */
export type PersonRow = {
  id: string
  lastName: string
  firstNames: string
  leftOn: string | null
  nameKey: string
  /** of a list found by words: it may be why somebody is in it */
  maidenName?: string | null
  /** what the list is sorted by, when that is not the name */
  sortValue?: string
  /** of which second it is; null when there is none */
  photo?: number | null
  matricule?: string
  unitCode?: string
  unitName?: string
  jobTitle?: string | null
  category?: string
  grade?: string
  position?: keyof typeof positions
  sex?: 'F' | 'M'
  birthDate?: string
  phone?: string | null
  workEmail?: string | null
  recruitedOn?: string
  retirementOn?: string
  absenceDays?: number
  averageMark?: number | null
}

export type Slice = { columns: ColumnName[]; order: Order; cursor: Cursor | null; backwards: boolean; limit: number }

/**
 * Reads `limit` lines from the cursor on, in the direction asked for. Only the columns asked for: reading a value costs the
 * site more than finding it costs Postgres. A join that no column needs is left out by its planner. The lines travel as one
 * JSON text: six hundred values one by one take the site four times as long.
 */
export async function listPeople(actor: Actor, filter: Filter, slice: Slice, today: string): Promise<PersonRow[]> {
  const { order, cursor, backwards, limit } = slice
  const terms = termsOf(filter.q)
  const where = conditions(actor, filter, today)
  const past = beyond(actor, order, backwards, cursor)
  const way = orderBy(actor, order, backwards)
  const byName = { after: cursor && { name: cursor.value, id: cursor.id }, down: order.descending !== backwards, limit }
  const found =
    terms.length > 0 && order.by === 'nom'
      ? sql`p.id in (select person_id from (${firstByName(terms, where, byName)}) hits)`
      : sql`${where} and ${matches(terms)} and ${past}`
  const shown = [
    terms.length > 0 ? part`, p.maiden_name as "maidenName"` : part``,
    ...cursorValue(actor, order),
    ...slice.columns.flatMap((name) => columns[name](actor)),
  ]
  const [read] = await sql<{ lines: string }[]>`
    select coalesce(json_agg(line), '[]')::text as lines
    from (
      select p.id, p.last_name as "lastName", p.first_names as "firstNames", p.left_on as "leftOn", p.name_key as "nameKey"
        ${shown}
      from personnel p
      left join units u on u.id = p.unit_id
      left join grades g on g.code = p.grade
      left join absence_totals t on t.person_id = p.id and t.year = ${Number(today.slice(0, 4))}
      left join evaluation_totals m on m.person_id = p.id
      where ${found}
      order by ${way}
      limit ${atMost(limit)}
    ) line`
  return JSON.parse(read!.lines) as PersonRow[]
}

/** How many the filter lets through, exactly. */
export async function countPeople(actor: Actor, filter: Filter, today: string): Promise<number> {
  const terms = termsOf(filter.q)
  const counted =
    terms.length > 0 && isOnlyWords(actor, filter)
      ? countedBy(terms, today)
      : sql`personnel p where ${conditions(actor, filter, today)} and ${matches(terms)}`
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ${counted}`
  return row!.count
}
