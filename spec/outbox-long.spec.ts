import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { Handlers, Job } from '../src/outbox/outbox'
import { lines, outbox, run, running, site, soon, states, transaction } from './support/outbox'

const jobs = (work: (job: Job) => Promise<unknown>): Handlers => ({
  count: outbox.handler({ payload: z.object({}), attempts: 3, run: work }),
})
const ask = () => transaction((tx) => outbox.post(tx, { kind: 'count', payload: {} }))

describe('a long job', () => {
  const counting = (until: number, seen: { n: number }) =>
    jobs(async (job) => {
      for (seen.n = 1; seen.n <= until; seen.n++) {
        await job.progress(seen.n, until)
        await delay(10)
      }
    })

  it('says how far it is, and stops when it is cancelled', async () => {
    const seen = { n: 0 }
    run(counting(10_000, seen))
    const id = await ask()
    await soon(async () =>
      expect(await outbox.findJob(id)).toMatchObject({ progressDone: expect.any(Number), progressTotal: 10_000 }),
    )
    expect(await transaction((tx) => outbox.cancel(tx, id))).toBe(true)
    await soon(() => expect(lines('job.left')).toHaveLength(1))
    const stopped = seen.n
    await delay(100)
    expect(seen.n).toBe(stopped)
    expect(await states()).toEqual(['cancelled'])
    expect(await transaction((tx) => outbox.cancel(tx, id))).toBe(false)
  })

  it('hears of it at the next sign of life when it says nothing itself', { timeout: 12_000 }, async () => {
    let heard = false
    run(
      jobs(async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        heard = true
      }),
    )
    const id = await ask()
    await soon(async () => expect(await states()).toEqual(['running']))
    await transaction((tx) => outbox.cancel(tx, id))
    await vi.waitFor(() => expect(heard).toBe(true), 6_000)
  })

  it('that is short enough ends before the process does', async () => {
    run(counting(20, { n: 0 }))
    await ask()
    await soon(async () => expect(await states()).toEqual(['running']))
    await running.pop()!.stop()
    expect(await states()).toEqual(['done'])
  })

  it('is given back within ten seconds by a process that stops, as if it had not begun', {
    timeout: 15_000,
  }, async () => {
    run(jobs(({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))))
    await ask()
    await soon(async () => expect(await states()).toEqual(['running']))
    const began = performance.now()
    await running.pop()!.stop()
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(await site.sql`select state, attempts, worker from outbox`).toEqual([
      { state: 'waiting', attempts: 0, worker: null },
    ])
  })
})
