import { sql, type Tx } from '../db/sql'
import type { LetterState } from './rules'

/** A letter of the outbox: what was asked for, and what became of it. */
export type LetterRow = {
  id: string
  payload: unknown
  state: LetterState
  attempts: number
  reason: string | null
  dueAt: Date
  createdAt: Date
  finishedAt: Date | null
}

const letter = () => sql`
  id, payload, ${state()} as state, attempts, reason, due_at as "dueAt", created_at as "createdAt", finished_at as "finishedAt"`

const state = () => sql`
  case when state <> 'done' then state when result @> '{"kept": true}' then 'kept' else 'sent' end`

/** Where a page of the list begins: after a letter, before one, or at the end of the list. */
export type Place = { after: string } | { before: string } | 'start' | 'end'

/** Newest first. Ids are made in the order of time (UUIDv7), so they are the keyset. */
export async function listLetters(place: Place, limit: number): Promise<LetterRow[]> {
  const backwards = place === 'end' || (typeof place === 'object' && 'before' in place)
  const rows = await sql<LetterRow[]>`
    select ${letter()}
    from outbox
    where kind = 'letter' and ${condition(place)}
    order by id ${backwards ? sql`asc` : sql`desc`}
    limit ${limit}`
  return backwards ? rows.reverse() : rows
}

function condition(place: Place) {
  if (typeof place !== 'object') return sql`true`
  return 'after' in place ? sql`id < ${place.after}` : sql`id > ${place.before}`
}

/** How many letters there are, and how many of them nobody will get unless somebody sees to it. */
export async function countLetters(): Promise<{ total: number; dead: number; waiting: number }> {
  const [row] = await sql<{ total: number; dead: number; waiting: number }[]>`
    select count(*)::int as total, count(*) filter (where state = 'dead')::int as dead,
      count(*) filter (where finished_at is null)::int as waiting
    from outbox where kind = 'letter'`
  return row!
}

export async function findLetter(id: string): Promise<LetterRow | undefined> {
  const [row] = await sql<LetterRow[]>`select ${letter()} from outbox where id = ${id} and kind = 'letter'`
  return row
}

export async function lockLetter(tx: Tx, id: string): Promise<LetterState | undefined> {
  const [row] = await tx<{ state: LetterState }[]>`
    select ${state()} as state from outbox where id = ${id} and kind = 'letter' for update`
  return row?.state
}

/** A one-time token of what has been sent; the letter can still be read, with dashes in its place. */
export async function eraseToken(tx: Tx, id: string): Promise<void> {
  await tx`
    update outbox set payload = jsonb_set(payload, '{props,token}', to_jsonb(repeat('-', 43)))
    where id = ${id} and payload #> '{props,token}' is not null`
}
