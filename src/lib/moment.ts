import { AsyncLocalStorage } from 'node:async_hooks'

/** What one request (or one job) has cost so far, for its log line. */
export type Moment = {
  requestId: string
  /** what was asked for: path and query */
  url: string
  db: { calls: number; ms: number }
  redis: { calls: number; ms: number }
  cache?: 'hit' | 'miss' | 'stale' | 'off'
  /** how its reader wishes dates to be written, when not as usual */
  formats?: 'iso'
}

const storage = new AsyncLocalStorage<Moment>()

export function during<T>(moment: Moment, work: () => T): T {
  return storage.run(moment, work)
}

/** Work whose dates are written so, whichever request it is for, or none. */
export function writing<T>(formats: Moment['formats'], work: () => T): T {
  return storage.run({ ...(thisMoment() ?? newMoment('', '')), formats }, work)
}

/** What goes on behind an answer is of no request in particular: neither its calls nor its time. */
export const outside = AsyncLocalStorage.snapshot()

/** The request being served, or undefined outside of any (at boot, in a timer). */
export function thisMoment(): Moment | undefined {
  return storage.getStore()
}

export function newMoment(requestId: string, url: string): Moment {
  return { requestId, url, db: { calls: 0, ms: 0 }, redis: { calls: 0, ms: 0 } }
}
