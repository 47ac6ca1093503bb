import { z } from 'zod'
import type { Actor } from '../actor'
import { choice, optional } from '../lib/form'
import { type Pages, paged, readFrom, unreadablePage } from '../lib/pages'
import { isoToday } from '../lib/today'
import * as queries from './batch-written-queries'
import { mostAtOnce } from './batches'

const perPage = 50
const mark = z.uuid(unreadablePage)

/** `lignes`: all of them on one page, to be printed. */
export const writtenQuery = z.strictObject({
  apres: optional(mark),
  avant: optional(mark),
  fin: optional(choice(['1'])),
  lignes: optional(choice(['toutes'])),
})
export type WrittenInput = z.output<typeof writtenQuery>

export type WrittenPage = { rows: queries.WrittenLine[]; total: number; pages: Pages }

/** Whom a decision that was written concerned, and what it changed for each. Whose decision it is has been seen to. */
export async function listWrittenLines(actor: Actor, batchId: string, asked: WrittenInput): Promise<WrittenPage> {
  const from = asked.lignes ? 'start' : readFrom(asked)
  const limit = asked.lignes ? mostAtOnce : perPage
  const place = asked.lignes ? null : (asked.apres ?? asked.avant)
  const [read, total] = await Promise.all([
    queries.listLines(actor, batchId, { from, mark: place, limit: limit + 1, today: isoToday() }),
    queries.countLines(batchId),
  ])
  const { rows, ...pages } = paged(read, { from, limit }, ({ id }) => id)
  return { rows, total, pages }
}
