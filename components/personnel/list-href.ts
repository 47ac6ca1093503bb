import { path } from '../../src/lib/paths'

/** The same address with some parameters changed (or taken away by null): the state of a list is in its address. */
export function hrefWith(page: string, query: URLSearchParams, changes: Record<string, string | null>): string {
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name)
    else next.set(name, value)
  }
  for (const [name, value] of [...next]) if (value === '') next.delete(name)
  const text = next.toString()
  return path(page) + (text && `?${text}`)
}
