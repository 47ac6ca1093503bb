import { randomBytes } from 'node:crypto'
import { publish } from './channel'
import { ask, type Redis, redisState, whenBack } from './client'

/**
 * The version of each family of cached values, new after every write to what the family shows. When Redis is away a new version
 * is remembered and told when it is back, before anything cached is believed again; and left for others to tell, should this
 * process not live so long (`whenUntold`). A version that vanished (flush, eviction) or went back in time (failover, old file)
 * is replaced by a new one, so what was kept under it stays unused.
 */
const day = 86_400
const shape = /^[0-9a-z]{9}-[0-9a-f]{8}$/

/** The newest version of each family this process has made or seen. Versions begin with their time, so they can be compared. */
const newest = new Map<string, string>()
const untold = new Set<string>()
let leaveToOthers: (family: string) => void = () => undefined

whenBack((redis) => Promise.all([...untold].map((family) => tell(redis, family))))

/**
 * To be called after the commit: what the family showed before is not served any more, here at once, elsewhere when told.
 * Said on the channel under `family`, for those who look at what it shows.
 */
export async function bump(family: string): Promise<void> {
  if (!(await tellNew(family))) leaveToOthers(family)
}

/** The same, once. False when Redis could not be told; where there is none, there is nobody to be told. */
export async function tellNew(family: string): Promise<boolean> {
  renew(family)
  const [told] = await Promise.all([ask((redis) => tell(redis, family)), publish('family', family)])
  return told ?? redisState() === 'none'
}

/** Called with each family whose write Redis could not be told. */
export function whenUntold(leave: (family: string) => void): void {
  leaveToOthers = leave
}

export function versionKey(family: string): string {
  return `version:{${family}}`
}

/** Whether the version read from Redis can be the family's present one; false for one that this process knows to be past. */
export function isPresent(family: string, version: string | null): version is string {
  if (version === null || !shape.test(version)) return false
  const known = newest.get(family)
  if (known === undefined || version > known) newest.set(family, version)
  return known === undefined || version >= known
}

/** The family's present version, made now if Redis has none or a past one; `undefined` when Redis cannot tell. */
export async function presentVersion(family: string, read: string | null): Promise<string | undefined> {
  if (isPresent(family, read)) return read
  const key = versionKey(family)
  const proposal = laterVersion(family)
  const answers = await ask((redis) => Promise.all([redis.set(key, proposal, { NX: true, EX: day }), redis.get(key)]))
  if (!answers) return undefined
  if (isPresent(family, answers[1])) return answers[1]
  if (!untold.has(family)) renew(family)
  await ask((redis) => tell(redis, family))
  return untold.has(family) ? undefined : newest.get(family)
}

function renew(family: string): void {
  newest.set(family, laterVersion(family))
  untold.add(family)
}

/** Never given before, and later than any this process knows, whatever the clock says. */
function laterVersion(family: string): string {
  const known = Number.parseInt(newest.get(family) ?? '0', 36)
  const time = Math.max(Date.now(), known + 1)
  return `${time.toString(36).padStart(9, '0')}-${randomBytes(4).toString('hex')}`
}

async function tell(redis: Redis, family: string): Promise<true> {
  const version = newest.get(family) ?? laterVersion(family)
  try {
    await redis.set(versionKey(family), version, { EX: day })
  } catch {
    // a full Redis refuses the new version but still deletes the old one
    await redis.del(versionKey(family))
  }
  if (newest.get(family) === version) untold.delete(family)
  return true
}
