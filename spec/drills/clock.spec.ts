import { createHash } from 'node:crypto'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnRedis, until } from '../redis/server'
import type { Client } from '../support/client'
import { clockTurns, dailyTurns, layGround } from './ground'
import { type Program, type SiteProcess, startSite, startWorker } from './program'

const hour = 3_600_000

/**
 * The clock of the processes is set, and that of Postgres is not, as when they are on two machines: what Postgres decides by its
 * own `now()` (turns of the clock, leases, what has expired) must not follow theirs. Should its own be set, what keeps a turn
 * from coming twice is a unique row (`outbox-clock.spec.ts`).
 */
describeOnRedis('a clock that is set one hour forward, then one hour back', () => {
  const ground = layGround({ sites: 0, redis: [], mailbox: true })
  const folder = mkdtempSync(join(tmpdir(), 'drill-'))
  const file = join(folder, 'clock')
  const programs: Program[] = []
  let env: Record<string, string>
  let site: SiteProcess

  beforeAll(async () => {
    await set(0)
    const shifted = new URL('shifted-clock.mjs', import.meta.url).href
    env = { ...ground.env, NODE_OPTIONS: `--import=${shifted}`, DRILL_CLOCK: file }
    site = await startSite(env)
    programs.push(site)
  })
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.kill()))
    rmSync(folder, { recursive: true, force: true })
  })

  it('brings no session back to life, and no turn a second time, and no time is less than none', {
    timeout: 60_000,
    retry: 0,
  }, async () => {
    const { sql } = ground.database
    const [start] = await sql<[{ now: Date }]>`select now() as now`
    const [present, gone, expired, revoked] = await Promise.all([1, 2, 3, 4].map(() => site.signIn()))
    await gone!.post('/mppeep/deconnexion', {})
    await until(async () => (await sql`select from clock_ticks`).length >= 4)

    await set(hour)
    await expectHolders([present!, expired!, revoked!], [gone!])
    const late = await site.signIn()
    programs.push(await startWorker(env))
    // Redis hears of neither: the copy of the one was made an hour from now, that of the other is away
    await sql`delete from sessions where id = ${hashOf(revoked!)}`
    await sql`update sessions set expires_at = now() - interval '1 minute' where id = ${hashOf(expired!)}`
    await ground.redis.inspector.del(`session:{${hashOf(expired!)}}`)
    expect(await ground.redis.inspector.exists(`session:{${hashOf(revoked!)}}`)).toBe(1)
    await turns()

    await set(-hour)
    await expectHolders([present!, late], [gone!, expired!, revoked!])
    programs.push(await startWorker(env))
    const early = await site.signIn()
    await turns()

    await set(0)
    await expectHolders([present!, late, early], [gone!, expired!, revoked!])

    const ticks = await sql<{ name: string; slot: Date; jobs: number }[]>`
      select name, slot,
        (select count(*)::int from outbox where kind = name and (payload ->> 'slot')::timestamptz = slot) as jobs
      from clock_ticks order by name, slot`
    expect(new Set(ticks.map(({ name }) => name))).toEqual(clockTurns)
    const end = (await sql<[{ now: Date }]>`select now() as now`)[0].now
    for (const { name, slot, jobs } of ticks) {
      expect([name, jobs <= 1]).toEqual([name, true])
      // never one of an hour to come, nor of one that is over
      expect(slot.getTime()).toBeLessThanOrEqual(end.getTime())
      const minutes = name === 'units.end' ? 61 : 11
      if (!dailyTurns.includes(name)) expect(slot.getTime()).toBeGreaterThan(start.now.getTime() - minutes * 60_000)
    }
    const twice =
      await sql`select from outbox where payload ? 'slot' group by kind, payload ->> 'slot' having count(*) > 1`
    expect(twice).toHaveLength(0)
    await until(async () => (await sql`select from outbox where finished_at is null and due_at <= now()`).length === 0)

    const lines = programs.flatMap(({ log }) => log)
    // they did believe it
    const hours = new Set(lines.map(({ timestamp }) => Math.round((Date.parse(String(timestamp)) - Date.now()) / hour)))
    expect(hours).toEqual(new Set([-1, 0, 1]))
    const times = lines.flatMap((line) => Object.entries(line).filter(([name]) => /(^|[_.])ms$/.test(name)))
    expect(times.length).toBeGreaterThan(50)
    expect(times.filter(([, ms]) => !(Number(ms) >= 0))).toEqual([])
    const metrics = await (await fetch(`${site.origin}/metrics`)).text()
    expect(metrics).toMatch(/_seconds_(sum|count)/)
    expect(metrics.split('\n').filter((line) => /^[^#].* -/.test(line))).toEqual([])
  })

  async function set(ms: number): Promise<void> {
    // whole at any instant
    writeFileSync(`${file}.new`, String(ms))
    renameSync(`${file}.new`, file)
    await delay(200)
  }

  async function expectHolders(holders: Client[], others: Client[]): Promise<void> {
    const statuses = async (clients: Client[]) =>
      (await Promise.all(clients.map((client) => client.get('/mppeep/accueil')))).map(({ status }) => status)
    expect(await statuses(holders)).toEqual(holders.map(() => 200))
    expect(await statuses(others)).toEqual(others.map(() => 303))
  }

  /** Long enough for every process to have looked whose turn it is. */
  async function turns(): Promise<void> {
    await delay(6_500)
  }
})

/** The name of somebody's session, in Postgres as in Redis. */
function hashOf(client: Client): string {
  return createHash('sha256').update(client.cookies.get('session_id')!).digest('hex')
}
