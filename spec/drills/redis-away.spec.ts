import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import { describeOnRedis, until } from '../redis/server'
import type { Client } from '../support/client'
import { atRate, layGround } from './ground'
import { Ledger } from './ledger'

/**
 * Two processes that share a Redis. What one of them does for each kind of request, and an account disabled meanwhile:
 * `auth/redis-drills.spec.ts`; an old append-only file that comes back: `redis-restored.spec.ts`.
 */
const pages = ['accueil', 'personnel', 'dashboard', 'personnel/nouveau']

describeOnRedis('with Redis', () => {
  const ground = layGround({ sites: 2, redis: ['--appendonly', 'yes'] })
  let clients: Client[]

  beforeAll(async () => {
    clients = await Promise.all([...ground.sites, ...ground.sites].map((site) => site.signIn()))
  })

  it.each([
    ['killed', 6, () => ground.redis.kill(), () => ground.redis.start()],
    ['frozen for ten seconds', 13, () => ground.redis.freeze(), () => ground.redis.thaw()],
  ])(
    '%s, nobody is signed out, nothing fails once it is known, and it heals by itself',
    {
      timeout: 60_000,
    },
    async (_what, seconds, away, back) => {
      const ledger = new Ledger()
      const seen: { at: number; status: number }[] = []
      let gone = 0
      const fault = async () => {
        await delay(1_000)
        gone = performance.now()
        await away()
        await delay((seconds - 3) * 1_000)
        await back()
      }
      const visit = async (i: number) => {
        const at = performance.now()
        if (i % 10 === 0) return ledger.write(clients[i % 4]!)
        const { status } = await clients[i % 4]!.get(`/mppeep/${pages[i % pages.length]}`)
        seen.push({ at, status })
      }
      await Promise.all([atRate(40, seconds, visit), fault()])
      expect(seen).toHaveLength(seconds * 36)
      // a sign-in page would be a 303
      expect(seen.filter(({ status }) => status < 500 && status !== 200)).toEqual([])
      expect(seen.filter(({ at, status }) => status >= 500 && (at < gone || at > gone + 2_000))).toEqual([])
      for (const client of clients)
        await until(async () => (await client.get('/mppeep/api/v1/health')).json().redis === 'up', 10_000)
      expect(await ledger.check(ground.database.sql)).toEqual({ lost: [], notOnce: [] })
      expect(ledger.acknowledged.size).toBe(seconds * 4)
      for (const site of ground.sites)
        expect(site.log.filter((line) => line['event.name'] === 'error.unexpected')).toEqual([])
    },
  )

  it('flushed three times at 200 requests a second, nobody is signed out and a piece is made once per process at most', {
    timeout: 60_000,
  }, async () => {
    const visit = (i: number) =>
      clients[i % 4]!.get('/mppeep/dashboard').then(({ status }) => void statuses.push(status))
    const statuses: number[] = []
    await ground.redis.inspector.flushAll()
    const cold = await scans(() => visit(0))
    expect(cold).toBeGreaterThan(0)
    const flushes = async () => {
      for (let i = 0; i < 3; i++) {
        await delay(700)
        await ground.redis.inspector.flushAll()
      }
    }
    const made = await scans(() => Promise.all([atRate(200, 3, visit), flushes()]))
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(statuses).toHaveLength(601)
    expect(made).toBeLessThanOrEqual(cold * 3 * 2)
  })

  /** How often tables that only the dashboard's pieces read were read meanwhile; Postgres tells within a second or two. */
  async function scans(work: () => Promise<unknown>): Promise<number> {
    const count = async () => {
      await delay(2_500)
      const [row] = await ground.database.sql<[{ count: number }]>`
        select sum(seq_scan + coalesce(idx_scan, 0))::int as count from pg_stat_user_tables
        where relname in ('evaluations', 'evaluation_totals', 'absence_totals', 'retirement_limits')`
      return row.count
    }
    const before = await count()
    await work()
    return (await count()) - before
  }
})
