import { path } from '../../src/lib/paths'

/** The list of exactly these people: `peopleHref({ unite: 'DRH', categorie: 'A' })`. Parameters: `src/personnel/filter.ts`. */
export function peopleHref(filter: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(filter).filter(([, value]) => value !== null && value !== undefined && value !== '')
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)] as [string, string])).toString()
  return path('/personnel') + (query && `?${query}`)
}
