import { z } from 'zod'
import { type Actor, can, viewKey } from '../actor'
import { optional } from '../lib/form'
import { isBackwards, type Pages, paged, readFrom } from '../lib/pages'
import { missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { remember } from '../redis/cache'
import { type Node, nodesOf } from './rules'
import * as queries from './tree-queries'

export type { Node } from './rules'
export type { Chief, Vacancy } from './tree-queries'

export const treeSchema = z.strictObject({ q: optional(z.string().max(100, 'Au plus 100 caractères.')) })

/** The whole tree with the figures that the actor may count, how many units the words mean, and how many posts nobody holds. */
export async function readTree(actor: Actor, q: string | null): Promise<{ root: Node; found: number; vacant: number }> {
  const today = isoToday()
  const [rows, counts, vacant] = await Promise.all([
    queries.listTree(actor, q, today),
    headcounts(actor, today),
    queries.countVacancies(today),
  ])
  return { root: nodesOf(rows, counts), found: rows.filter((row) => row.found).length, vacant }
}

/** A part of the tree: the unit of that code and what is below it, or everything. */
export async function readBranch(actor: Actor, code: string | null): Promise<Node> {
  const { root } = await readTree(actor, null)
  const branch = code === null ? root : find(root, code)
  if (!branch) throw missing('Cette unité n’existe pas, ou elle est fermée.')
  return branch
}

const mark = optional(z.string().max(300))
export const vacancySchema = z.strictObject({ apres: mark, avant: mark, fin: optional(z.enum(['1'])) })

export type Vacancies = { rows: queries.Vacancy[]; total: number } & Pages

const perPage = 50

/** The posts that nobody holds, by the name of the unit. */
export async function listVacancies(input: z.output<typeof vacancySchema>, limit = perPage): Promise<Vacancies> {
  const today = isoToday()
  const from = readFrom(input)
  const backwards = isBackwards(from)
  const at = input.fin ? null : backwards ? input.avant : input.apres
  const [read, total] = await Promise.all([
    queries.listVacancies(today, { mark: at, backwards, limit: limit + 1 }),
    queries.countVacancies(today),
  ])
  return { total, ...paged(backwards ? read.reverse() : read, { from, limit }, (row) => row.mark) }
}

/** Of one unit, as the tree says it. */
export async function headcountOf(actor: Actor, code: string): Promise<{ own: number | null; all: number | null }> {
  const counts = await headcounts(actor, isoToday())
  return counts.find((count) => count.code === code) ?? { own: null, all: null }
}

/** Kept with the personnel, whose every change makes them others; somebody who lists nobody has no figures. */
async function headcounts(actor: Actor, today: string): Promise<queries.Headcount[]> {
  if (!can(actor, 'personnel.list')) return []
  const name = `headcounts ${viewKey(actor, 'personnel.list')} ${today}`
  return remember('personnel', name, 300, () => queries.listHeadcounts(actor, today))
}

function find(node: Node, code: string): Node | undefined {
  if (node.code === code) return node
  for (const child of node.children) {
    const found = find(child, code)
    if (found) return found
  }
  return undefined
}
