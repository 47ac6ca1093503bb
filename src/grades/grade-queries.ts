import { sql, type Tx } from '../db/sql'
import type { GradeLife } from '../lib/grade-list'

export type Grade = GradeLife & { category: string; rank: number }

/** From the top, with those that have ended and those that are to come. */
export async function listLives(): Promise<GradeLife[]> {
  return sql`select code, opened_on as "openedOn", closed_on as "closedOn" from grades order by rank desc`
}

export async function findGrade(on: Tx, code: string): Promise<Grade | undefined> {
  const [row] = await on<Grade[]>`
    select code, category, rank, opened_on as "openedOn", closed_on as "closedOn" from grades where code = ${code}`
  return row
}

/** Held until the end of the transaction: nobody is given it meanwhile. */
export async function lockGrade(tx: Tx, code: string): Promise<Grade | undefined> {
  await tx`select from grades where code = ${code} for update`
  return findGrade(tx, code)
}

export async function insertGrade(
  tx: Tx,
  {
    code,
    category,
    openedOn,
    age,
    rank,
  }: { code: string; category: string; openedOn: string; age: number; rank: number },
): Promise<void> {
  await tx`update grades set rank = rank + 1 where rank >= ${rank}`
  await tx`insert into grades (code, category, rank, opened_on) values (${code}, ${category}, ${rank}, ${openedOn})`
  await tx`insert into retirement_limits (grade, valid_from, age) values (${code}, ${openedOn}, ${age})`
}

export async function firstAge(tx: Tx, code: string): Promise<number | undefined> {
  const [row] = await tx<{ age: number }[]>`
    select age from retirement_limits where grade = ${code} order by valid_from limit 1`
  return row?.age
}

export async function setClosed(tx: Tx, code: string, closedOn: string | null): Promise<void> {
  await tx`update grades set closed_on = ${closedOn} where code = ${code}`
}

export type Holders = { people: number; acts: number }

/** Who would still hold it that day, as far as is decided; and the acts of that day, or later, that give it. */
export async function countHolders(on: Tx, code: string, day: string): Promise<Holders> {
  const [row] = await on<[Holders]>`
    select
      (select count(*)::int from personnel where grade = ${code} and (left_on is null or left_on > ${day})) as people,
      (select count(*)::int from career_events
        where grade = ${code} and effective_on >= ${day} and withdrawn_at is null) as acts`
  return row
}
