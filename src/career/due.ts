import { z } from 'zod'
import type { Actor } from '../actor'
import { choice, optional, text } from '../lib/form'
import { gradeField } from '../lib/grade-list'
import { type Pages, paged, readFrom, unreadablePage } from '../lib/pages'
import { isoToday } from '../lib/today'
import { settings } from '../settings/settings'
import * as queries from './due-queries'
import { quarterOf } from './quarter'

const perPage = 50
const mark = z.string().regex(/^\d{4}-\d\d-\d\d_[0-9a-f-]{36}$/, unreadablePage)

/** Without `quand`: the next quarter. */
export const dueQuery = z.strictObject({
  quand: optional(choice(['trimestre', 'retard'])),
  unite: optional(text(20)),
  grade: optional(gradeField()),
  apres: optional(mark),
  avant: optional(mark),
  fin: optional(choice(['1'])),
})
export type DueInput = z.output<typeof dueQuery>

export type DuePage = { rows: queries.Due[]; total: number; pages: Pages; from: string; to: string; years: number }

/** The advancements of échelon or class to prepare, the first due first. */
export async function listDue(actor: Actor, asked: DueInput, limit = perPage): Promise<DuePage> {
  const wanted = whom(asked)
  const where = queries.due(actor, wanted)
  const from = readFrom(asked)
  const { today, years } = wanted
  const [read, total] = await Promise.all([
    queries.listDue(where, { from, mark: asked.apres ?? asked.avant, limit: limit + 1, today, years }),
    queries.countDue(where),
  ])
  const { rows, ...pages } = paged(read, { from, limit }, ({ since, id }) => `${since}_${id}`)
  return { rows, total, pages, from: wanted.from, to: wanted.to, years }
}

/** What a list leads to: the same people, to be advanced by one decision. */
export function dueMatricules(actor: Actor, asked: DueInput, limit: number): Promise<string[]> {
  return queries.listDueMatricules(queries.due(actor, whom(asked)), limit)
}

function whom({ quand, unite, grade }: DueInput): queries.Asked {
  const today = isoToday()
  const period = quarterOf(today, quand)
  return { unite, grade, ...period, today, years: settings().echelonYears }
}
