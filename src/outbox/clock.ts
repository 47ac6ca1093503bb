import { setTimeout as delay } from 'node:timers/promises'
import { transaction } from '../db/sql'
import { looking } from '../lib/looking'
import { post } from './outbox'
import * as queries from './queries'
import { clockKey, type Schedule, slotOf } from './rules'

/** What a timed job is given: the beginning of its turn, as ISO 8601. */
export type Turn = { slot: string }

const lookEvery = 5_000

/**
 * Posts each timed job once per turn, however many processes have this clock: the turn is taken by a unique row, in the
 * transaction that posts the job. Turns are told by the clock of Postgres; set back or forward, it never gives one twice. A turn
 * that passed while nothing ran is made up for, once; one that comes while the job before it is unfinished is that job's.
 * The name is the kind of the job.
 */
export function startClock(timed: Readonly<Record<string, Schedule>>): { stop(): Promise<void> } {
  const taken = new Map<string, number>()
  const stopping = new AbortController()
  const quietly = looking('clock')
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await quietly(look)
      const pause = lookEvery * (0.75 + Math.random() / 2)
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  async function look(): Promise<void> {
    const now = await queries.readClock()
    for (const [name, schedule] of Object.entries(timed)) {
      const slot = slotOf(schedule, now)
      if (taken.get(name) !== slot.getTime()) await take(name, slot)
      taken.set(name, slot.getTime())
    }
  }
}

async function take(name: string, slot: Date): Promise<void> {
  await transaction(async (tx) => {
    const turn: Turn = { slot: slot.toISOString() }
    if (await queries.insertTick(tx, name, slot)) await post(tx, { kind: name, payload: turn, key: clockKey(name) })
  })
}
