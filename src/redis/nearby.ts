import type { Stored } from './stored'

/**
 * What this process read or made last, so that 60 kB need not travel and be decoded for each page. It says nothing about what
 * may be served: each time the family's version is asked of Redis, and while Redis is away nothing from here is served.
 */
const mostBytes = 6_000_000
/** What a small one weighs beside its bytes. */
const overhead = 500

const kept = new Map<string, Stored>()
let size = 0

export function nearby(key: string): Stored | undefined {
  return kept.get(key)
}

export function keepNearby(key: string, stored: Stored): void {
  forget(key)
  kept.set(key, stored)
  size += stored.bytes.length + overhead
  for (const oldest of kept.keys()) {
    if (size <= mostBytes) return
    forget(oldest)
  }
}

function forget(key: string): void {
  const old = kept.get(key)
  if (!old) return
  size -= old.bytes.length + overhead
  kept.delete(key)
}
