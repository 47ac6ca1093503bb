import { thisMoment, writing } from '../lib/moment'
import { fill, refresh } from './fill'
import { inTurn } from './flights'
import { noteFound } from './hits'
import { keepNearby, nearby } from './nearby'
import { readAhead } from './prefetch'
import { type CacheState, type Found, judged, keyOf, read, type Wish } from './stored'
import { versionKey } from './versions'

export { holdPrefetched, keysToReadWith } from './prefetch'
export { bump } from './versions'

/**
 * What was rendered or counted once and may be served again as long as nothing was written. When Redis is away everything is
 * computed from Postgres: a thing once at a time, four things at once. Each value is kept with the version its family had
 * before it was computed, and served only while that version is the present one: a write shows at the next load.
 */

/** `computedAt`: when its computation began, so nothing in it is older. `kept`: the same object for the same bytes. */
export type Piece = { bytes: Buffer; computedAt: Date; state: CacheState; kept: object }

/**
 * A rendered piece of a page. `family` is what `bump` is called with when what the piece shows is written; `name` says all
 * that the piece depends on besides (who may see what, filters, the day).
 */
export async function piece(options: {
  family: string
  name: string
  freshSeconds: number
  staleSeconds: number
  compute: () => Promise<string>
}): Promise<Piece> {
  // its dates are drawn as its readers wish them, also behind an answer
  const formats = thisMoment()?.formats
  const { bytes, computedAt, state, kept } = await find({
    family: options.family,
    key: keyOf('piece', options.family, formats ? `${formats} ${options.name}` : options.name),
    fresh: options.freshSeconds * 1_000,
    usable: (options.freshSeconds + options.staleSeconds) * 1_000,
    compute: formats ? () => writing(formats, options.compute) : options.compute,
  })
  return { bytes, computedAt: new Date(computedAt), state, kept }
}

/** The same for a small value that JSON can carry: a count, a list of a few rows. As long as it is kept, the same object. */
export async function remember<T>(
  family: string,
  name: string,
  freshSeconds: number,
  compute: () => Promise<T>,
): Promise<T> {
  const { bytes, kept } = await find({
    family,
    key: keyOf('value', family, name),
    fresh: freshSeconds * 1_000,
    usable: freshSeconds * 1_000,
    compute: async () => JSON.stringify(await compute()),
  })
  if (!parsed.has(kept)) parsed.set(kept, JSON.parse(bytes.toString()))
  return parsed.get(kept) as T
}

const parsed = new WeakMap<object, unknown>()

async function find(wish: Wish): Promise<Found> {
  const found = (await fromRedis(wish)) ?? (await fromPostgres(wish))
  noteFound(wish.family, found.state)
  const moment = thisMoment()
  if (moment) moment.cache = worse(moment.cache, found.state)
  return found
}

/** One round trip when it is there. */
async function fromRedis(wish: Wish): Promise<Found | undefined> {
  const near = nearby(wish.key)
  const versionOf = versionKey(wish.family)
  const values = await readAhead(near ? [versionOf] : [versionOf, wish.key])
  if (!values) return undefined
  const [versionBytes, value] = values
  const version = versionBytes?.toString('latin1') ?? null
  const stored = near ?? read(value)
  const found = judged(wish, version, stored)
  if (!found || !stored) return fill(wish, version)
  if (!near) keepNearby(wish.key, stored)
  if (found.state === 'stale') refresh(wish, version)
  return found
}

function fromPostgres(wish: Wish): Promise<Found> {
  return inTurn(wish.key, async () => {
    const computedAt = Date.now()
    return { bytes: Buffer.from(await wish.compute()), computedAt, state: 'off', kept: {} }
  })
}

/** The request's log line says the worst that happened to it. */
function worse(before: CacheState | undefined, now: CacheState): CacheState {
  const order: CacheState[] = ['hit', 'stale', 'miss', 'off']
  return before && order.indexOf(before) > order.indexOf(now) ? before : now
}
