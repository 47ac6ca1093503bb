import type { Child } from 'hono/jsx'
import { Piece } from './piece'

/**
 * For a part of a page that depends on nothing but its key: drawn once, kept for the last `limit` keys. Hundreds of options
 * of a form cost more than the list they filter.
 */
export function drawnOnce(limit: number): (key: string, draw: () => Child) => Child {
  const drawn = new Map<string, string>()
  return function once(key, draw) {
    const known = drawn.get(key)
    const html = known ?? String(draw())
    if (known === undefined) {
      if (drawn.size >= limit) drawn.delete(drawn.keys().next().value!)
      drawn.set(key, html)
    }
    return <Piece html={html} />
  }
}
