import { readFields } from '../lib/form'
import { listSchema } from './list'

const places = ['apres', 'avant', 'fin']

/**
 * What an address of the list asks for, always in the same order and without its page: two addresses of the same list read the
 * same. Null for one that the list would refuse.
 */
export function listQuery(written: string): string | null {
  const { typed, errors } = readFields(new URLSearchParams(written), ['colonnes', 'choix'])
  for (const place of places) delete typed[place]
  if (errors.length > 0 || !listSchema.safeParse({ ...typed }).success) return null
  const given = Object.entries(typed).filter(([, value]) => value.trim() !== '')
  return new URLSearchParams(given.sort(([a], [b]) => (a < b ? -1 : 1))).toString()
}
