import { createHash } from 'node:crypto'
import { trustedSince } from './client'
import { isPresent } from './versions'

/** hit, stale, miss: from Redis or for it; off: Redis was away. */
export type CacheState = 'hit' | 'miss' | 'stale' | 'off'

/** What is looked for in the cache, and how to make it. Younger than `fresh` ms it is served; up to `usable` ms, while a new one is computed. */
export type Wish = { family: string; key: string; fresh: number; usable: number; compute(): Promise<string> }

/** `computedAt`: epoch, ms. */
export type Found = { text: string; computedAt: number; state: CacheState }

/** The value, if it was computed under the family's present version, since Redis is trusted, and not too long ago. */
export function foundIn(wish: Wish, version: string | null, value: string | null): Found | undefined {
  if (value === null || !isPresent(wish.family, version) || !value.startsWith(`${version}|`)) return undefined
  const end = value.indexOf('|', version.length + 1)
  const computedAt = Number(value.slice(version.length + 1, end))
  const age = Date.now() - computedAt
  if (end < 0 || !(computedAt >= trustedSince()) || age > wish.usable) return undefined
  return { text: value.slice(end + 1), computedAt, state: age <= wish.fresh ? 'hit' : 'stale' }
}

/** `version|computed at|text`: the text, which may be long, is found again without being parsed. */
export function toStore(version: string, found: Found): string {
  return `${version}|${found.computedAt}|${found.text}`
}

/** The family between braces keeps its values, locks and version in one slot of a cluster. */
export function keyOf(kind: 'piece' | 'value', family: string, name: string): string {
  const short = name.length <= 100 ? name : createHash('sha256').update(name).digest('base64url')
  return `${kind}:{${family}}:${short}`
}
