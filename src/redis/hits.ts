import type { CacheState } from './stored'

/** How often each family of cached values was found, by this process, since it started. In memory: nothing to lose but figures. */
export type Hits = { family: string } & Record<CacheState, number>

/** More families than the program has: whatever happens, these counts stay small. */
const most = 50
const counted = new Map<string, Hits>()

export function noteFound(family: string, state: CacheState): void {
  const hits = counted.get(family) ?? { family, hit: 0, stale: 0, miss: 0, off: 0 }
  hits[state] += 1
  if (counted.size < most) counted.set(family, hits)
}

export function cacheHits(): Hits[] {
  return [...counted.values()].map((hits) => ({ ...hits })).sort((a, b) => a.family.localeCompare(b.family))
}
