import { type Actor, can } from '../actor'
import { listUnitsWithin, type UnitInTree } from '../organisation/organisation'
import { type Chosen, findChosen } from '../personnel/personnel'

export { listQuery as queryOf } from '../personnel/personnel'

/** As many as one decision of the career names. */
const mostAtOnce = 1_000

/** How many of them are shown. */
const shown = 50

export type Selection = {
  rows: Chosen[]
  total: number
  /** What one decision about all of them takes; null for who writes no file, or when they are too many. */
  decision: { matricules: string[]; units: UnitInTree[] } | null
  tooMany: boolean
}

/** The people chosen in the list, and what can be decided of all of them at once. */
export async function chosen(actor: Actor, query: string): Promise<Selection> {
  const writes = can(actor, 'personnel.write')
  const [{ rows, total }, units] = await Promise.all([
    findChosen(actor, query, writes ? mostAtOnce : shown),
    writes ? listUnitsWithin(actor, 'personnel.write', null) : [],
  ])
  const tooMany = writes && total > mostAtOnce
  const decision = writes && !tooMany ? { matricules: rows.map(({ matricule }) => matricule), units } : null
  return { rows: rows.slice(0, shown), total, decision, tooMany }
}
