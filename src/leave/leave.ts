import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can } from '../actor'
import { transaction } from '../db/sql'
import { whole } from '../lib/form'
import { conflict, forbidden, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { showsJobs } from '../live/live'
import { cancel, type JobState, post } from '../outbox/outbox'
import * as queries from './queries'
import type { Result } from './recount'

export const recountForm = z.strictObject({
  annee: whole(1950, 2150).refine((year) => recountable().includes(year), 'Une année de la liste.'),
})

/** One recount, as asked for and as far as it is: `done` of `total` units. */
export type Recount = {
  id: string
  year: number
  state: JobState
  done: number
  total: number
  askedBy: string
  at: Date
  result: Result | null
}

/** Days of annual leave of a year: gained, used, carried over or put right by hand, and what is left. */
export type Balance = { gained: number; used: number; other: number; left: number }

/** Undefined as long as the year was not counted. */
export function leaveBalance(actor: Actor, personId: string, year: number): Promise<Balance | undefined> {
  return queries.findBalance(actor, personId, year)
}

/** The years one may count again, the present one first. */
export function recountable(): number[] {
  const present = Number(isoToday().slice(0, 4))
  return Array.from({ length: 5 }, (_, back) => present - back)
}

/** The last recounts, newest first, for a page that follows them. */
export async function recentRecounts(): Promise<Recount[]> {
  const recounts = await queries.listRecounts(10)
  showsJobs(recounts)
  return recounts
}

/** Asks for a recount of the year. While one is waiting or running, asking again is asking for that one: its id comes back. */
export async function requestRecount(actor: Actor, year: number): Promise<string> {
  mayRecount(actor)
  return transaction((tx) =>
    post(tx, {
      kind: 'leave.recount',
      key: `leave.recount ${year}`,
      payload: { year, askedBy: actor.name },
      ...(actor.kind === 'user' ? { actorId: actor.id } : {}),
    }),
  )
}

/** Ends a recount before its time: what it has counted stays. */
export async function cancelRecount(actor: Actor, id: string): Promise<void> {
  mayRecount(actor)
  await transaction(async (tx) => {
    const recount = await queries.findRecount(tx, id)
    if (!recount) throw missing()
    if (!(await cancel(tx, id))) throw conflict('Ce recompte est déjà terminé.')
    await record(tx, actor, {
      event: 'leave.recount_cancelled',
      target: { kind: 'leave', id: String(recount.year), name: null },
    })
  })
}

function mayRecount(actor: Actor): void {
  if (!can(actor, 'leave.recount')) throw forbidden()
}
