import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { acts, doneOnce, perform } from './support/acts'
import { openSite, type TestSite } from './support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
  // a Redis that was there: what is taken away is missed otherwise than what never was
  await site.redis?.stop()
  const state = async () => (await site.visitor().get('/mppeep/api/v1/health')).json().redis
  await vi.waitFor(async () => expect(await state()).not.toBe('up'), 5_000)
})
afterAll(() => site.close())
beforeEach(() => {
  site.log.length = 0
})
afterEach(() => {
  const failed = ['error.unexpected', 'database.after_commit_failed', 'job.failed', 'job.dead']
  expect(site.log.filter((line) => failed.includes(String(line['event.name'])))).toEqual([])
  expect(site.log.filter((line) => Number(line['http.response.status_code']) >= 500)).toEqual([])
})

describe('with Redis away', () => {
  it('what is left to the worker is done', async () => {
    await work()
    for (const route of ['POST /conges/recomptes', 'POST /courriers/:id/envois', 'POST /personnel/exports'])
      expect((await perform(route, await acts[route]!.ready(site))).status).toBe(303)
    const jobs = () => site.sql`select kind, state from outbox order by kind`
    const kinds = ['export', 'leave.recount', 'letter']
    await vi.waitFor(async () => expect(await jobs()).toEqual(kinds.map((kind) => ({ kind, state: 'done' }))), 10_000)
    const [ledger] = await site.sql<[{ lines: number }]>`select count(*)::int as lines from leave_ledger`
    expect(ledger.lines).toBeGreaterThan(0)
  })

  it.each(Object.keys(acts))('asked for five times at once, and again, is done once: %s', (route) =>
    doneOnce(site, route),
  )
})

/** Jobs are done until the end of this spec, as the site does beside serving. */
async function work(): Promise<void> {
  const { startRunner } = await import('../src/outbox/runner')
  const { recountJob } = await import('../src/leave/recount')
  const { letterJob } = await import('../src/mail/mail')
  const { exportJob } = await import('../src/exports/job')
  const { pen } = await import('../components/letters/letters')
  const jobs = { 'leave.recount': recountJob, letter: letterJob(pen), export: exportJob }
  const runner = startRunner(jobs)
  onTestFinished(() => runner.stop())
}
