import { setTimeout as delay } from 'node:timers/promises'
import { type Held, withLock } from '../locks/locks'
import type { Job } from '../outbox/outbox'

const lockFor = 30_000
const askEvery = 1_000
/** How often a turn is asked for before this one makes room for other jobs, and is tried again later. */
const most = 20
/** Tries of a job: together they outlast the longest import that may be before it. */
export const attempts = 6

/** One import writes at a time, in all processes; the next waits for its turn. */
export async function inTurn<T>({ signal }: Job, work: (held: Held) => Promise<T>): Promise<T> {
  for (let asked = 1; ; asked++) {
    const done = await withLock('imports', lockFor, work)
    if (!done.busy) return done.result
    if (asked === most) throw new Error('another import is being written')
    await delay(askEvery, undefined, { signal })
  }
}
