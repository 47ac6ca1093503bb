import { record } from '../activities/activities'
import type { Actor } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { missing } from '../lib/problems'
import * as ends from './end-queries'
import * as queries from './unit-queries'
import { mayWrite, present, shown, target, wrong } from './units'

/** For a day to come: what stands against it is looked at then. The same decided already: nothing happens. */
export async function decideEnd(
  tx: Tx,
  actor: Actor,
  unit: queries.Locked,
  end: { onDay: string; into: queries.Locked | null; decisionNumber?: string | null; version: number },
): Promise<void> {
  const { onDay, into, decisionNumber = null, version } = end
  const before = await ends.findEnd(tx, unit.id)
  if (before?.onDay === onDay && before.into === (into?.code ?? null)) return
  present(unit, version)
  if (unit.openedOn && onDay < unit.openedOn)
    throw wrong(into ? 'on' : 'closedOn', 'Cette date précède l’ouverture de l’unité.')
  const decidedBy = actor.kind === 'user' ? actor.id : null
  await ends.setEnd(tx, unit.id, { onDay, intoId: into?.id ?? null, decisionNumber, decidedBy })
  const after = { closedOn: onDay, ...(into ? { into: into.name, decisionNumber } : {}) }
  await record(tx, actor, { event: 'unit.end_decided', target: target(unit), after })
  shown(tx)
}

/** Before its day, or while something stands against it. Given up already: nothing happens. */
export async function giveUpEnd(actor: Actor, code: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    await queries.lockTree(tx)
    const unit = await queries.lockUnit(tx, code)
    if (!unit) throw missing('Cette unité n’existe pas.')
    const end = await ends.findEnd(tx, unit.id)
    if (!end) return
    await ends.deleteEnd(tx, unit.id)
    const before = { closedOn: end.onDay, ...(end.intoName ? { into: end.intoName } : {}) }
    await record(tx, actor, { event: 'unit.end_given_up', target: target(unit), before })
    shown(tx)
  })
}
