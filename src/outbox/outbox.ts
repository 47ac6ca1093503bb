import type { z } from 'zod'
import { afterCommit, type Tx } from '../db/sql'
import { wake } from '../redis/queue'
import * as queries from './queries'
import { sayFurther } from './voice'

export type { JobNow, JobState } from './queries'
export { deleteOldFinished, deleteOldTicks } from './queries'

export type NewJob = {
  kind: string
  /** Read by the handler's schema when its turn comes, maybe by a later version of the program. */
  payload: unknown
  dueAt?: Date
  /** At most one unfinished job has it: posting another one is asking for the same. */
  key?: string
  /** Who asked for it. */
  actorId?: string
}

/** What a handler knows of the attempt it makes. */
export type Job = {
  id: string
  /** 1 at the first. */
  attempt: number
  postedAt: Date
  /** Aborted when the job is cancelled, was taken by another worker, or must leave because the process stops. */
  signal: AbortSignal
  /** Says how far it is, to whoever looks; throws when `signal` is aborted. */
  progress(done: number, total: number): Promise<void>
}

export type Handler<Payload = unknown> = {
  payload: z.ZodType<Payload>
  /** How often it is begun before it is given up. */
  attempts: number
  /** Whether this process can do it at present: if not, it is left to others. */
  ready?(): boolean
  /** What it returns stays with the row, as JSON. It may run again after it has succeeded: at least once, not exactly. */
  run(job: Job, payload: Payload): Promise<unknown>
  /** In the transaction that says how it ended, once, whoever was killed on the way: for telling people. Nothing when cancelled. */
  ended?(tx: Tx, job: Ended): Promise<void>
}

/** A job that succeeded, or that was given up. */
export type Ended = { id: string; actorId: string | null; state: 'done' | 'dead' }

/** One per kind of job. */
export type Handlers = Readonly<Record<string, Handler>>

/** Ties what `run` is given to what the schema reads. */
export function handler<Payload>(made: Handler<Payload>): Handler {
  return made as Handler
}

/** Thrown by a handler: trying again would change nothing. Its message is shown to people. */
export class Hopeless extends Error {
  override name = 'Hopeless'
}

/**
 * Leaves something to be done after the commit, in the transaction of what calls for it; returns its id. Once it is committed,
 * and never before, a worker is told.
 */
export async function post(tx: Tx, job: NewJob): Promise<string> {
  const { kind, payload, key = null, dueAt = null, actorId = null } = job
  for (;;) {
    const id = await queries.insert(tx, { kind, payload, key, dueAt, actorId })
    if (id !== undefined) {
      if (!dueAt) tell(tx, id)
      return id
    }
    const first = key === null ? undefined : await queries.findUnfinished(tx, key)
    if (first !== undefined) return first
  }
}

/** Ends a job before its time. False when it is over already. A running one hears of it within 5 s, or when it says how far it is. */
export async function cancel(tx: Tx, id: string): Promise<boolean> {
  const cancelled = await queries.setCancelled(tx, id)
  if (cancelled) afterCommit(tx, () => sayFurther(cancelled))
  return cancelled !== undefined
}

/** From now on, posting under the key of this unfinished job is asking for another. */
export function freeKey(id: string): Promise<void> {
  return queries.clearKey(id)
}

/** A job that is over is done again under the same id. False when it is not over. */
export async function repost(tx: Tx, id: string): Promise<boolean> {
  const again = await queries.setWaitingAgain(tx, id)
  if (again) tell(tx, id)
  return again
}

/** How a job stands. */
export function findJob(id: string): Promise<queries.JobNow | undefined> {
  return queries.find(id)
}

function tell(tx: Tx, id: string): void {
  afterCommit(tx, () => wake(id))
}
