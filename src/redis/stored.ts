import { createHash } from 'node:crypto'
import { trustedSince } from './client'
import { isPresent } from './versions'

/** hit, stale, miss: from Redis or for it; off: Redis was away. */
export type CacheState = 'hit' | 'miss' | 'stale' | 'off'

/** What is looked for in the cache, and how to make it. Younger than `fresh` ms it is served; up to `usable` ms, while a new one is computed. */
export type Wish = { family: string; key: string; fresh: number; usable: number; compute(): Promise<string> }

/** `version`: the family's, before the computation; `computedAt`: when that began (epoch, ms). `bytes`: UTF-8. */
export type Stored = { version: string; computedAt: number; bytes: Buffer }

/** `kept`: the same object as long as these very bytes are served, so that what is made of them can be kept with them. */
export type Found = { bytes: Buffer; computedAt: number; state: CacheState; kept: object }

/** What was stored, if it was computed under the family's present version, since Redis is trusted, and not too long ago. */
export function judged(wish: Wish, version: string | null, stored: Stored | undefined): Found | undefined {
  if (!stored || !isPresent(wish.family, version) || stored.version !== version) return undefined
  const { bytes, computedAt } = stored
  const age = Date.now() - computedAt
  if (!(computedAt >= trustedSince()) || age > wish.usable) return undefined
  return { bytes, computedAt, state: age <= wish.fresh ? 'hit' : 'stale', kept: stored }
}

/** `version|computed at|bytes`: what follows, which may be long, is not decoded. */
export function write({ version, computedAt, bytes }: Stored): Buffer {
  return Buffer.concat([Buffer.from(`${version}|${computedAt}|`), bytes])
}

export function read(value: Buffer | null | undefined): Stored | undefined {
  if (!value) return undefined
  const first = value.indexOf('|')
  const second = value.indexOf('|', first + 1)
  if (second < 0) return undefined
  const computedAt = Number(value.toString('latin1', first + 1, second))
  // a copy: what came may be a part of a longer reading of the socket, which it would keep whole
  const bytes = Buffer.from(value.subarray(second + 1))
  return { version: value.toString('latin1', 0, first), computedAt, bytes }
}

/** The family between braces keeps its values, locks and version in one slot of a cluster. */
export function keyOf(kind: 'piece' | 'value', family: string, name: string): string {
  const short = name.length <= 100 ? name : createHash('sha256').update(name).digest('base64url')
  return `${kind}:{${family}}:${short}`
}
