import { record } from '../activities/activities'
import { system } from '../actor'
import { refreshSessionsOf } from '../auth/auth'
import { sql, type Tx, transaction } from '../db/sql'
import { log } from '../lib/log'
import { Problem } from '../lib/problems'
import { isoToday } from '../lib/today'
import { notify } from '../notifications/notifications'
import { close } from './closing'
import { type Due, findEnd, listDue, setObstacle } from './end-queries'
import { both, merge } from './moves'
import * as queries from './unit-queries'
import { lock, target } from './units'

/**
 * Closes, or merges, the units whose day has come, each by itself. What stands against one is told to who decided it, once as long
 * as it is the same, and it is tried again at the next turn.
 */
export async function endDueUnits(): Promise<{ ended: number; prevented: number }> {
  const today = isoToday()
  const done = { ended: 0, prevented: 0 }
  for (const due of await listDue(sql, today)) {
    const fault = await attempt(due, today)
    if (fault === null) done.ended += 1
    else {
      done.prevented += 1
      await tellPrevented(due, fault)
    }
  }
  if (done.ended + done.prevented > 0) log.info(done, 'units.ended')
  return done
}

/** Why it could not be; null when it is done, or when somebody has just decided otherwise. */
async function attempt(due: Due, today: string): Promise<string | null> {
  try {
    const accounts = await transaction((tx) => end(tx, due, today))
    await Promise.all(accounts.map((id) => refreshSessionsOf(id)))
    return null
  } catch (error) {
    if (!(error instanceof Problem) || error.kind === 'unavailable') throw error
    return error.detail.errors?.[0]?.message ?? error.message
  }
}

async function end(tx: Tx, { code, name, decidedBy, obstacle }: Due, today: string): Promise<string[]> {
  await queries.lockTree(tx)
  const unit = await lock(tx, code)
  const decided = await findEnd(tx, unit.id)
  if (!decided || decided.onDay > today) return []
  const { into, decisionNumber } = decided
  // what was prevented on its day was not over that day
  const on = obstacle === null ? decided.onDay : today
  const accounts = into ? await merge(tx, clock, await both(tx, code, into), { on, decisionNumber }) : []
  if (!into) await close(tx, clock, unit, on)
  const title = `«\u202f${name.slice(0, 120)}\u202f» est ${into ? 'fusionnée' : 'fermée'}, comme décidé.`
  if (decidedBy) await notify(tx, { userId: decidedBy, kind: 'unit.end', title, href: `/organisation/unites/${code}` })
  return accounts
}

async function tellPrevented({ code, name, into, decidedBy }: Due, fault: string): Promise<void> {
  await transaction(async (tx) => {
    if (!(await setObstacle(tx, code, fault))) return
    await record(tx, clock, { event: 'unit.end_prevented', target: target({ code, name }), after: { reason: fault } })
    const what = into ? 'La fusion' : 'La fermeture'
    const title = `${what} de «\u202f${name.slice(0, 80)}\u202f» est empêchée. ${fault}`
    const href = `/organisation/unites/${code}/fermeture`
    if (decidedBy) await notify(tx, { userId: decidedBy, kind: 'unit.end', title: title.slice(0, 200), href })
  })
}

const clock = system('Fin d’unité à sa date')
