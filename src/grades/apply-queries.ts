import type { Fragment } from 'postgres'
import { sql, type Tx } from '../db/sql'

/** Those in office whose date is not what the limit of the day makes of it. */
function lateDates(today: string): Fragment {
  return sql`
    select p.id
    from personnel p
    join (select code, age_limit_on(code, ${today}) as age from grades offset 0) limits on limits.code = p.grade
    where (p.left_on is null or p.left_on > ${today})
      and p.retirement_on <> make_date(extract(year from p.birth_date)::int + limits.age, 12, 31)`
}

/** Those in office who have the points that an earlier period gave to their step; who has others keeps them. */
function latePoints(today: string): Fragment {
  return sql`
    select p.id, p.index_points as before, present.points as after
    from personnel p
    join (
      select distinct on (grade, class, echelon) grade, class, echelon, valid_from, points
      from index_grid
      where valid_from <= ${today}
      order by grade, class, echelon, valid_from desc
    ) present on (present.grade, present.class, present.echelon) = (p.grade, p.class, p.echelon)
    where (p.left_on is null or p.left_on > ${today}) and p.index_points <> present.points and exists (
      select from index_grid former
      where (former.grade, former.class, former.echelon, former.points) = (p.grade, p.class, p.echelon, p.index_points)
        and former.valid_from < present.valid_from)`
}

export async function countDue(today: string): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select ((select count(*) from (${lateDates(today)}) dates) + (select count(*) from (${latePoints(today)}) points))::int as count`
  return row.count
}

/** Nobody has changed these files: their versions stay. */
export async function setRetirements(tx: Tx, today: string, limit: number): Promise<number> {
  await tx`select set_config('mppeep.derived', 'yes', true)`
  const { count } = await tx`
    update personnel set retirement_on = retirement_date(birth_date, grade)
    where id in (${lateDates(today)} order by p.id limit ${limit})`
  return count
}

export type Changed = { id: string; name: string; version: number; before: number; after: number }

export async function setPoints(tx: Tx, today: string, limit: number): Promise<Changed[]> {
  return tx<Changed[]>`
    with late as (${latePoints(today)} order by p.id limit ${limit} for no key update of p)
    update personnel p set index_points = late.after
    from late
    where p.id = late.id
    returning p.id, p.last_name || ' ' || p.first_names as name, p.version, late.before, late.after`
}
