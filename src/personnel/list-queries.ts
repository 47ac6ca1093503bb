import type { Fragment } from 'postgres'
import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import { conditions } from './conditions'
import type { Filter } from './filter'
import { beyond, type Cursor, cursorValue, type Order, orderBy } from './order'
import { firstByName, matches, termsOf } from './search'

/** One line of the list. Figures are this year's days away and the mean of settled marks; null where not to be seen. */
export type PersonRow = {
  id: string
  matricule: string
  lastName: string
  firstNames: string
  sex: 'F' | 'M'
  birthDate: string
  jobTitle: string | null
  unitCode: string
  unitName: string
  category: string
  grade: string
  position: string
  phone: string | null
  workEmail: string | null
  recruitedOn: string
  retirementOn: string
  leftOn: string | null
  absenceDays: number
  averageMark: string | null
  nameKey: string
  sortValue: string
}

export type Slice = { order: Order; cursor: Cursor | null; backwards: boolean; limit: number }

/** Reads `limit` lines from the cursor on, in the direction asked for. */
export async function listPeople(actor: Actor, filter: Filter, slice: Slice, today: string): Promise<PersonRow[]> {
  const { order, cursor, backwards, limit } = slice
  const terms = termsOf(filter.q)
  const where = conditions(actor, filter, today)
  const past = beyond(order, backwards, cursor)
  const way = orderBy(order, backwards)
  const byName = { after: cursor && { name: cursor.value, id: cursor.id }, down: order.descending !== backwards, limit }
  const found =
    terms.length > 0 && order.by === 'nom'
      ? sql`p.id in (select person_id from (${firstByName(terms, where, byName)}) hits)`
      : sql`${where} and ${matches(terms)} and ${past}`
  return sql<PersonRow[]>`
    select p.id, p.matricule, p.last_name as "lastName", p.first_names as "firstNames", p.sex, p.birth_date as "birthDate",
      p.job_title as "jobTitle", u.code as "unitCode", u.name as "unitName", g.category, p.grade, p.position, p.phone,
      p.work_email as "workEmail", p.recruited_on as "recruitedOn", p.retirement_on as "retirementOn", p.left_on as "leftOn",
      coalesce(t.days, 0) as "absenceDays",
      case when ${visibleTo(actor, 'evaluations.read')} then m.average end as "averageMark",
      p.name_key as "nameKey", ${cursorValue(order)} as "sortValue"
    from personnel p
    join units u on u.id = p.unit_id
    join grades g on g.code = p.grade
    ${figures(today)}
    where ${found}
    order by ${way}
    limit ${limit}`
}

/** How many the filter lets through, exactly. */
export async function countPeople(actor: Actor, filter: Filter, today: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count
    from personnel p
    where ${conditions(actor, filter, today)} and ${matches(termsOf(filter.q))}`
  return row!.count
}

/** The units the actor can filter by, as a tree in reading order. */
export async function listUnits(): Promise<{ code: string; name: string; depth: number }[]> {
  return sql`
    with recursive tree as (
      select id, code, name, 0 as depth, array[name_key] as way from units where parent_id is null
      union all
      select u.id, u.code, u.name, tree.depth + 1, tree.way || u.name_key from units u join tree on u.parent_id = tree.id
    )
    select code, name, depth from tree order by way`
}

function figures(today: string): Fragment {
  return sql`
    left join absence_totals t on t.person_id = p.id and t.year = extract(year from ${today}::date)::int
    left join evaluation_totals m on m.person_id = p.id`
}
