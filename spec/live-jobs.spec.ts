import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { Handler, Job, NewJob } from '../src/outbox/outbox'
import { describeOnRedis, until } from './redis/server'
import type { Client } from './support/client'
import type { Listening } from './support/stream'
import { TwoSites } from './support/two-sites'

describeOnRedis('the progress of jobs on live pages', () => {
  const sites = new TwoSites()
  let runner: { stop(): Promise<void> } | undefined
  let drh: Client

  beforeEach(async () => {
    await sites.here.sql`delete from outbox`
    drh = await sites.here.as('drh')
    await firstHears()
  })
  afterEach(async () => {
    await runner?.stop()
    runner = undefined
  })

  const firstHears = async () => {
    const { sayFurther } = await import('../src/outbox/voice')
    const ear = await page(drh)
    await until(async () => {
      await sayFurther({ kind: 'leave.recount', actorId: null })
      await delay(100)
      return said(ear).length > 0
    })
    // a page that stays may be told of a job's end in the place of the one that opens later
    ear.leave()
  }
  /** Done at the second site; the pages are at the first. */
  const work = async (kind: string, run: (job: Job) => Promise<unknown>) => {
    const { startRunner } = await import('../src/outbox/runner')
    const handler: Handler = { payload: z.unknown(), attempts: 1, run }
    runner = startRunner({ [kind]: handler })
  }
  const post = async (job: Partial<NewJob> & { kind: string }) => {
    const { transaction } = await import('../src/db/sql')
    const outbox = await import('../src/outbox/outbox')
    return transaction((tx) => outbox.post(tx, { payload: { year: 2026, askedBy: 'DRH' }, ...job }))
  }
  const cancel = async (id: string) => {
    const { transaction } = await import('../src/db/sql')
    const outbox = await import('../src/outbox/outbox')
    return transaction((tx) => outbox.cancel(tx, id))
  }
  const page = (client: Client) => sites.open(sites.here, client)
  const said = ({ events }: Listening) => events.filter(({ event }) => event === 'jobs').map(({ data }) => data)

  it('is said at another process to all who may recount, once a second, and the last word finds it done', async () => {
    const [mine, others] = [await page(drh), await page(await sites.here.as('rh'))]
    const steps = 24
    await work('leave.recount', async (job) => {
      for (let step = 0; step <= steps; step++) {
        await job.progress(step, steps)
        await delay(100)
      }
    })
    const began = performance.now()
    await post({ kind: 'leave.recount' })
    await until(() => said(mine).length > 0)
    const states: string[] = []
    for (let read = 0; !states.includes('done'); ) {
      await until(() => said(mine).length > read, 15_000)
      read = said(mine).length
      const [row] = await sites.here.sql<[{ state: string }]>`select state from outbox`
      states.push(row.state)
    }
    const seconds = (performance.now() - began) / 1_000
    // at its beginning, each second, at its end
    expect(said(mine).length).toBeGreaterThanOrEqual(3)
    expect(said(mine).length).toBeLessThanOrEqual(Math.ceil(seconds) + 2)
    expect(new Set(said(mine))).toEqual(new Set(['leave.recount']))
    expect(said(others)).toEqual([])
  })

  it('is said of any other kind to whoever asked for it, and nobody else', async () => {
    const [account] = await sites.here.sql<[{ id: string }]>`select id from users where email = 'rh@mppeep.example'`
    const [asked, others] = [await page(await sites.here.as('rh')), await page(drh)]
    await work('export', async () => undefined)
    await post({ kind: 'export', actorId: account.id })
    await until(() => said(asked).length === 1)
    expect(said(asked)).toEqual(['export'])
    await post({ kind: 'export' })
    await delay(500)
    expect(await sites.here.sql`select from outbox where state = 'done'`).toHaveLength(2)
    expect([said(asked).length, said(others).length]).toEqual([1, 0])
  })

  it('is said when somebody cancels it, and not when it was over', async () => {
    const mine = await page(drh)
    const id = await post({ kind: 'leave.recount' })
    expect(await cancel(id)).toBe(true)
    await until(() => said(mine).length === 1)
    expect(await cancel(id)).toBe(false)
    await delay(300)
    expect(said(mine)).toHaveLength(1)
  })

  it('is said as its stream opens to a page that was drawn before the job was over', async () => {
    const id = await post({ kind: 'leave.recount' })
    expect((await drh.get('/mppeep/conges')).text.includes('En attente')).toBe(true)
    await sites.here.sql`update outbox set state = 'done', finished_at = now() where id = ${id}`
    // the last word of what the channel was tried with
    await delay(1_500)
    const mine = await page(drh)
    await until(() => said(mine).length === 1)
  })

  it('is found in Postgres while Redis is away, where nothing is asked when no page shows any', {
    timeout: 60_000,
  }, async () => {
    const mine = await page(drh)
    const failed = () => sites.here.log.filter((line) => line['event.name'] === 'live.jobs.away').length
    const looksFailed = async (ms: number) => {
      const before = failed()
      await sites.here.sql`alter table outbox rename to outbox_away`
      await delay(ms)
      await sites.here.sql`alter table outbox_away rename to outbox`
      return failed() - before
    }
    sites.server.freeze()
    const id = await post({ kind: 'leave.recount' })
    expect(await looksFailed(7_000)).toBe(0)
    expect((await drh.get('/mppeep/conges')).text).toContain('En attente')
    expect(await looksFailed(7_000)).toBeGreaterThan(0)
    expect(said(mine)).toEqual([])
    await sites.here.sql`update outbox set state = 'done', finished_at = now() where id = ${id}`
    await until(() => said(mine).length === 1, 7_000)
    expect(await looksFailed(7_000)).toBe(0)
    expect(said(mine)).toEqual(['leave.recount'])
    sites.server.thaw()
  })
})
