import { setTimeout as delay } from 'node:timers/promises'
import { ask, closeOwn, type Own, openOwn } from './client'

/**
 * The wake-up of workers: a list where whoever has posted a job leaves its id, and on which each worker waits. It only says
 * "look now": what there is to do stands in Postgres. When Redis is away the worker of this same process is told directly,
 * and those of others find the job when they next sweep.
 */
const key = 'queue:{outbox}'
/** Seconds of a blocking read: less than the silence (5 s) that a connection is given up after. */
const patience = 2
const pause = 500

/** Ids nobody reads, because no worker runs, do not pile up. */
const push = `redis.call('rpush', KEYS[1], ARGV[1])
redis.call('ltrim', KEYS[1], -1000, -1)
return redis.call('expire', KEYS[1], 60)`

/** One word is enough for whoever has nothing to do. */
const pushFirst = `if redis.call('exists', KEYS[1]) == 0 then redis.call('rpush', KEYS[1], 'more') end
return redis.call('expire', KEYS[1], 60)`

const listeners = new Set<() => void>()

/** To be called after the commit: before it, nobody could see the job. */
export async function wake(id: string): Promise<void> {
  const told = await ask((redis) => redis.eval(push, { keys: [key], arguments: [id] }))
  if (told === undefined) for (const listener of listeners) listener()
}

/** To be called by whoever has taken all that they can: there may be more, for somebody else. */
export async function passOn(): Promise<void> {
  await ask((redis) => redis.eval(pushFirst, { keys: [key] }))
}

/** When they can take something on again; undefined: at once. */
type Room = () => Promise<unknown> | undefined

/** Calls back at each wake-up, until stopped. One of those who listen gets it, who has room. */
export function onWake(listener: () => void, room: Room): { stop(): Promise<void> } {
  const stopping = new AbortController()
  listeners.add(listener)
  const reading = read(listener, room, stopping.signal)
  return {
    async stop() {
      listeners.delete(listener)
      stopping.abort()
      await reading
    },
  }
}

async function read(listener: () => void, room: Room, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const reader = await openOwn<Popping>()
    if (reader) await listen(reader, listener, room, stopping)
    await delay(pause, undefined, { signal: stopping, ref: false }).catch(() => undefined)
  }
}

/** `blPop` is not among the commands of `Redis`: on the connection that all share, everybody would wait for it. */
type Popping = { blPop(key: string, seconds: number): Promise<{ element: string } | null> }

async function listen(reader: Own<Popping>, listener: () => void, room: Room, stopping: AbortSignal): Promise<void> {
  const stopped = new Promise((resolve) => stopping.addEventListener('abort', resolve, { once: true }))
  const close = () => void closeOwn(reader)
  stopping.addEventListener('abort', close, { once: true })
  try {
    await Promise.race([reader.connect(), tooLate(stopping)])
    // what was posted while nobody listened
    listener()
    while (!stopping.aborted) {
      if (!(await reader.blPop(key, patience))) continue
      listener()
      if (!room()) continue
      await passOn()
      await Promise.race([room(), stopped])
    }
  } catch {
    // away, frozen or stopped: the sweep goes on, and a new reader is opened when Redis is back
  } finally {
    stopping.removeEventListener('abort', close)
    if (!stopping.aborted) close()
  }
}

async function tooLate(stopping: AbortSignal): Promise<never> {
  await delay(3_000, undefined, { signal: stopping, ref: false })
  throw new Error('no connection')
}
