import { path } from '../../src/lib/paths'

/** The same address with some parameters changed (or taken away by null): the state of a list is in its address. */
export function hrefWith(page: string, query: URLSearchParams, changes: Record<string, string | null>): string {
  let text = ''
  for (const { name, written } of given(query)) if (!(name in changes)) text += `&${written}`
  for (const [name, value] of Object.entries(changes)) if (value) text += `&${pair(name, value)}`
  return path(page) + (text && `?${text.slice(1)}`)
}

type Pair = { name: string; written: string }

/** What the address says already, written once for the twenty links of a page. */
function given(query: URLSearchParams): Pair[] {
  const known = pairs.get(query)
  if (known) return known
  const made = [...query]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ name, written: pair(name, value) }))
  pairs.set(query, made)
  return made
}

const pairs = new WeakMap<URLSearchParams, Pair[]>()

function pair(name: string, value: string): string {
  return new URLSearchParams([[name, value]]).toString()
}
