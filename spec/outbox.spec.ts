import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { Handlers, Job, NewJob } from '../src/outbox/outbox'
import { until } from './redis/server'
import { lines, outbox, run, site, soon, states, transaction } from './support/outbox'

const jobs = (work: (job: Job, payload: { n: number }) => Promise<unknown>, attempts = 3): Handlers => ({
  count: outbox.handler({ payload: z.object({ n: z.number() }), attempts, run: work }),
})
const ask = (job: Partial<NewJob> = {}) =>
  transaction((tx) => outbox.post(tx, { kind: 'count', payload: { n: 1 }, ...job }))

describe('what is posted', () => {
  it('is done once, soon after the commit and never before', { timeout: 30_000 }, async () => {
    const done: string[] = []
    run(jobs(async ({ id }) => void done.push(id)))
    await delay(800)
    const times: number[] = []
    for (let round = 0; round < 20; round++) {
      const id = await transaction(async (tx) => {
        const posted = await outbox.post(tx, { kind: 'count', payload: { n: round } })
        await delay(20)
        expect(done).not.toContain(posted)
        return posted
      })
      times.push(await until(() => done.includes(id)))
    }
    expect(new Set(done).size).toBe(20)
    expect(done).toHaveLength(20)
    // by the sweep alone it would be half a second
    expect(median(times)).toBeLessThan(200)
  })

  it('is nothing when the transaction is rolled back', async () => {
    const done: string[] = []
    run(jobs(async ({ id }) => void done.push(id)))
    const failing = transaction(async (tx) => {
      await outbox.post(tx, { kind: 'count', payload: { n: 1 } })
      throw new Error('refused')
    })
    await expect(failing).rejects.toThrow('refused')
    await ask()
    await soon(() => expect(done).toHaveLength(1))
    expect(await states()).toEqual(['done'])
  })

  it('is found by the sweep within two seconds when nobody said it', async () => {
    const done: string[] = []
    run(jobs(async ({ id }) => void done.push(id)))
    await delay(800)
    const id = await transaction((tx) => outbox.post(tx, { kind: 'count', payload: { n: 1 } }))
    await vi.waitFor(() => expect(done).toEqual([id]), 2_000)
  })

  it('waits for its time', async () => {
    const began = Date.now()
    const done: number[] = []
    run(jobs(async () => void done.push(Date.now())))
    await ask({ dueAt: new Date(began + 1_500) })
    await vi.waitFor(() => expect(done).toHaveLength(1), 4_000)
    expect(done[0]).toBeGreaterThanOrEqual(began + 1_500)
  })

  it('under one key is one job until it is over, also when twenty ask at once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => ask({ key: 'recount 2026' })))
    expect(new Set(ids).size).toBe(1)
    run(jobs(async () => undefined))
    await soon(async () => expect(await states()).toEqual(['done']))
    expect(await ask({ key: 'recount 2026' })).not.toBe(ids[0])
  })
})

describe('a runner', () => {
  it('shares two hundred jobs with another, each done once', { timeout: 30_000 }, async () => {
    await transaction(async (tx) => {
      for (let n = 0; n < 200; n++) await outbox.post(tx, { kind: 'count', payload: { n } })
    })
    const done: number[] = []
    const handlers = jobs(async (_job, { n }) => {
      await delay(Math.random() * 10)
      done.push(n)
    })
    run(handlers)
    run(handlers)
    await vi.waitFor(
      async () => expect(await site.sql`select from outbox where state = 'done'`).toHaveLength(200),
      20_000,
    )
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n))
    expect(await site.sql`select distinct attempts from outbox`).toEqual([{ attempts: 1 }])
  })

  it('that has its hands full leaves what is posted to another, at once', { timeout: 30_000 }, async () => {
    const ends: (() => void)[] = []
    const done: string[] = []
    const quick = jobs(async ({ id }) => void done.push(id))
    const long = jobs(() => new Promise<void>((resolve) => ends.push(resolve))).count!
    run({ ...quick, long })
    for (let n = 0; n < 4; n++) await ask({ kind: 'long' })
    await soon(() => expect(ends).toHaveLength(4))
    run(quick)
    await delay(800)
    const times: number[] = []
    for (let round = 0; round < 20; round++) {
      const id = await ask()
      times.push(await until(() => done.includes(id)))
    }
    for (const end of ends) end()
    // those whose word was swallowed would wait for the sweep, half a second on average, and they would be every other one
    expect(times.filter((ms) => ms > 200).length).toBeLessThan(5)
  })

  it('tries again what failed, later each time, and gives up with the last reason', { timeout: 15_000 }, async () => {
    const times: number[] = []
    run(
      jobs(async () => {
        times.push(performance.now())
        throw new Error(`attempt ${times.length}`)
      }, 3),
    )
    const id = await ask()
    await vi.waitFor(async () => expect(await states()).toEqual(['dead']), 12_000)
    expect(times).toHaveLength(3)
    expect(times[1]! - times[0]!).toBeGreaterThan(990)
    expect(times[2]! - times[1]!).toBeGreaterThan(1_990)
    expect(await outbox.findJob(id)).toMatchObject({ state: 'dead', reason: 'attempt 3' })
    expect(lines('job.failed').map(({ kind, id: job, attempts }) => [kind, job, attempts])).toEqual([
      ['count', id, 1],
      ['count', id, 2],
    ])
    expect(lines('job.dead')).toMatchObject([
      { kind: 'count', id, attempts: 3, ms: expect.any(Number), reason: 'attempt 3' },
    ])
  })

  it('keeps what a handler returns, and says so in one line', async () => {
    run(jobs(async (_job, { n }) => ({ twice: n * 2 })))
    const id = await ask({ payload: { n: 21 } })
    await soon(async () => expect(await outbox.findJob(id)).toMatchObject({ state: 'done', result: { twice: 42 } }))
    await soon(() =>
      expect(lines('job.done')).toMatchObject([{ kind: 'count', id, attempts: 1, ms: expect.any(Number) }]),
    )
  })

  it('gives up at once what cannot be read, with its reason', async () => {
    run(jobs(async () => undefined))
    const id = await ask({ payload: { n: 'one' } })
    await soon(async () => expect(await states()).toEqual(['dead']))
    expect((await outbox.findJob(id))!.reason).toMatch(/^Contenu illisible\u202f: n \(/)
  })

  it('keeps waiting a kind that it does not know, says so once, and does it when it is known', async () => {
    await ask({ kind: 'tomorrow' })
    await ask({ kind: 'tomorrow' })
    run(jobs(async () => undefined))
    await ask()
    await soon(async () => expect(await states()).toEqual(['waiting', 'waiting', 'done']))
    expect(lines('job.unknown').map(({ kind }) => kind)).toEqual(['tomorrow'])
    run({ tomorrow: jobs(async () => undefined).count! })
    await soon(async () => expect(await states()).toEqual(['done', 'done', 'done']))
  })

  it('takes over from one that gives no sign of life, and the late one changes nothing any more', async () => {
    const ends: (() => void)[] = []
    const handlers = jobs(async ({ attempt }) => {
      if (attempt === 1) await new Promise<void>((resolve) => ends.push(resolve))
      return { attempt }
    })
    run(handlers)
    const id = await ask()
    await soon(() => expect(ends).toHaveLength(1))
    run(handlers)
    await site.sql`update outbox set lease_until = now() - interval '1 second' where id = ${id}`
    await soon(async () => expect(await outbox.findJob(id)).toMatchObject({ state: 'done', result: { attempt: 2 } }))
    ends[0]!()
    await soon(() => expect(lines('job.left')).toMatchObject([{ id, attempts: 1 }]))
    expect(await outbox.findJob(id)).toMatchObject({ state: 'done', result: { attempt: 2 } })
  })

  it('gives up a job whose workers all died in the middle of it', async () => {
    const done: string[] = []
    const id = await ask()
    await site.sql`
      update outbox set state = 'running', worker = 'gone', attempts = 3, lease_until = now() - interval '1 second'`
    run(jobs(async () => void done.push(id), 3))
    await soon(async () => expect(await states()).toEqual(['dead']))
    expect(done).toEqual([])
  })
})

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!
}
