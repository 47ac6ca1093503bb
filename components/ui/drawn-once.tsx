import type { Child } from 'hono/jsx'
import { Piece } from './piece'

/**
 * For a part of a page that depends on nothing but an object, which is never changed, and a key: drawn once, kept as long as
 * the object, for its last `limit` keys. Hundreds of options of a form cost more than the list they filter.
 */
export function drawnOnce(limit: number): (of: object, key: string, draw: () => Child) => Child {
  const drawn = new WeakMap<object, Map<string, string>>()
  return function once(of, key, draw) {
    const byKey = drawn.get(of) ?? new Map<string, string>()
    drawn.set(of, byKey)
    const known = byKey.get(key)
    const html = known ?? String(draw())
    if (known === undefined) {
      if (byKey.size >= limit) byKey.delete(byKey.keys().next().value!)
      byKey.set(key, html)
    }
    return <Piece html={html} />
  }
}
