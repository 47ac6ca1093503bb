import type { Fragment } from 'postgres'
import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'

/**
 * Whose figures: the people the actor may count, and the units under which they are counted: the directions, or with `roots`
 * (units of a chief) those units and the ones right below them.
 */
export type Scope = { actor: Actor; roots: number[] | null }

/** `alone`: the unit without what is below it. */
export type Place = { code: string; name: string; alone: boolean }

/** One row is a place, category and sex, or a band of age and a sex, or a step of retirement: the other columns are null. */
export type HeadcountRow = {
  code: string | null
  name: string | null
  alone: boolean | null
  category: string | null
  sex: 'F' | 'M' | null
  band: number | null
  step: number | null
  people: number
}

/**
 * Who is here that day, in one scan. `limits`: ages at which a band begins, the oldest first; band 0 is above the first.
 * `steps`: days that part the dates of retirement, ascending; step 0 is before the first.
 */
export async function listHeadcount(
  scope: Scope,
  today: string,
  limits: number[],
  steps: string[],
): Promise<HeadcountRow[]> {
  return sql`
    with fine as materialized (
      select p.unit_id, p.grade, p.sex,
        width_bucket(p.birth_date, array(
          select (${today}::date - make_interval(years => age))::date + 1
          from unnest(${limits}::int[]) with ordinality as ages (age, rank)
          order by rank
        )) as band,
        width_bucket(p.retirement_on, ${steps}::date[]) as step,
        count(*) as people
      from personnel p
      where ${present(scope, today)}
      group by p.unit_id, p.grade, p.sex, band, step
    ), ${places(scope)}
    select places.code, places.name, places.alone, g.category, fine.sex, fine.band, fine.step, sum(fine.people)::int as people
    from fine
    join places on places.unit_id = fine.unit_id
    join grades g on g.code = fine.grade
    group by grouping sets (
      (places.code, places.name, places.name_key, places.alone, g.category, fine.sex),
      (fine.band, fine.sex),
      (fine.step)
    )
    order by places.alone desc, places.name_key, places.code`
}

export type MovementRow = { kind: 'before' | 'entry' | 'exit'; month: string | null; people: number }

/** How many were here on a day, and how many came and left in each month from `first` to `last` (`2026-11`). */
export async function listMovements(
  { actor }: Scope,
  before: string,
  first: string,
  last: string,
): Promise<MovementRow[]> {
  const months = sql`${`${first}-01`}::date and (${`${last}-01`}::date + interval '1 month - 1 day')::date`
  return sql`
    select 'before' as kind, null as month, count(*)::int as people
    from personnel p
    where ${present({ actor }, before)}
    union all
    select 'entry', to_char(p.started_on, 'YYYY-MM') as month, count(*)::int
    from personnel p
    where ${visibleTo(actor, 'dashboard.read')} and p.started_on between ${months}
    group by month
    union all
    select 'exit', to_char(p.left_on, 'YYYY-MM') as month, count(*)::int
    from personnel p
    where ${visibleTo(actor, 'dashboard.read')} and p.left_on between ${months}
    group by month`
}

/** The row without type counts everybody away once. */
export type AbsenceRow = { type: string | null; today: number; week: number }

/** People away that day and in its week (Monday to Sunday). Without `health` the personal reasons are one, `autre`. */
export async function listAbsences({ actor }: Scope, today: string, health: boolean): Promise<AbsenceRow[]> {
  return sql`
    with away as materialized (
      select a.person_id, t.rank,
        case when t.personal and not ${health} then 'autre' else t.code end as type,
        ${today}::date between a.starts_on and a.ends_on as today
      from absences a
      join absence_types t on t.code = a.type
      where a.cancelled_at is null
        and a.starts_on <= date_trunc('week', ${today}::date)::date + 6
        and a.ends_on >= date_trunc('week', ${today}::date)::date
    )
    select away.type,
      count(distinct p.id) filter (where away.today)::int as today,
      count(distinct p.id)::int as week
    from away
    join personnel p on p.id = away.person_id
    where ${present({ actor }, today)}
    group by grouping sets ((away.type), ())
    order by min(away.rank)`
}

/** The row without place is the whole; `year` is null when no mark was ever settled. */
export type MarkRow = { year: number | null; code: string | null; people: number; average: number | null }

/** The settled marks of the last year before `year` that has any (failing that, of that year), for those here that day. */
export async function listMarks(scope: Scope, today: string, year: number): Promise<MarkRow[]> {
  const settled = sql`('validee', 'arbitree')`
  return sql`
    with chosen as (
      select coalesce(
        (select max(year) from evaluations where state in ${settled} and year < ${year}),
        (select max(year) from evaluations where state in ${settled})
      ) as year
    ), fine as materialized (
      select p.unit_id, count(*) as people, sum(e.final_mark) as total
      from evaluations e
      join personnel p on p.id = e.person_id
      where e.year = (select year from chosen) and e.state in ${settled} and ${present(scope, today)}
      group by p.unit_id
    ), ${places(scope)}
    select (select year from chosen) as year, places.code, coalesce(sum(fine.people), 0)::int as people,
      round(sum(fine.total) / sum(fine.people), 2)::float8 as average
    from fine
    join places on places.unit_id = fine.unit_id
    group by grouping sets ((places.code), ())`
}

export async function listUnitNames(ids: number[]): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`select name from units where id = any (${ids}::bigint[]) order by name_key`
  return rows.map(({ name }) => name)
}

function present({ actor }: Pick<Scope, 'actor'>, day: string): Fragment {
  return sql`${visibleTo(actor, 'dashboard.read')} and p.started_on <= ${day} and (p.left_on is null or p.left_on > ${day})`
}

/** The place of each unit, as `with` members: exactly one for every unit within reach. */
function places({ roots }: Scope): Fragment {
  if (roots === null) {
    return sql`
      places as (
        select d.unit_id, d.code, d.name, d.name_key, u.kind in ('ministere', 'programme') as alone
        from unit_directions d
        join units u on u.id = d.direction_id
      )`
  }
  return sql`
    roots as (
      select id from unnest(${roots}::bigint[]) as id
      where not exists (
        select from unnest(${roots}::bigint[]) as other where other <> id and id in (select subtree(other))
      )
    ), places as (
      select below.id as unit_id, u.code, u.name, u.name_key, u.id in (select id from roots) as alone
      from units u
      cross join lateral (
        select u.id where u.id in (select id from roots)
        union
        select subtree(u.id) where u.parent_id in (select id from roots)
      ) below (id)
    )`
}
