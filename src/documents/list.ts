import { z } from 'zod'
import type { User } from '../actor'
import { choice, optional, text } from '../lib/form'
import { type Pages, paged, readFrom, unreadablePage } from '../lib/pages'
import * as queries from './list-queries'

const perPage = 50
const mark = z.string().regex(/^\d{4}-\d\d-\d\d_[0-9a-f-]{36}$/, unreadablePage)

export const delays = ['7', '30', '90', 'depasse', 'tous'] as const
/** Without a delay, those that end within 90 days and those that have ended. */
export const listQuery = z.strictObject({
  delai: optional(choice(delays)),
  type: optional(z.string().regex(/^[a-z_]{2,40}$/, 'Choisissez une valeur de la liste.')),
  unite: optional(text(20)),
  apres: optional(mark),
  avant: optional(mark),
  fin: optional(choice(['1'])),
})
export type ListInput = z.output<typeof listQuery>

export type ListPage = { rows: queries.Ending[]; total: number; pages: Pages }

/** The papers in force that end, the first to end first. */
export async function listEnding(actor: User, asked: ListInput, limit = perPage): Promise<ListPage> {
  const where = queries.ending(actor, asked)
  const from = readFrom(asked)
  const [read, total] = await Promise.all([
    queries.listEnding(where, { from, mark: asked.apres ?? asked.avant, limit: limit + 1 }),
    queries.countEnding(where),
  ])
  const { rows, ...pages } = paged(read, { from, limit }, ({ expiresOn, id }) => `${expiresOn}_${id}`)
  return { rows, total, pages }
}

export { listUnits } from './list-queries'
