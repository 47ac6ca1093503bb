import type { Actor } from '../actor'
import { isoToday } from '../lib/today'
import { listPeople, listSchema } from './list'
import { termsOf } from './search'

/** The first people found by words, by name, and how many there are. */
export type FirstFound = {
  rows: { id: string; name: string; maidenName: string | null; matricule: string; unitName: string }[]
  total: number
}

/** As the list of personnel finds them, within the actor's reach; words without a letter or digit find nobody. */
export async function findFirst(actor: Actor, q: string, limit: number): Promise<FirstFound> {
  if (termsOf(q).length === 0) return { rows: [], total: 0 }
  const input = listSchema.parse({ q, colonnes: 'matricule,unite' })
  const { rows, total } = await listPeople(actor, input, limit, isoToday())
  return {
    total,
    rows: rows.map(({ id, lastName, firstNames, maidenName, matricule, unitName }) => ({
      ...{ id, name: `${lastName} ${firstNames}`, maidenName: maidenName ?? null },
      ...{ matricule: matricule ?? '', unitName: unitName ?? '' },
    })),
  }
}

/** Somebody of a list on whom something is to be done. */
export type Chosen = { id: string; name: string; matricule: string; unitName: string; leftOn: string | null }

/** All the people an address of the list asks for when they are so many at most, else the first of them; and how many there are. */
export async function findChosen(
  actor: Actor,
  query: string,
  limit: number,
): Promise<{ rows: Chosen[]; total: number }> {
  const { colonnes, ...typed } = Object.fromEntries(new URLSearchParams(query))
  const input = listSchema.parse({ ...typed, colonnes: 'matricule,unite' })
  const { rows, total } = await listPeople(actor, input, limit, isoToday())
  return {
    total,
    rows: rows.map(({ id, lastName, firstNames, matricule, unitName, leftOn }) => ({
      ...{ id, leftOn, matricule: matricule ?? '', name: `${lastName} ${firstNames}`, unitName: unitName ?? '' },
    })),
  }
}
