import { sql, type Tx } from '../db/sql'

export type JobState = 'waiting' | 'running' | 'done' | 'dead' | 'cancelled'

/** For how long a job is its worker's without a sign of life. */
const lease = () => sql`interval '30 seconds'`

/** Undefined when an unfinished row has this key. */
export async function insert(
  tx: Tx,
  job: { kind: string; payload: unknown; key: string | null; dueAt: Date | null; actorId: string | null },
): Promise<string | undefined> {
  const [row] = await tx<{ id: string }[]>`
    insert into outbox (kind, payload, key, due_at, actor_id)
    values (${job.kind}, ${tx.json(job.payload as never)}, ${job.key}, coalesce(${job.dueAt}, now()), ${job.actorId})
    on conflict (key) where key is not null and finished_at is null do nothing
    returning id`
  return row?.id
}

export async function findUnfinished(tx: Tx, key: string): Promise<string | undefined> {
  const [row] = await tx<{ id: string }[]>`select id from outbox where key = ${key} and finished_at is null`
  return row?.id
}

export type JobNow = {
  id: string
  state: JobState
  progressDone: number | null
  progressTotal: number | null
  reason: string | null
  result: unknown
  createdAt: Date
  finishedAt: Date | null
}

export async function find(id: string): Promise<JobNow | undefined> {
  const [row] = await sql<JobNow[]>`
    select id, state, progress_done as "progressDone", progress_total as "progressTotal", reason, result,
      created_at as "createdAt", finished_at as "finishedAt"
    from outbox where id = ${id}`
  return row
}

/** Undefined when it was over already. */
export async function setCancelled(tx: Tx, id: string): Promise<Pick<Claim, 'kind' | 'actorId'> | undefined> {
  const [row] = await tx<Pick<Claim, 'kind' | 'actorId'>[]>`
    update outbox set state = 'cancelled', finished_at = now(), lease_until = null, worker = null
    where id = ${id} and finished_at is null
    returning kind, actor_id as "actorId"`
  return row
}

export async function clearKey(id: string): Promise<void> {
  await sql`update outbox set key = null where id = ${id}`
}

/** A finished row is to be done as if it had never been tried. */
export async function setWaitingAgain(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx`
    update outbox
    set state = 'waiting', key = null, attempts = 0, due_at = now(), finished_at = null, reason = null, result = null
    where id = ${id} and finished_at is not null`
  return count > 0
}

/** One attempt at a row. `worker` and `attempts` together say that it is still this one. */
export type Claim = {
  id: string
  kind: string
  payload: unknown
  attempts: number
  worker: string
  createdAt: Date
  actorId: string | null
  key: string | null
}

/** Takes the first due rows of these kinds, those whose worker has given no sign of life included. */
export async function claim(worker: string, kinds: string[], limit: number): Promise<Claim[]> {
  return sql<Claim[]>`
    update outbox o
    set state = 'running', attempts = attempts + 1, worker = ${worker}, lease_until = now() + ${lease()}
    from (
      select id from outbox
      where finished_at is null and coalesce(lease_until, due_at) <= now() and kind = any(${kinds})
      order by coalesce(lease_until, due_at), id
      limit ${limit}
      for update skip locked
    ) due
    where o.id = due.id
    returning o.id, o.kind, o.payload, o.attempts, o.worker, o.created_at as "createdAt", o.actor_id as "actorId", o.key`
}

/** Those of the worker's rows that are still its own, by id and attempt. */
export async function renew(worker: string): Promise<Pick<Claim, 'id' | 'attempts'>[]> {
  return sql<Pick<Claim, 'id' | 'attempts'>[]>`
    update outbox set lease_until = now() + ${lease()}
    where worker = ${worker} and finished_at is null
    returning id, attempts`
}

/** False when the row is not this attempt's any more. */
export async function setProgress(mine: Claim, done: number, total: number): Promise<boolean> {
  const { count } = await sql`
    update outbox set progress_done = ${done}, progress_total = ${total}, lease_until = now() + ${lease()}
    where id = ${mine.id} and worker = ${mine.worker} and attempts = ${mine.attempts}`
  return count > 0
}

export type Outcome =
  | { state: 'done'; result: unknown }
  | { state: 'dead'; reason: string }
  | { state: 'waiting'; reason: string; delay: number }

/** False when the row is not this attempt's any more: cancelled, or taken by another. */
export async function settle(mine: Claim, outcome: Outcome, on: Tx = sql): Promise<boolean> {
  const result = outcome.state === 'done' && outcome.result !== undefined ? sql.json(outcome.result as never) : null
  const delay = outcome.state === 'waiting' ? outcome.delay : 0
  const { count } = await on`
    update outbox
    set state = ${outcome.state}, lease_until = null, worker = null, result = ${result},
      reason = ${'reason' in outcome ? outcome.reason : null}, due_at = now() + ${delay} * interval '1 millisecond',
      finished_at = ${outcome.state === 'waiting' ? null : sql`now()`}
    where id = ${mine.id} and worker = ${mine.worker} and attempts = ${mine.attempts}`
  return count > 0
}

/** What the worker leaves undone: an attempt that was not its job's fault does not count. */
export async function release(worker: string): Promise<number> {
  const { count } = await sql`
    update outbox
    set state = 'waiting', lease_until = null, worker = null, attempts = attempts - 1, due_at = now()
    where worker = ${worker} and finished_at is null`
  return count
}

export async function listOtherKinds(kinds: string[]): Promise<string[]> {
  const rows = await sql<{ kind: string }[]>`
    select distinct kind from outbox where finished_at is null and kind <> all(${kinds})`
  return rows.map(({ kind }) => kind)
}

export async function readClock(): Promise<Date> {
  const [row] = await sql<{ now: Date }[]>`select now() as now`
  return row!.now
}

/** False when this turn was taken before, here or elsewhere. */
export async function insertTick(tx: Tx, name: string, slot: Date): Promise<boolean> {
  const { count } = await tx`
    insert into clock_ticks (name, slot) values (${name}, ${slot}) on conflict (name, slot) do nothing`
  return count > 0
}

export async function deleteOldFinished(): Promise<number> {
  const { count } = await sql`delete from outbox where finished_at < now() - interval '30 days'`
  return count
}

/** The last hundred of each name stay: a clock that was years ahead for a moment must not bring a turn back. */
export async function deleteOldTicks(): Promise<number> {
  const { count } = await sql`
    delete from clock_ticks t
    where slot < now() - interval '30 days'
      and slot < (select slot from clock_ticks where name = t.name order by slot desc offset 99 limit 1)`
  return count
}
