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
export async function listLetters(place: Place, limit: number, of: Which = 'all'): Promise<LetterRow[]> {
  const backwards = place === 'end' || (typeof place === 'object' && 'before' in place)
  const rows = await sql<LetterRow[]>`
    select ${letter()}
    from outbox
    where kind = 'letter' and ${which(of)} and ${condition(place)}
    order by id ${backwards ? sql`asc` : sql`desc`}
    limit ${limit}`
  return backwards ? rows.reverse() : rows
}

/** All of them, those that are still to leave, or those that nobody will get. */
export type Which = 'all' | 'waiting' | 'dead'

function which(of: Which) {
  if (of === 'waiting') return sql`finished_at is null`
  return of === 'dead' ? sql`state = 'dead'` : sql`true`
}

function condition(place: Place) {
  if (typeof place !== 'object') return sql`true`
  return 'after' in place ? sql`id < ${place.after}` : sql`id > ${place.before}`
}

export type LetterCounts = { total: number; dead: number; waiting: number; delayed: number }

/** How many letters there are, how many nobody will get unless somebody sees to it, and how many have been tried in vain so far. */
export async function countLetters(): Promise<LetterCounts> {
  const [row] = await sql<LetterCounts[]>`
    select count(*)::int as total, count(*) filter (where state = 'dead')::int as dead,
      count(*) filter (where finished_at is null)::int as waiting,
      count(*) filter (where state = 'waiting' and attempts > 0)::int as delayed
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
