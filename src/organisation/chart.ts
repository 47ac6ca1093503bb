import { z } from 'zod'
import type { Actor } from '../actor'
import { optional } from '../lib/form'
import { invalid } from '../lib/problems'
import { isoToday } from '../lib/today'
import { type Node, readBranch } from './tree'

const levels = ['1', '2', '3', '4', '5', '6'] as const

/** `plis`: boxes that are folded or unfolded against what `niveaux` says of them. */
export const chartSchema = z.strictObject({
  unite: optional(z.string().max(20)),
  niveaux: optional(z.enum(levels, 'De 1 à 6 niveaux.')),
  plis: optional(z.string().max(8_000)),
})

/** A part of the house to be drawn. `folds`: codes of the boxes that are turned against the rule. */
export type Chart = { root: Node; whole: boolean; levels: number; folds: ReadonlySet<string>; day: string }

export async function readChart(actor: Actor, input: z.output<typeof chartSchema>): Promise<Chart> {
  const folds = (input.plis ?? '').split(',').filter(Boolean)
  if (!folds.every((code) => /^[A-Z0-9-]{2,20}$/.test(code)))
    throw invalid([{ field: 'plis', message: 'Ce lien n’est plus lisible.' }])
  const root = await readBranch(actor, input.unite)
  return {
    root,
    whole: root.depth === 0,
    levels: Number(input.niveaux ?? '2'),
    folds: new Set(folds),
    day: isoToday(),
  }
}
