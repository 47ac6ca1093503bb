import { createHash } from 'node:crypto'
import { trustedSince } from './client'
import { isPresent } from './versions'

/** hit, stale, miss: from Redis or for it; off: Redis was away. */
export type CacheState = 'hit' | 'miss' | 'stale' | 'off'

/** What is looked for in the cache, and how to make it. Younger than `fresh` ms it is served; up to `usable` ms, while a new one is computed. */
export type Wish = { family: string; key: string; fresh: number; usable: number; compute(): Promise<string> }

/** `version`: the family's, before the computation; `computedAt`: when that began (epoch, ms). */
export type Stored = { version: string; computedAt: number; text: string }

/** `kept`: the same object as long as this very text is served, so that what is made of it can be kept with it. */
export type Found = { text: string; computedAt: number; state: CacheState; kept: object }

/** What was stored, if it was computed under the family's present version, since Redis is trusted, and not too long ago. */
export function judged(wish: Wish, version: string | null, stored: Stored | undefined): Found | undefined {
  if (!stored || !isPresent(wish.family, version) || stored.version !== version) return undefined
  const { text, computedAt } = stored
  const age = Date.now() - computedAt
  if (!(computedAt >= trustedSince()) || age > wish.usable) return undefined
  return { text, computedAt, state: age <= wish.fresh ? 'hit' : 'stale', kept: stored }
}

/** `version|computed at|text`: the text, which may be long, is not parsed. */
export function write({ version, computedAt, text }: Stored): string {
  return `${version}|${computedAt}|${text}`
}

export function read(value: string | null | undefined): Stored | undefined {
  if (!value) return undefined
  const first = value.indexOf('|')
  const second = value.indexOf('|', first + 1)
  if (second < 0) return undefined
  const computedAt = Number(value.slice(first + 1, second))
  return { version: value.slice(0, first), computedAt, text: value.slice(second + 1) }
}

/** The family between braces keeps its values, locks and version in one slot of a cluster. */
export function keyOf(kind: 'piece' | 'value', family: string, name: string): string {
  const short = name.length <= 100 ? name : createHash('sha256').update(name).digest('base64url')
  return `${kind}:{${family}}:${short}`
}
