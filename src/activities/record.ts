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
  const fault = undeclared(activity)
  if (fault) throw new Error(fault)
  await queries.insert(tx, {
    actorId: actor.kind === 'user' ? actor.id : null,
    actorName: actor.name,
    event: activity.event,
    target: activity.target ?? null,
    personId: activity.personId ?? null,
    before: activity.before ?? null,
    after: activity.after ?? null,
    origin: actor.origin,
  })
  afterCommit(tx, async () => sealSoon())
}
