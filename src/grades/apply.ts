import { z } from 'zod'
import { record } from '../activities/activities'
import { system } from '../actor'
import { transaction } from '../db/sql'
import { isoToday } from '../lib/today'
import { handler, type Job } from '../outbox/outbox'
import { bump } from '../redis/cache'
import * as queries from './apply-queries'

const batch = 500

/**
 * What follows from the referentials of the day, for everybody in office: dates of retirement, and the points of those who are on
 * the grid. In batches, each whole; begun again after a fall it goes on where it was, and with nothing to do it does nothing.
 */
export const applyJob = handler({
  payload: z.strictObject({ slot: z.iso.datetime() }),
  attempts: 5,
  run: (job) => apply(job),
})

async function apply(job: Job): Promise<{ retirements: number; points: number }> {
  const today = isoToday()
  const total = await queries.countDue(today)
  const done = { retirements: 0, points: 0 }
  if (total === 0) return done
  for (let more = true; more; ) {
    await job.progress(done.retirements + done.points, total)
    const dates = await transaction((tx) => queries.setRetirements(tx, today, batch))
    const points = await transaction(async (tx) => {
      const changed = await queries.setPoints(tx, today, batch)
      await Promise.all(changed.map((one) => record(tx, clock, pointsChanged(one))))
      return changed.length
    })
    done.retirements += dates
    done.points += points
    more = dates + points > 0
  }
  await transaction((tx) => record(tx, clock, { event: 'referential.applied', after: done }))
  await bump('personnel')
  return done
}

function pointsChanged({ id, name, version, before, after }: queries.Changed) {
  return {
    event: 'personnel.updated' as const,
    target: { kind: 'personnel' as const, id, name },
    personId: id,
    before: { indexPoints: before, version: version - 1 },
    after: { indexPoints: after, version },
  }
}

const clock = system('Référentiels en vigueur')
