import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { Handlers, Job } from '../src/outbox/outbox'
import { clockKey } from '../src/outbox/rules'
import { lines, outbox, run, running, site, soon, states, transaction } from './support/outbox'

/** Who follows the log all day is not told, three times a minute, that there was nothing to do. */
const doing = (work: (job: Job) => Promise<unknown>): Handlers => ({
  look: outbox.handler({ payload: z.object({}), attempts: 2, run: work }),
})
const ask = (key?: string) => transaction((tx) => outbox.post(tx, { kind: 'look', payload: {}, key }))
const clock = clockKey('look')

async function saidOf(work: (job: Job) => Promise<unknown>, key?: string): Promise<number> {
  run(doing(work))
  await ask(key)
  await vi.waitFor(async () => expect(await states()).toEqual(['done']), 10_000)
  // the line follows the row
  await delay(100)
  return lines('job.done').length
}

describe('a job that the clock posted', () => {
  it.each([[0], [null], [{ ended: 0, prevented: 0 }]])(
    'and that found nothing to do (%j) has no line',
    async (result) => {
      expect(await saidOf(async () => result, clock)).toBe(0)
    },
  )

  it.each([[3], [{ ended: 0, prevented: 1 }], ['said'], [undefined]])(
    'and that did something, or does not say (%j), has its line',
    async (result) => {
      expect(await saidOf(async () => result, clock)).toBe(1)
    },
  )

  it('has its line when it took a second to find nothing', async () => {
    expect(await saidOf(async () => delay(1_050, 0), clock)).toBe(1)
  })

  it('has its line when it failed before', async () => {
    const work = async ({ attempt }: Job) => {
      if (attempt === 1) throw new Error('away')
      return 0
    }
    expect(await saidOf(work, clock)).toBe(1)
  })
})

describe('a job that somebody posted', () => {
  it.each([undefined, 'once', clockKey('other')])('has its line whatever it did (key %s)', async (key) => {
    expect(await saidOf(async () => 0, key)).toBe(1)
  })
})

it('an idle site says nothing of the turns of its clock', { timeout: 60_000 }, async () => {
  const { startWork } = await import('../src/work')
  const turnsDone = async () => {
    running.push(startWork())
    await vi.waitFor(async () => expect(await states()).toEqual(Array(10).fill('done')), 20_000)
    await delay(100)
    await running.pop()!.stop()
  }
  // the first turns find the hours that nobody counted yet
  await turnsDone()
  await site.sql`delete from outbox`
  await site.sql`delete from clock_ticks`
  site.log.length = 0
  await turnsDone()
  expect(site.log).toEqual([])
  await soon(async () => expect(await site.sql`select from clock_ticks`).toHaveLength(10))
})
