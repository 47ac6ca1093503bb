import { sql, type Tx } from '../db/sql'
import type { Period, Table, Values } from './rules'

export type GradeRow = {
  code: string
  category: string
  age: number | null
  people: number | null
  openedOn: string
  closedOn: string | null
}
export type ClassRow = { code: string; label: string; echelons: number }

/** Grades from the top, as on a day and those to come, with those who hold them today. */
export async function listGrades(day: string, today: string): Promise<GradeRow[]> {
  return sql<GradeRow[]>`
    select g.code, g.category, g.opened_on as "openedOn", g.closed_on as "closedOn", age_limit_on(g.code, ${day}) as age,
      (
        select count(*)::int from personnel p
        where p.grade = g.code and p.started_on <= ${today} and (p.left_on is null or p.left_on > ${today})
      ) as people
    from grades g
    where (g.opened_on <= ${day} or g.opened_on > ${today}) and (g.closed_on is null or g.closed_on > ${day})
    order by g.rank desc`
}

/** The day from which on there is a grade at all. */
export async function firstDay(): Promise<string | null> {
  const [row] = await sql<[{ day: string | null }]>`select min(opened_on) as day from grades`
  return row.day
}

/** Classes from the top, as on a day. */
export async function listClasses(day: string): Promise<ClassRow[]> {
  return sql<ClassRow[]>`
    select code, label, coalesce(echelons_on(code, ${day}), 0) as echelons from grade_classes order by rank desc`
}

export async function exists(table: Table, key: string): Promise<boolean> {
  const [row] =
    table === 'echelons'
      ? await sql`select from grade_classes where code = ${key}`
      : await sql`select from grades where code = ${key}`
  return row !== undefined
}

/** All periods of one thing, the oldest first. */
export async function listPeriods(on: Tx, table: Table, key: string): Promise<Period[]> {
  if (table === 'limites')
    return on<Period[]>`
      select valid_from as from, jsonb_build_object('age', age) as values
      from retirement_limits where grade = ${key} order by valid_from`
  if (table === 'echelons')
    return on<Period[]>`
      select valid_from as from, jsonb_build_object('echelons', echelons) as values
      from class_echelons where class = ${key} order by valid_from`
  if (table === 'promotions')
    return on<Period[]>`
      select valid_from as from, jsonb_object_agg(next_grade, years) as values
      from grade_ladder where grade = ${key} group by valid_from order by valid_from`
  return on<Period[]>`
    select valid_from as from, jsonb_object_agg(class || '-' || echelon, points) as values
    from index_grid where grade = ${key} group by valid_from order by valid_from`
}

/** The grades to which the ladder leads from one; where it leads nowhere yet, the one above. */
export async function listStepsFrom(grade: string): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    with steps as (select distinct next_grade as code from grade_ladder where grade = ${grade})
    select code from steps
    union all
    (
      select above.code
      from grades held
      join grades above on above.rank > held.rank and above.closed_on is null
      where held.code = ${grade} and not exists (select from steps)
      order by above.rank
      limit 1
    )
    order by code`
  return rows.map(({ code }) => code)
}

/** From one grade to the next, after so many years in it. */
export type Step = { grade: string; next: string; years: number }

/** The ladder as on a day. */
export async function listLadder(day: string): Promise<Step[]> {
  return sql`
    select distinct on (grade, next_grade) grade, next_grade as next, years
    from grade_ladder
    where valid_from <= ${day}
    order by grade, next_grade, valid_from desc`
}

export type Coming = { table: Table; key: string; from: string }

/** What has been decided and has not begun. */
export async function listComing(today: string): Promise<Coming[]> {
  return sql<Coming[]>`
    select 'limites' as table, grade as key, valid_from as from from retirement_limits where valid_from > ${today}
    union
    select 'grilles', grade, valid_from from index_grid where valid_from > ${today}
    union
    select 'promotions', grade, valid_from from grade_ladder where valid_from > ${today}
    union
    select 'echelons', class, valid_from from class_echelons where valid_from > ${today}
    order by 3, 1, 2`
}

/** Those who decide about referentials come one after the other. */
export async function lockReferentials(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('referentials', 0))`
}

/** Whether somebody has, or a line of a career names, what it is about. */
export async function isUsed(on: Tx, table: Table, key: string): Promise<boolean> {
  const [row] =
    table === 'echelons'
      ? await on<{ used: boolean }[]>`
          select exists (select from personnel where class = ${key})
            or exists (select from career_events where class = ${key}) as used`
      : await on<{ used: boolean }[]>`
          select exists (select from personnel where grade = ${key})
            or exists (select from career_events where grade = ${key}) as used`
  return row!.used
}

/** How many in office are on a higher step of the class than there would be. */
export async function countAbove(on: Tx, rank: string, echelons: number, today: string): Promise<number> {
  const [row] = await on<[{ count: number }]>`
    select count(*)::int as count from personnel
    where class = ${rank} and echelon > ${echelons} and (left_on is null or left_on > ${today})`
  return row.count
}

export async function insertPeriod(tx: Tx, table: Table, key: string, from: string, values: Values): Promise<void> {
  if (table === 'limites')
    await tx`insert into retirement_limits (grade, valid_from, age) values (${key}, ${from}, ${values.age!})`
  else if (table === 'echelons')
    await tx`insert into class_echelons (class, valid_from, echelons) values (${key}, ${from}, ${values.echelons!})`
  else if (table === 'promotions')
    await tx`
      insert into grade_ladder (grade, next_grade, valid_from, years)
      select ${key}, step.key, ${from}, step.value::int from jsonb_each_text(${tx.json(values)}) as step`
  else
    await tx`
      insert into index_grid (grade, class, echelon, valid_from, points)
      select ${key}, split_part(cell.key, '-', 1), split_part(cell.key, '-', 2)::int, ${from}, cell.value::int
      from jsonb_each_text(${tx.json(values)}) as cell`
}

export async function deletePeriod(tx: Tx, table: Table, key: string, from: string): Promise<void> {
  if (table === 'limites') await tx`delete from retirement_limits where grade = ${key} and valid_from = ${from}`
  else if (table === 'echelons') await tx`delete from class_echelons where class = ${key} and valid_from = ${from}`
  else if (table === 'promotions') await tx`delete from grade_ladder where grade = ${key} and valid_from = ${from}`
  else await tx`delete from index_grid where grade = ${key} and valid_from = ${from}`
}

/** How many files would change on the day: those in office whose date, or whose points, would be others. */
export async function countConcerned(
  table: Table,
  key: string,
  { values, before }: { values: Values; before: Values },
  today: string,
): Promise<number> {
  if (table === 'echelons' || table === 'promotions') return 0
  const what =
    table === 'limites'
      ? sql`p.retirement_on <> make_date(extract(year from p.birth_date)::int + ${values.age ?? 0}, 12, 31)`
      : sql`exists (
          select from jsonb_each_text(${sql.json(values)}) as cell
          where cell.key = p.class || '-' || p.echelon and ${sql.json(before)}::jsonb ->> cell.key = p.index_points::text)`
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from personnel p
    where p.grade = ${key} and (p.left_on is null or p.left_on > ${today}) and ${table === 'limites' && values.age === undefined ? sql`false` : what}`
  return row.count
}
