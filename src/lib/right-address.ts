import type { FieldError } from './problems'

/** Where a page begins is no longer true of a list asked for otherwise. */
const places = ['apres', 'avant', 'fin']

/** What of an address can be read: all that no error is about. */
export function rightQuery(query: URLSearchParams, errors: FieldError[]): URLSearchParams {
  const wrong = new Set([...errors.map(({ field }) => field), ...places, '_method'])
  return new URLSearchParams([...query].filter(([name, value]) => value !== '' && !wrong.has(named(name))))
}

/** The same page asked for that alone; null when it would be refused again, for what its address does not say. */
export function rightHref(page: string, query: URLSearchParams, errors: FieldError[]): string | null {
  // a mark that marks no row is said of the page
  const said = new Set([...query.keys()].flatMap((name) => (places.includes(name) ? [name, 'page'] : named(name))))
  if (errors.length === 0 || !errors.every(({ field }) => said.has(field))) return null
  const right = rightQuery(query, errors).toString()
  return right ? `${page}?${right}` : page
}

/** As an error names it: the names of fields that there are not may be of any length. */
function named(name: string): string {
  return name.slice(0, 60)
}
