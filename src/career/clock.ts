import { z } from 'zod'
import { record } from '../activities/activities'
import { system } from '../actor'
import { transaction } from '../db/sql'
import { listKeepers } from '../documents/documents'
import { isoToday } from '../lib/today'
import { notify } from '../notifications/notifications'
import { handler, type Job } from '../outbox/outbox'
import { bump } from '../redis/cache'
import { stated } from './career'
import * as queries from './queries'

const batch = 500

/**
 * Acts whose day has come take effect in the files, whatever days were missed: whoever is not as their acts say becomes so. In
 * batches, each whole; begun again after a fall it goes on where it was, and with nothing to do it does nothing.
 */
export const careerJob = handler({
  payload: z.strictObject({ slot: z.iso.datetime() }),
  attempts: 5,
  run: (job) => takeEffect(job),
})

async function takeEffect(job: Job): Promise<{ people: number; prevented: number }> {
  const today = isoToday()
  const late = await queries.listLate(today)
  for (let done = 0; done < late.length; done += batch) {
    await job.progress(done, late.length)
    await transaction(async (tx) => {
      const held = await queries.holdLate(tx, late.slice(done, done + batch), today)
      const applied = await queries.applyTo(tx, held, today)
      await Promise.all(applied.map((one) => record(tx, clock, { event: 'career.applied', ...changed(one) })))
    })
  }
  if (late.length > 0) await bump('personnel')
  return { people: late.length, prevented: await tellPrevented(today) }
}

/** A unit was closed meanwhile: whoever was to come into it stays where they are, and those who keep the files hear of it once. */
async function tellPrevented(today: string): Promise<number> {
  return transaction(async (tx) => {
    const prevented = await queries.listPrevented(tx, today)
    const keepers = prevented.length > 0 ? await listKeepers(tx) : []
    for (const { id, actId, name, unit } of prevented) {
      const title = `${name.slice(0, 80)} reste dans son unité\u202f: «\u202f${unit.slice(0, 60)}\u202f» est fermée.`
      const told = {
        kind: 'career.prevented',
        title,
        personId: id,
        href: `/personnel/${id}?onglet=carriere#acte-${actId}`,
      }
      for (const userId of keepers) await notify(tx, { userId, ...told })
    }
    return prevented.length
  })
}

function changed(applied: queries.Applied) {
  const { id, name } = applied
  return { target: { kind: 'personnel' as const, id, name }, personId: id, ...stated(applied) }
}

const clock = system('Actes de carrière du jour')
