import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import type { Balance, Recount } from './leave'
import type { Counted, Line } from './rules'

/** The units where somebody served in that year, in reading order. */
export async function listUnits(year: number): Promise<{ id: number; name: string }[]> {
  return sql`
    select u.id::int, u.name
    from units u
    where exists (select from personnel p where p.unit_id = u.id and ${served(year)})
    order by u.name_key, u.id`
}

/** The people of a unit who served in that year, locked against a change of their dates until the lines are written. */
export async function listCounted(tx: Tx, unitId: number, year: number): Promise<Counted[]> {
  return tx`
    select p.id, p.started_on as "startedOn", p.left_on as "leftOn",
      coalesce(a.taken, 0)::int as taken, coalesce(l.gained, 0)::float8 as gained, coalesce(l.used, 0)::float8 as used
    from personnel p
    left join lateral (
      select sum(absence_days(t.counting, greatest(a.starts_on, ${first(year)}), least(a.ends_on, ${last(year)}))) as taken
      from absences a
      join absence_types t on t.code = a.type
      where a.person_id = p.id and a.type = 'conge_annuel' and a.cancelled_at is null
        and a.starts_on <= ${last(year)} and a.ends_on >= ${first(year)}
    ) a on true
    left join lateral (
      select sum(days) filter (where kind = 'droit') as gained, sum(days) filter (where kind = 'pris') as used
      from leave_ledger
      where person_id = p.id and year = ${year}
    ) l on true
    where p.unit_id = ${unitId} and ${served(year)}
    order by p.id
    for share of p`
}

export async function insertLines(tx: Tx, lines: Line[], year: number, reason: string): Promise<void> {
  if (lines.length === 0) return
  await tx`
    insert into leave_ledger (person_id, year, kind, days, reason)
    select line."personId", ${year}, line.kind, line.days, ${reason}
    from jsonb_to_recordset(${tx.json(lines)}) as line ("personId" uuid, kind text, days numeric)`
}

/** Undefined for who has no line that year, or is out of the actor's reach. */
export async function findBalance(actor: Actor, personId: string, year: number): Promise<Balance | undefined> {
  const [row] = await sql<(Balance & { lines: number })[]>`
    select count(*)::int as lines,
      coalesce(sum(l.days) filter (where l.kind = 'droit'), 0)::float8 as gained,
      coalesce(-sum(l.days) filter (where l.kind = 'pris'), 0)::float8 as used,
      coalesce(sum(l.days) filter (where l.kind in ('report', 'correction')), 0)::float8 as other,
      coalesce(sum(l.days), 0)::float8 as left
    from leave_ledger l
    join personnel p on p.id = l.person_id
    where l.person_id = ${personId} and l.year = ${year} and ${visibleTo(actor)}`
  return row!.lines > 0 ? row : undefined
}

/** Undefined for what is no recount. */
export async function findRecount(tx: Tx, id: string): Promise<{ year: number } | undefined> {
  const [row] = await tx<{ year: number }[]>`
    select (payload ->> 'year')::int as year
    from outbox
    where id = ${id} and kind = 'leave.recount'`
  return row
}

export async function listRecounts(limit: number): Promise<Recount[]> {
  return sql<Recount[]>`
    select id, (payload ->> 'year')::int as year, state, coalesce(progress_done, 0) as done,
      coalesce(progress_total, 0) as total, payload ->> 'askedBy' as "askedBy", created_at as at, result
    from outbox
    where kind = 'leave.recount'
    order by id desc
    limit ${limit}`
}

function served(year: number) {
  return sql`p.started_on <= ${last(year)} and (p.left_on is null or p.left_on > ${first(year)})`
}

function first(year: number) {
  return sql`make_date(${year}, 1, 1)`
}

function last(year: number) {
  return sql`make_date(${year}, 12, 31)`
}
