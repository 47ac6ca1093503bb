import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { connectDirectly } from '../src/db/sql'
import type * as Clock from '../src/outbox/clock'
import type { Handlers } from '../src/outbox/outbox'
import type * as Runner from '../src/outbox/runner'
import { copyDatabase, openSite, type TestSite } from './support/site'

let site: TestSite
let startClock: typeof Clock.startClock
let startRunner: typeof Runner.startRunner
let handlers: Handlers
let slots: string[]
const running: { stop(): Promise<void> }[] = []

/** However slow the machine. */
const soon = <T>(check: () => T) => vi.waitFor(check, 5_000)

beforeAll(async () => {
  site = await openSite({ env: { DATABASE_URL: await databaseWhoseClockTurns() } })
  ;({ startClock } = await import('../src/outbox/clock'))
  ;({ startRunner } = await import('../src/outbox/runner'))
  const { handler } = await import('../src/outbox/outbox')
  handlers = {
    hourly: handler({
      payload: z.object({ slot: z.string() }),
      attempts: 1,
      run: async (_job, { slot }) => void slots.push(slot),
    }),
  }
})
afterAll(() => site.close())
beforeEach(async () => {
  slots = []
  await site.sql`delete from outbox`
  await site.sql`delete from clock_ticks`
  await turnTo(0)
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
})

const timed = { hourly: { hours: 1 } }
/** What the queries of the site take for the present, hours away from it. */
const turnTo = (hours: number) => site.sql`update warp.offsets set hours = ${hours}`

it('gives a turn once, whoever has a clock and however often they look', async () => {
  running.push(startRunner(handlers), startRunner(handlers))
  running.push(...Array.from({ length: 5 }, () => startClock(timed)))
  await soon(() => expect(slots).toHaveLength(1))
  await Promise.all(running.slice(2).map((clock) => clock.stop()))
  running.push(startClock(timed))
  await lookedAt()
  expect(new Set(slots).size).toBe(slots.length)
  expect(await site.sql`select from outbox`).toHaveLength(slots.length)
})

it('never gives one twice, though the clock is set forward and back', async () => {
  running.push(startRunner(handlers))
  for (const hours of [-1, 0, 1, 0, -1, 24 * 365, 0, -1]) {
    await turnTo(hours)
    const clocks = [startClock(timed), startClock(timed)]
    await lookedAt()
    await Promise.all(clocks.map((clock) => clock.stop()))
    await tidy()
  }
  expect(new Set(slots).size).toBe(slots.length)
  // three neighbours and the one a year ahead, or one more when an hour ended meanwhile
  expect([4, 5]).toContain(slots.length)
})

async function lookedAt(): Promise<void> {
  const ticks = () => site.sql`select from clock_ticks`
  for (let before = -1, now = 0; before !== now; ) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 300))
    now = (await ticks()).length
  }
  await soon(async () => expect(await site.sql`select from outbox where finished_at is null`).toEqual([]))
}

async function tidy(): Promise<void> {
  const { tidy: clean } = await import('../src/work')
  await clean()
}

/** `now()` in a query means ours before it means Postgres's. */
async function databaseWhoseClockTurns(): Promise<string> {
  const url = await copyDatabase('ground_empty')
  const owner = connectDirectly(url)
  await owner`create schema warp`
  await owner`create table warp.offsets as select 0 as hours`
  await owner`create function warp.now() returns timestamptz language sql stable
    return pg_catalog.now() + (select hours from warp.offsets) * interval '1 hour'`
  await owner.unsafe(`alter database ${new URL(url).pathname.slice(1)} set search_path = warp, public, pg_catalog`)
  await owner.end()
  return url
}
