import { classes } from '../lib/civil-service'
import type { FieldError } from '../lib/problems'

/** What is kept in periods: the age limit, the grid and the years to serve of a grade, the échelons of a class. */
export const tables = {
  limites: 'Limite d’âge',
  grilles: 'Grille d’indices',
  echelons: 'Échelons',
  promotions: 'Années avant promotion',
} as const
export type Table = keyof typeof tables

/** From a day on, these values; what a period does not name stays as the one before has it. */
export type Period = { from: string; values: Values }
/** `age`, `echelons`, the points of a cell (`deuxieme-1`), or the years before a grade (`A4`). */
export type Values = Record<string, number>

/** What is in force on a day: each value as the last period that names it says. */
export function valuesOn(periods: Period[], day: string): Values {
  const begun = periods.filter(({ from }) => from <= day).sort((a, b) => (a.from < b.from ? -1 : 1))
  return Object.assign({}, ...begun.map(({ values }) => values)) as Values
}

/** The values that are others than those in force on that day. */
export function changed(periods: Period[], { from, values }: Period): Values {
  const before = valuesOn(periods, from)
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => before[name] !== value))
}

/** The cells of a grid, from the entry upward: so many échelons in each class. */
export function cellsOf(echelons: Record<string, number>): string[] {
  const upward = Object.keys(classes).reverse()
  return upward.flatMap((rank) => Array.from({ length: echelons[rank] ?? 0 }, (_, step) => `${rank}-${step + 1}`))
}

/** « 2e classe, 1er échelon ». */
export function nameOf(value: string): string {
  if (value === 'age') return 'Âge'
  if (value === 'echelons') return 'Échelons'
  if (/^[A-Z]\w*$/.test(value)) return `Vers ${value}`
  const [rank = '', step = ''] = value.split('-')
  return `${classes[rank as keyof typeof classes]}, ${step === '1' ? '1er' : `${step}e`} échelon`
}

/** One who goes up a step never has fewer points for it. `cells`: in their order. */
export function gridErrors(cells: string[], values: Values): FieldError[] {
  return cells.flatMap((cell, index) => {
    const below = values[cells[index - 1] ?? '']
    const points = values[cell]
    return below !== undefined && points !== undefined && points < below
      ? [{ field: cell, message: `Moins que l’échelon précédent (${below}).` }]
      : []
  })
}

/**
 * When a period may begin: tomorrow at the earliest, for something followed from what is in force today; where nobody is, or was,
 * concerned, any day after the last that has begun.
 */
export function beginErrors(
  from: string,
  periods: Period[],
  { used, today }: { used: boolean; today: string },
): FieldError[] {
  if (from > today) return []
  if (used) return [{ field: 'from', message: 'À partir de demain\u202f: ce qui est en vigueur ne se réécrit pas.' }]
  const last = periods.filter((period) => period.from <= today).at(-1)?.from ?? ''
  return from > last ? [] : [{ field: 'from', message: 'Après le début de la période en vigueur.' }]
}
