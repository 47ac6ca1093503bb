import { z } from 'zod'
import { record } from '../activities/activities'
import { system } from '../actor'
import { transaction } from '../db/sql'
import { fenced, type Held, withLock } from '../locks/locks'
import { notify } from '../notifications/notifications'
import { handler, type Job } from '../outbox/outbox'
import * as queries from './queries'
import { missingLines } from './rules'

/** What a recount came to: people looked at, and lines that the ledger lacked. */
export type Result = { people: number; lines: number }

const lockFor = 15_000

/** Counts a year's leave again, unit by unit: what was counted stays counted when it is cancelled, and nothing is counted twice. */
export const recountJob = handler({
  payload: z.strictObject({ year: z.int().min(1950).max(2150), askedBy: z.string() }),
  attempts: 5,
  async run(job, { year, askedBy }) {
    const done = await withLock(`leave.recount ${year}`, lockFor, (held) => recount(job, year, held))
    // somebody whose worker is thought to be dead may still be at it: tried again later
    if (done.busy) throw new Error('Un autre recompte de cette année est en cours.')
    await transaction((tx) =>
      record(tx, counter, {
        event: 'leave.recounted',
        target: { kind: 'leave', id: String(year), name: null },
        after: { ...done.result, askedBy },
      }),
    )
    return done.result
  },
  /** Whoever asked for it has left the page long ago. */
  async ended(tx, { actorId, state }) {
    if (actorId === null) return
    const [kind, title] =
      state === 'done'
        ? ['leave.recounted', 'Le recompte des droits à congé est terminé']
        : ['leave.recount_failed', 'Le recompte des droits à congé n’a pas pu être mené à bien']
    await notify(tx, { userId: actorId, kind, title, href: '/conges' })
  },
})

async function recount(job: Job, year: number, held: Held): Promise<Result> {
  const units = await queries.listUnits(year)
  const stop = AbortSignal.any([job.signal, held.signal])
  const sum = { people: 0, lines: 0 }
  await job.progress(0, units.length)
  for (const [index, unit] of units.entries()) {
    stop.throwIfAborted()
    const counted = await transaction(async (tx) => {
      await fenced(tx, held)
      const people = await queries.listCounted(tx, unit.id, year)
      const lines = missingLines(people, year)
      await queries.insertLines(tx, lines, year, 'Recompte annuel')
      return { people: people.length, lines: lines.length }
    })
    sum.people += counted.people
    sum.lines += counted.lines
    await job.progress(index + 1, units.length)
  }
  return sum
}

const counter = system('Recompte des congés')
