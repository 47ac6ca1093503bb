import { ask, askMany, doubtCopies, type Redis, whenBack } from './client'

/**
 * The short-term copy of sessions, so that a request need not ask Postgres who is there. When Redis is away nothing is read or
 * written here: Postgres answers. A copy that could not be dropped is remembered and dropped when Redis is back, before any copy
 * is believed again (`trustedSince`).
 */

/** What a process remembers to drop; beyond that it believes no copy made before now. */
const memory = 1_000
/** Longer than any request: one that read Postgres before the drop cannot put its copy back afterwards. */
const droppedFor = 30

const undropped = new Set<string>()

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

/** The copies are gone when this returns, or will be before they are believed again. */
export async function dropSessions(hashes: string[]): Promise<void> {
  if (hashes.length === 0) return
  for (const hash of hashes) undropped.add(hash)
  await ask((redis) => tell(redis, hashes))
  if (undropped.size <= memory) return
  for (const oldest of [...undropped].slice(0, undropped.size - memory)) undropped.delete(oldest)
  doubtCopies()
}

const setUnlessDropped = `
if redis.call('exists', KEYS[2]) == 1 then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1`

async function tell(redis: Redis, hashes: string[]): Promise<void> {
  await Promise.all(hashes.map((hash) => drop(redis, hash)))
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
