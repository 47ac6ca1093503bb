import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import type { Act, Said } from '../lib/career-acts'
import type { JobState } from '../outbox/outbox'
import type { Periods } from './batch-tables'
import { act, around, type Locked } from './queries'

export type BatchKind = 'avancement' | 'affectation'

export type Batch = {
  id: string
  kind: BatchKind
  /** Null: each on the day they are due. */
  effectiveOn: string | null
  /** From which day to which each was given their own, once written. */
  firstOn: string | null
  lastOn: string | null
  decisionNumber: string | null
  unit: string | null
  unitName: string | null
  matricules: string[]
  askedBy: string
  askedAt: Date
  appliedAt: Date | null
  cancelledAt: Date | null
  jobId: string | null
  /** Of the job that writes it, when one was asked for. */
  state: JobState | null
  done: number
  total: number
  /** Why it came to nothing. */
  reason: string | null
}

const batch = () => sql`
  select b.id, b.kind, b.effective_on as "effectiveOn", span.first as "firstOn", span.last as "lastOn",
    b.decision_number as "decisionNumber", u.code as unit, u.name as "unitName", b.matricules, author.name as "askedBy", b.asked_at as "askedAt", b.applied_at as "appliedAt", b.cancelled_at as "cancelledAt",
    b.job_id as "jobId", o.state, coalesce(o.progress_done, 0) as done, coalesce(o.progress_total, 0) as total, o.reason
  from career_batches b
  join users author on author.id = b.asked_by
  left join units u on u.id = b.unit_id
  left join outbox o on o.id = b.job_id
  cross join lateral (
    select min(e.effective_on) as first, max(e.effective_on) as last
    from career_events e
    where b.effective_on is null and e.batch_id = b.id and e.replaces is null) span`

/** One's own: who asked for it sees it. */
export async function findBatch(on: Tx | typeof sql, askedBy: string, id: string): Promise<Batch | undefined> {
  const [row] = await on<Batch[]>`${batch()} where b.id = ${id} and b.asked_by = ${askedBy}`
  return row
}

export async function listBatches(askedBy: string, limit: number): Promise<Batch[]> {
  return sql`${batch()} where b.asked_by = ${askedBy} order by b.asked_at desc, b.id desc limit ${limit}`
}

/** The one that a job writes. */
export async function findOfJob(tx: Tx, jobId: string): Promise<{ id: string } | undefined> {
  const [row] = await tx<{ id: string }[]>`select id from career_batches where job_id = ${jobId}`
  return row
}

/** The same, held until the end of the transaction. */
export async function lockBatch(tx: Tx, askedBy: string, id: string): Promise<Batch | undefined> {
  await tx`select id from career_batches where id = ${id} and asked_by = ${askedBy} for update`
  return findBatch(tx, askedBy, id)
}

export type NewBatch = Pick<Batch, 'id' | 'kind' | 'effectiveOn' | 'decisionNumber' | 'unit' | 'matricules'>

/** The same id again is the same batch. */
export async function insertBatch(tx: Tx, askedBy: string, made: NewBatch): Promise<void> {
  const { id, kind, effectiveOn, decisionNumber, unit, matricules } = made
  await tx`
    insert into career_batches (id, kind, effective_on, decision_number, unit_id, matricules, asked_by)
    values (${id}, ${kind}, ${effectiveOn}, ${decisionNumber}, (select id from units where code = ${unit}), ${matricules}, ${askedBy})
    on conflict (id) do nothing`
}

export async function setJob(tx: Tx, id: string, jobId: string): Promise<void> {
  await tx`update career_batches set job_id = ${jobId} where id = ${id}`
}

export async function setApplied(tx: Tx, id: string): Promise<void> {
  await tx`update career_batches set applied_at = now() where id = ${id}`
}

export async function setCancelled(tx: Tx, id: string): Promise<void> {
  await tx`update career_batches set cancelled_at = now() where id = ${id}`
}

export type Person = Locked & { matricule: string }

/** Those of these matricules whose files the actor writes, in the order of their ids; held when there is a transaction. */
export async function listPeople(
  on: Tx | typeof sql,
  actor: Actor,
  matricules: string[],
  { hold }: { hold: boolean },
): Promise<Person[]> {
  return on<Person[]>`
    select p.id, p.matricule, p.last_name || ' ' || p.first_names as name, p.version, p.recruited_on as "recruitedOn",
      p.started_on as "startedOn", p.retirement_on as "retirementOn"
    from personnel p
    where p.matricule = any(${matricules}) and ${visibleTo(actor, 'personnel.write')}
    order by p.id
    ${hold ? sql`for no key update` : sql``}`
}

export async function listActsOf(on: Tx | typeof sql, ids: string[]): Promise<Map<string, Act[]>> {
  const rows = await on<(Act & { personId: string })[]>`
    select ${act()}, e.echelon, e.person_id as "personId"
    from career_events e
    ${around()}
    where e.person_id = any(${ids}::uuid[])
    order by e.effective_on, e.id`
  const acts = new Map(ids.map((id): [string, Act[]] => [id, []]))
  for (const { personId, ...one } of rows) acts.get(personId)?.push(one)
  return acts
}

/** What the tables say and said, with the days from which they do, the first of each first. */
export async function listPeriods(on: Tx | typeof sql): Promise<Periods> {
  const grades = await on<Periods['grades']>`select code, opened_on as "openedOn", closed_on as "closedOn" from grades`
  const classes = await on<Periods['classes']>`
    select class as of, valid_from as from, echelons as value from class_echelons order by valid_from`
  const points = await on<Periods['points']>`
    select grade || ' ' || class || ' ' || echelon as of, valid_from as from, points as value from index_grid order by valid_from`
  return { grades, classes, points }
}

/** One act for each, in one statement. */
export async function insertActs(
  tx: Tx,
  acts: { personId: string; said: Said }[],
  { recordedBy, batchId }: { recordedBy: string; batchId: string },
): Promise<void> {
  const rows = acts.map(({ personId, said }) => ({ person: personId, ...said }))
  await tx`
    insert into career_events (person_id, kind, effective_on, decision_number, unit_id, grade, class, echelon, recorded_by, batch_id)
    select a.person, a.kind, a."effectiveOn", a."decisionNumber", u.id, a.grade, a.class, a.echelon, ${recordedBy}, ${batchId}
    from jsonb_to_recordset(${tx.json(rows)}) as a (
      person uuid, kind text, "effectiveOn" date, "decisionNumber" text, unit text, grade text, class text, echelon int)
    left join units u on u.code = a.unit`
}

/** The acts that a batch wrote and that are in force, with whose they are. */
export async function listWritten(tx: Tx, batchId: string): Promise<Written[]> {
  return tx`
    select id, person_id as "personId", effective_on as "effectiveOn"
    from career_events
    where batch_id = ${batchId} and withdrawn_at is null
    order by person_id`
}

export type Written = { id: string; personId: string; effectiveOn: string }
