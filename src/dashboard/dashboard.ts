import { type Action, type Actor, type Reach, reaches, viewKey } from '../actor'
import { isoToday } from '../lib/today'
import { type Piece, piece } from '../redis/cache'
import { absences, type Figures, headcount, marks, movements } from './figures'
import * as queries from './queries'
import { bandLimits, lastMonths, nextYears, yearBefore, yearOf } from './rules'

export type { Figures } from './figures'

/** The dashboard as drawn for all who may see the same: kept until somebody writes to the personnel, or the day changes. */
export function drawnDashboard(actor: Actor, draw: (figures: Figures) => string, today = isoToday()): Promise<Piece> {
  const rights = [viewKey(actor, 'dashboard.read'), covers(actor, 'field.health'), covers(actor, 'evaluations.read')]
  return piece({
    family: 'personnel',
    name: `dashboard ${today} ${rights.join(' ')}`,
    freshSeconds: 300,
    staleSeconds: 3_600,
    compute: async () => draw(await figures(actor, today)),
  })
}

/** All figures of the dashboard on a day, for the people this actor may count. */
export async function figures(actor: Actor, today: string): Promise<Figures> {
  const computedAt = new Date()
  const scope = { actor, roots: unitsOf(actor) }
  const before = yearBefore(today)
  const months = lastMonths(today, 12)
  const years = nextYears(today, 5)
  const steps = [today, ...[...years, years.at(-1)! + 1].slice(1).map((year) => `${year}-01-01`)]
  const [reach, headcountRows, movementRows, absenceRows, markRows] = await Promise.all([
    reachInWords(actor, scope.roots),
    queries.listHeadcount(scope, today, bandLimits, steps),
    queries.listMovements(scope, before, months.at(0)!, months.at(-1)!),
    queries.listAbsences(scope, today, covers(actor, 'field.health')),
    covers(actor, 'evaluations.read') ? queries.listMarks(scope, today, yearOf(today)) : null,
  ])
  const counted = headcount(headcountRows, years)
  const moved = movements(movementRows, months)
  return {
    ...{ today, computedAt, reach, placeKind: scope.roots ? 'unit' : 'direction' },
    ...counted,
    before: { day: before, people: moved.before },
    absences: absences(absenceRows),
    months: moved.months,
    marks: markRows && marks(markRows, counted.places),
  }
}

/** Whether a right reaches everybody whom the dashboard counts for this actor: one's own file alone is not enough. */
function covers(actor: Actor, right: Action): boolean {
  const held = reaches(actor, right).map(nameOf)
  return held.includes('all') || reaches(actor, 'dashboard.read').every((reach) => held.includes(nameOf(reach)))
}

function nameOf(reach: Reach): string {
  return reach.scope === 'unit' ? `unit ${reach.unitId}` : reach.scope
}

/** The units of who counts as a chief only; null for who counts in the whole ministry. */
function unitsOf(actor: Actor): number[] | null {
  const units = reaches(actor, 'dashboard.read').map((reach) => (reach.scope === 'unit' ? reach.unitId : null))
  return units.every((unit) => unit !== null) ? units : null
}

async function reachInWords(actor: Actor, roots: number[] | null): Promise<string> {
  if (roots) return `${(await queries.listUnitNames(roots)).join(', ')} et unités rattachées`
  return reaches(actor, 'dashboard.read').some(({ scope }) => scope === 'all')
    ? 'Ensemble du ministère'
    : 'Dossiers fictifs'
}
