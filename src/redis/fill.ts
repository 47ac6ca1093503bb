import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { log } from '../lib/log'
import { outside } from '../lib/moment'
import { ask } from './client'
import { join } from './flights'
import { keepNearby } from './nearby'
import { type Found, judged, read, type Stored, type Wish, write } from './stored'
import { presentVersion, versionKey } from './versions'

/**
 * Computes what the cache lacks, once among all processes. When Redis goes away meanwhile, who waits gives up and computes
 * without it (`undefined`); who computes answers and does not keep.
 */

/** ms: a process that died while computing is waited for so long. */
const patience = 2_000
/** ms: after that another process may compute the same. */
const lockFor = 10_000

type Lock = { keys: [string]; arguments: [string] }

/** The value under the present version: found meanwhile, made by another process, or computed here. */
export async function fill(wish: Wish, versionRead: string | null): Promise<Found | undefined> {
  const version = await presentVersion(wish.family, versionRead)
  return version === undefined ? undefined : flyTo(wish, version, performance.now() + patience)
}

/** Computes behind what is being served; if that fails the next request tries again. */
export function refresh(wish: Wish, version: string | null): void {
  outside(() => {
    fill(wish, version).catch((error) => log.warn({ err: error, 'cache.key': wish.key }, 'cache.refresh_failed'))
  })
}

function flyTo(wish: Wish, version: string, until: number): Promise<Found | undefined> {
  return join(`${wish.key} ${version}`, () => lead(wish, version, until))
}

async function lead(wish: Wish, version: string, until: number): Promise<Found | undefined> {
  const lock: Lock = { keys: [`filling:${wish.key}:${version}`], arguments: [randomBytes(12).toString('base64url')] }
  for (;;) {
    // the lock before the value: whoever gets it sees what the one before has kept
    const seen = await ask((redis) =>
      Promise.all([
        redis.set(lock.keys[0], lock.arguments[0], { NX: true, PX: lockFor }),
        redis.get(versionKey(wish.family)),
        redis.getBytes(wish.key),
      ]),
    )
    if (!seen) return undefined
    const [locked, current, value] = seen
    const stored = read(value)
    const found = judged(wish, current, stored)
    if (stored && (found?.state === 'hit' || (found && !locked))) {
      keepNearby(wish.key, stored)
      if (locked) release(lock)
      return found
    }
    if (locked || performance.now() > until) return compute(wish, version, lock)
    // a write came while waiting: what is awaited would be old
    const present = await presentVersion(wish.family, current)
    if (present === undefined) return undefined
    if (present !== version) return flyTo(wish, present, until)
    await delay(20 + Math.random() * 20)
  }
}

async function compute(wish: Wish, version: string, lock: Lock): Promise<Found> {
  const computedAt = Date.now()
  try {
    const stored = { version, computedAt, bytes: Buffer.from(await wish.compute()) }
    keepNearby(wish.key, stored)
    // not waited for, yet sent before anything that is asked after the answer
    keep(wish, stored, lock)
    return { bytes: stored.bytes, computedAt, state: 'miss', kept: stored }
  } catch (error) {
    release(lock)
    throw error
  }
}

function keep(wish: Wish, stored: Stored, lock: Lock): void {
  // what was computed together does not end together
  const seconds = Math.max(1, Math.round((wish.usable / 1_000) * (0.9 + Math.random() * 0.1)))
  const keys = [...lock.keys, wish.key, versionKey(wish.family)]
  const values = [...lock.arguments, write(stored), stored.version, String(seconds)]
  outside(() => ask((redis) => redis.eval(keepAndRelease, { keys, arguments: values })))
}

function release(lock: Lock): void {
  outside(() => ask((redis) => redis.eval(releaseLock, lock)))
}

const releaseLock = `if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end`

/** One computed under a version that is past would only push a better one aside. */
const keepAndRelease = `
if redis.call('get', KEYS[3]) == ARGV[3] then redis.call('set', KEYS[2], ARGV[2], 'EX', ARGV[4]) end
${releaseLock}`
