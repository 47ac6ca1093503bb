import { ask, askMany, doubtCopies, type Redis, redisState, whenBack } from './client'

/**
 * The short-term copy of sessions, so that a request need not ask Postgres who is there. When Redis is away nothing is read or
 * written here: Postgres answers. A copy that could not be dropped is remembered and dropped when Redis is back, before any copy
 * is believed again (`trustedSince`); and left for others to drop, who may have Redis meanwhile (`whenUndropped`).
 */

/** What a process remembers to drop; beyond that it believes no copy made before now. */
const memory = 1_000
/** Longer than any request: one that read Postgres before the drop cannot put its copy back afterwards. */
const droppedFor = 30

const undropped = new Set<string>()
let leaveToOthers: (hashes: string[]) => void = () => undefined

whenBack((redis) => tell(redis, [...undropped]))

/**
 * The copy under the SHA-256 of a cookie's value and, in the same round trip, other values of the cache (see `keysToReadWith`).
 * `undefined`: Redis is away. No `session`: it holds no copy.
 */
export async function readSession(
  hash: string,
  alongside: string[] = [],
): Promise<{ session?: string; alongside: (Buffer | null)[] } | undefined> {
  const values = await askMany([sessionKey(hash), ...alongside])
  if (!values) return undefined
  const [session, ...others] = values
  return { session: undropped.has(hash) ? undefined : session?.toString(), alongside: others }
}

/** Refused while the session's drop is recent: the copy was read from Postgres before it. */
export async function writeSession(hash: string, value: string, ttlSeconds: number): Promise<void> {
  const seconds = Math.floor(ttlSeconds)
  if (seconds < 1 || undropped.has(hash)) return
  const keys = [sessionKey(hash), droppedKey(hash)]
  await ask((redis) => redis.eval(setUnlessDropped, { keys, arguments: [value, String(seconds)] }))
}

/** The copies are gone when this returns, or will be before this process believes them again. */
export async function dropSessions(hashes: string[]): Promise<void> {
  if (hashes.length > 0 && !(await dropNow(hashes))) leaveToOthers(hashes)
}

/** The same, once. False when Redis could not be told; where there is none, there is nobody to be told. */
export async function dropNow(hashes: string[]): Promise<boolean> {
  for (const hash of hashes) undropped.add(hash)
  const told = await ask((redis) => tell(redis, hashes))
  if (undropped.size > memory) {
    for (const oldest of [...undropped].slice(0, undropped.size - memory)) undropped.delete(oldest)
    doubtCopies()
  }
  return told ?? redisState() === 'none'
}

/** Called with the sessions whose copies Redis could not be told to drop. */
export function whenUndropped(leave: (hashes: string[]) => void): void {
  leaveToOthers = leave
}

const setUnlessDropped = `
if redis.call('exists', KEYS[2]) == 1 then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1`

async function tell(redis: Redis, hashes: string[]): Promise<true> {
  await Promise.all(hashes.map((hash) => drop(redis, hash)))
  return true
}

async function drop(redis: Redis, hash: string): Promise<void> {
  await Promise.all([redis.set(droppedKey(hash), '1', { EX: droppedFor }), redis.del(sessionKey(hash))])
  undropped.delete(hash)
}

function sessionKey(hash: string): string {
  return `session:{${hash}}`
}

function droppedKey(hash: string): string {
  return `dropped:{${hash}}`
}
