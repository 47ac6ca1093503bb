import { z } from 'zod'
import { type Actor, roles } from '../actor'
import { choice, optional } from '../lib/form'
import { isBackwards, type Pages, paged, readFrom, unreadablePage } from '../lib/pages'
import { invalid } from '../lib/problems'
import { isoToday } from '../lib/today'
import * as queries from './list-queries'

export type { AccountRow, State } from './list-queries'

const perPage = 50
const mark = optional(z.string().max(2_000, unreadablePage))

/** Everything the address of the list can say. */
export const listSchema = z.strictObject({
  q: optional(z.string().max(100, 'Au plus 100 caractères.')),
  role: optional(choice(roles)),
  etat: optional(choice(queries.states)),
  tri: optional(choice(['nom', 'connexion'])),
  sens: optional(choice(['asc', 'desc'])),
  apres: mark,
  avant: mark,
  fin: optional(choice(['1'])),
})

export type Accounts = { rows: queries.AccountRow[]; total: number } & Pages

/** One page of the accounts asked for, with the exact total and where the pages around begin. */
export async function listAccounts(
  actor: Actor,
  input: z.output<typeof listSchema>,
  limit = perPage,
): Promise<Accounts> {
  const order: queries.Order = { by: input.tri ?? 'nom', descending: input.sens === 'desc' }
  const from = readFrom(input)
  const backwards = isBackwards(from)
  const cursor = readCursor(input.fin ? null : backwards ? input.avant : input.apres, order)
  const today = isoToday()
  const [read, total] = await Promise.all([
    queries.listAccounts(actor, input, { order, cursor, backwards, limit: limit + 1 }, today),
    queries.countAccounts(actor, input, today),
  ])
  return { total, ...paged(backwards ? read.reverse() : read, { from, limit }, cursorOf) }
}

function cursorOf({ sortValue, id }: queries.AccountRow): string {
  return Buffer.from(JSON.stringify([sortValue, id])).toString('base64url')
}

const cursorSchema = z.tuple([z.string().max(600), z.uuid()])

/** It comes from an address, so it may be anything. */
function readCursor(text: string | null, { by }: queries.Order): queries.Cursor | null {
  if (!text) return null
  try {
    const [value, id] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    if (value.includes('\0') || (by === 'connexion' && !/^\d{1,18}$/.test(value)))
      throw new Error('not a value of that column')
    return { value, id }
  } catch {
    throw invalid([{ field: 'page', message: unreadablePage }])
  }
}
