import type { Fragment } from 'postgres'
import { z } from 'zod'
import type { Actor } from '../actor'
import { part } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import { unreadablePage } from '../lib/pages'
import { invalid } from '../lib/problems'

/** The columns of the list, each with what it sorts by and how that travels in a cursor. Names break ties, then ids. */
const keys = {
  nom: { by: () => [part`p.name_key`], as: () => part`::text` },
  matricule: { by: () => [part`p.matricule collate "C"`], as: () => part`::text` },
  unite: { by: () => [part`u.name_key`], as: () => part`::text` },
  grade: { by: () => [part`g.rank`], as: () => part`::int` },
  categorie: { by: () => [part`g.category collate "C"`], as: () => part`::text` },
  position: { by: () => [part`p.position collate "C"`], as: () => part`::text` },
  sexe: { by: () => [part`p.sex collate "C"`], as: () => part`::text` },
  naissance: { by: () => [part`p.birth_date`], as: () => part`::date` },
  recrutement: { by: () => [part`p.recruited_on`], as: () => part`::date` },
  retraite: { by: () => [part`p.retirement_on`], as: () => part`::date` },
  absences: { by: () => [part`coalesce(t.days, 0)`], as: () => part`::int` },
  // a mark that one may not read is told neither by a place in the list nor by a cursor
  evaluation: {
    by: (actor) => [part`coalesce(case when`, ...visibleTo(actor, 'evaluations.read'), part`then m.average end, 0)`],
    as: () => part`::numeric`,
  },
} satisfies Record<string, { by: (actor: Actor) => Fragment[]; as: () => Fragment }>

export type SortKey = keyof typeof keys
export const sortKeys = Object.keys(keys) as [SortKey, ...SortKey[]]

export type Order = { by: SortKey; descending: boolean }
/** Where a page begins: after (or before) the row with these values. */
export type Cursor = { value: string; name: string; id: string }

/** `order by` for a page read forwards or backwards from its cursor. */
export function orderBy(actor: Actor, { by, descending }: Order, backwards: boolean): Fragment[] {
  const way = descending === backwards ? part`asc` : part`desc`
  return by === 'nom'
    ? [part`p.name_key`, way, part`, p.id`, way]
    : [...keys[by].by(actor), way, part`, p.name_key`, way, part`, p.id`, way]
}

/** The rows strictly beyond the cursor, in the direction read: one comparison of rows, so that an index serves it. */
export function beyond(actor: Actor, { by, descending }: Order, backwards: boolean, cursor: Cursor | null): Fragment {
  if (!cursor) return part`true`
  const past = descending === backwards ? part`>` : part`<`
  if (by === 'nom') return sql`(p.name_key, p.id) ${past} (${cursor.value}::text, ${cursor.id}::uuid)`
  return sql`(${keys[by].by(actor)}, p.name_key, p.id) ${past} (${cursor.value}${keys[by].as()}, ${cursor.name}::text, ${cursor.id}::uuid)`
}

/** What a row carries besides its name, so that a cursor can be made of it. */
export function cursorValue(actor: Actor, { by }: Order): Fragment[] {
  return by === 'nom' ? [part``] : [part`, (`, ...keys[by].by(actor), part`)::text as "sortValue"`]
}

/**
 * Written into the statement where it is one of ours: with a parameter there Postgres plans for a tenth of the table, finds
 * its own plan too dear to keep, and makes it anew each time.
 */
export function atMost(limit: number): Fragment {
  if (limit === 51) return part`51`
  return limit === 1_000 ? part`1000` : sql`${limit}`
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.value, cursor.name, cursor.id])).toString('base64url')
}

const cursorSchema = z.tuple([z.string().max(600), z.string().max(600), z.uuid()])

/** A cursor from an address: it comes from outside, so it may be anything. */
export function readCursor(text: string | null, { by }: Order): Cursor | null {
  if (!text) return null
  try {
    const [value, name, id] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    if (value.includes('\0') || name.includes('\0') || !plausible[by].test(value))
      throw new Error('not a value of that column')
    return { value, name, id }
  } catch {
    throw invalid([{ field: 'page', message: unreadablePage }])
  }
}

const anyText = /^[\s\S]*$/
const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const plausible: Record<SortKey, RegExp> = {
  nom: anyText,
  matricule: anyText,
  unite: anyText,
  categorie: anyText,
  position: anyText,
  sexe: anyText,
  grade: /^\d{1,4}$/,
  absences: /^\d{1,6}$/,
  evaluation: /^\d{1,2}(\.\d{1,2})?$/,
  naissance: date,
  recrutement: date,
  retraite: date,
}
