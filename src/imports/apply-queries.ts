import type { PendingQuery, Row } from 'postgres'
import type { Actor, User } from '../actor'
import { unitWithin, visibleTo } from '../db/scope'
import type { Tx } from '../db/sql'
import { columnOf } from './check-queries'
import type { Counts, State } from './queries'

/** Lines of an import, from one to another: a few thousand at a time, so that no statement takes long. */
export type Range = { id: string; from: number; to: number }

const within = (tx: Tx, { id, from, to }: Range) => tx`r.import_id = ${id} and r.line between ${from} and ${to}`

/** The last line of each piece of the work, in order. */
export async function listPieces(tx: Tx, id: string, size: number): Promise<{ to: number; lines: number }[]> {
  return tx`
    select max(line)::int as to, count(*)::int as lines
    from (
      select line, (row_number() over (order by line) - 1) / ${size} as piece
      from import_rows
      where import_id = ${id} and action in ('create', 'update')
    ) rows
    group by piece
    order by piece`
}

/**
 * Holds the files that are to change, and says at which lines something is not as the check has seen it: changed, gone, out of
 * reach or going there, or a matricule that has been given since.
 */
export async function markStale(tx: Tx, actor: Actor, id: string): Promise<number> {
  await tx`update import_rows set kept = null where import_id = ${id} and kept is not null`
  await tx`
    select p.id from personnel p
    join import_rows r on r.person_id = p.id
    where r.import_id = ${id} and r.action = 'update'
    order by p.id
    for no key update of p`
  const { count } = await tx`
    update import_rows r set kept = 'Ce dossier a changé depuis la vérification.'
    where r.import_id = ${id} and case r.action
      when 'update' then not exists (
          select from personnel p
          where p.id = r.person_id and p.version = r.version and ${visibleTo(actor, 'personnel.import')})
        or exists (
          select from jsonb_to_recordset(r.moves) as m (unit text)
          where m.unit is not null
            and not exists (select from units u where u.code = m.unit and ${unitWithin(actor, 'personnel.import')}))
      when 'create' then exists (select from personnel p where p.matricule = r.matricule)
        or not exists (
          select from units u
          where u.id = (r.record ->> 'unit_id')::bigint and ${unitWithin(actor, 'personnel.import')})
      else false end`
  return count
}

/** New files with their nominations. */
export async function insertPeople(tx: Tx, actor: User, range: Range, fields: string[]): Promise<void> {
  const columns = fields.map(columnOf)
  await tx`
    insert into personnel (id, echelon_since, ${joined(
      tx,
      columns.map((column) => tx`${tx(column)}`),
    )})
    select r.person_id, x.started_on, ${joined(
      tx,
      columns.map((column) => tx`${tx(`x.${column}`)}`),
    )}
    from import_rows r
    cross join lateral jsonb_populate_record(null::personnel, r.record) x
    where ${within(tx, range)} and r.action = 'create'
    order by r.line`
  await tx`
    insert into career_events (
      person_id, kind, effective_on, decision_number, unit_id, grade, class, echelon, position, job_title, recorded_by, batch_id)
    select p.id, 'nomination', p.started_on, r.decision_number, p.unit_id, p.grade, p.class, p.echelon, p.position, p.job_title,
      ${actor.id}, r.import_id
    from import_rows r
    join personnel p on p.id = r.person_id
    where ${within(tx, range)} and r.action = 'create'
    order by r.line`
}

/** What changes in files that are there, but for what acts say of them; `fields`: those that change somewhere. */
export async function updatePeople(tx: Tx, range: Range, fields: string[], side: 'record' | 'former'): Promise<void> {
  const columns = fields.length > 0 ? fields.map(columnOf) : ['address']
  const set = joined(
    tx,
    columns.map((column) => tx`${tx(column)} = ${tx(`x.${column}`)}`),
  )
  await tx`
    update personnel p set ${set}
    from (
      select (jsonb_populate_record(held, coalesce(r.${tx(side)}, '{}'))).*
      from import_rows r
      join personnel held on held.id = r.person_id
      where ${within(tx, range)} and r.action = 'update' and r.kept is null
    ) x
    where p.id = x.id`
}

export async function listChanged(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx<{ field: string }[]>`
    select distinct field from import_rows r cross join lateral jsonb_object_keys(r.record) as field
    where r.import_id = ${id} and r.action = 'update'`
  return rows.map(({ field }) => field)
}

/** Acts of careers, each in the place of one of its kind of that day; returns whose. */
export async function insertMoves(tx: Tx, actor: User, range: Range): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    with moves as materialized (
      select r.import_id, r.person_id, r.line, r.decision_number, coalesce(r.effective_on, current_date) as effective_on, m.*
      from import_rows r
      cross join lateral jsonb_to_recordset(r.moves) as m (
        kind text, unit text, grade text, class text, echelon int, position text, "jobTitle" text)
      where ${within(tx, range)} and r.action = 'update'
    ), replaced as (
      update career_events e set withdrawn_at = now(), withdrawn_by = ${actor.id}, withdrawn_reason = 'Modifié dans le dossier'
      from moves m
      where (e.person_id, e.kind, e.effective_on) = (m.person_id, m.kind, m.effective_on) and e.withdrawn_at is null
      returning e.id, e.person_id, e.kind
    )
    insert into career_events (
      person_id, kind, effective_on, decision_number, unit_id, grade, class, echelon, position, job_title, recorded_by, batch_id,
      replaces)
    select m.person_id, m.kind, m.effective_on, m.decision_number, u.id, m.grade, m.class, m.echelon, m.position, m."jobTitle",
      ${actor.id}, m.import_id, replaced.id
    from moves m
    left join units u on u.code = m.unit
    left join replaced on (replaced.person_id, replaced.kind) = (m.person_id, m.kind)
    order by m.line
    returning person_id as id`
  return [...new Set(rows.map(({ id }) => id))]
}

/** The version that each file has now: what was undone later is undone where it is still that one. */
export async function keepVersions(tx: Tx, range: Range): Promise<void> {
  await tx`
    update import_rows r set version = p.version
    from personnel p
    where p.id = r.person_id and ${within(tx, range)} and r.action in ('create', 'update') and r.kept is null`
}

/** Those who have an account find one notification each; how it becomes a letter is theirs to say, a digest of the day at most. */
export async function tellPeople(tx: Tx, actor: User, id: string): Promise<void> {
  await tx`
    with accounts as materialized (
      select u.id, u.person_id from users u
      join import_rows r on r.person_id = u.person_id
      where r.import_id = ${id} and r.action = 'update' and r.kept is null and u.disabled_at is null and u.id <> ${actor.id}
      order by u.id
      for no key update of u
    )
    insert into notifications (user_id, kind, title, href, person_id)
    select id, 'personnel.changed', 'Votre dossier a été modifié', '/personnel/' || person_id, person_id
    from accounts`
}

/** Held until the commit; its state, as long as this is its job. */
export async function lockWork(tx: Tx, id: string, jobId: string): Promise<State | undefined> {
  const [row] = await tx<{ state: State }[]>`
    select state from imports where id = ${id} and job_id = ${jobId} for update`
  return row?.state
}

export async function setDone(tx: Tx, id: string, state: State, counts: Counts): Promise<void> {
  await tx`
    update imports
    set state = ${state}, counts = counts || ${tx.json(counts as never)},
      applied_at = case when ${state} = 'applied' then now() else applied_at end,
      kept_until = case when ${state} = 'applied' then now() + interval '24 hours' else kept_until end
    where id = ${id}`
}

function joined(tx: Tx, parts: PendingQuery<Row[]>[]) {
  return parts.reduce((several, one) => tx`${several}, ${one}`)
}
