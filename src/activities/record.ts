import type { Actor } from '../actor'
import { afterCommit, type Tx } from '../db/sql'
import type { Activity } from './events'
import * as queries from './queries'
import { sealSoon } from './sealing'
import { undeclared } from './shape'

/**
 * Writes what somebody did, in the transaction of the act: either both are there or neither. A line that is not as its
 * event is declared fails the act, before anything of the line is written.
 */
export async function record(tx: Tx, actor: Actor, activity: Activity): Promise<void> {
  await recordMany(tx, actor, [activity])
}

/** The same of many things done together, in their order, in one statement. */
export async function recordMany(tx: Tx, actor: Actor, activities: Activity[]): Promise<void> {
  if (activities.length === 0) return
  for (const activity of activities) {
    const fault = undeclared(activity)
    if (fault) throw new Error(fault)
  }
  await queries.insert(tx, actor, activities)
  afterCommit(tx, async () => sealSoon())
}
