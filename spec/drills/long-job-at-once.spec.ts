import { setTimeout as delay } from 'node:timers/promises'
import type { ISql } from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, disconnect } from '../../src/db/sql'
import { isoToday } from '../../src/lib/today'
import { loadMany } from '../bench/load'
import { describeOnRedis, until } from '../redis/server'
import type { Client } from '../support/client'
import { importSignedIn } from '../support/signed-in'
import { layGround } from './ground'
import { listening, type Program, type SiteProcess, startSite, startWorker } from './program'

/** What one process does when asked, refused, cancelled and asked again is in `leave.spec.ts`; its lock, in `locks.spec.ts`. */
describeOnRedis('the long job, started by a hundred people at two sites at once', () => {
  const ground = layGround({ sites: 0, redis: [] })
  const sites: SiteProcess[] = []
  const workers: Program[] = []
  const people: Client[] = []
  const present = Number(isoToday().slice(0, 4))
  let units: number

  beforeAll(async () => {
    const { env } = ground
    // the work is done by those who do nothing else, so that they can be told apart
    for (let i = 0; i < 2; i++) sites.push(await startSite({ ...env, WORK: 'false' }, { wait: false }))
    for (let i = 0; i < 2; i++) workers.push(await startWorker(env, { wait: false }))
    await addPeople()
    await Promise.all([...sites.map(listening), ...workers.map(working)])
    await signIn()
  })
  afterAll(() => Promise.all([disconnect(), ...[...sites, ...workers].map((program) => program.kill())]))

  it('is one run, to which everybody is led, and everyone is counted once', { retry: 0 }, async () => {
    const { id } = await startAtOnce(present)
    expect(await ended(id)).toMatchObject({ state: 'done', attempts: 1, done: units, total: units })
    await expectCounted(present, [id])
    const before = await linesOf(present)
    expect(before).toBeGreaterThan(3_000)

    // once it is over, asking is asking for another, which finds that nothing is missing
    const next = await startAtOnce(present)
    expect(next.id).not.toBe(id)
    expect(await ended(next.id)).toMatchObject({ state: 'done', attempts: 1, result: { lines: 0 } })
    expect(await linesOf(present)).toBe(before)
    await expectCounted(present, [id, next.id])
  })

  it('is one run when Redis was killed the moment before', { retry: 0 }, async () => {
    const year = present - 1
    await ground.redis.kill()
    const { id } = await startAtOnce(year)
    expect(await ended(id)).toMatchObject({ state: 'done', attempts: 1, done: units, total: units })
    await expectCounted(year, [id])
    await ground.redis.start()
    for (const person of people.slice(0, 2))
      await until(async () => (await person.get('/mppeep/api/v1/health')).json().redis === 'up', 10_000)
  })

  it('is ended by the other worker when the one at it was killed in the middle', { retry: 0 }, async () => {
    const year = present - 2
    const { id } = await startAtOnce(year, 0.5, ({ worker }) =>
      workers.find(({ child }) => worker.includes(`:${child.pid}:`))!.kill(),
    )
    const written = await linesOf(year)
    // as if half a minute had passed
    await ground.redis.inspector.del(`lock:{leave.recount ${year}}`)
    await ground.database.sql`update locks set expires_at = now() where name = ${`leave.recount ${year}`}`
    await ground.database.sql`update outbox set lease_until = now() where id = ${id}`
    const run = await ended(id)
    expect(run).toMatchObject({ state: 'done', attempts: 2, done: units, total: units })
    expect(Math.min(written, run.result!.lines)).toBeGreaterThan(500)
    expect(run.result!.lines).toBe((await linesOf(year)) - written)
    await expectCounted(year, [id])
  })

  const working = ({ log }: Program) => until(() => log.some((line) => line['event.name'] === 'worker.started'), 30_000)

  /** Enough of them, in enough services, that counting them takes a few seconds. */
  async function addPeople(): Promise<void> {
    const { url, sql } = ground.database
    connect({ url, prepare: false, connections: 4 })
    await sql`
      insert into units (code, name, kind, parent_id)
      select 'DRILL-' || n, 'Service ' || n, 'service', id from units, generate_series(1, 150) as n where parent_id is null`
    await loadMany(sql, { people: 3_000, absences: 9_000, evaluations: 0, today: isoToday() })
    const [row] = await sql<[{ count: number }]>`select count(distinct unit_id)::int as count from personnel`
    units = row.count
  }

  /** A hundred who may ask for it, each with an account of their own, half of them at each site. */
  async function signIn(): Promise<void> {
    const rows = await ground.database.sql<{ email: string }[]>`
      with made as (
        insert into users (email, name, password_hash)
        select 'drh' || n || '@mppeep.example', 'Directrice ' || n, password_hash
        from users
        cross join generate_series(1, 100) as n
        where email = 'drh@mppeep.example'
        returning id, email
      ), given as (
        insert into user_roles (user_id, role) select id, 'drh' from made
      )
      select email from made`
    const enter = await importSignedIn()
    for (const [i, { email }] of rows.entries()) {
      const person = sites[i % 2]!.visitor()
      await enter(person, email)
      people.push(person)
    }
  }

  type Begun = { id: string; worker: string }

  /**
   * The run that a hundred people come to have asked for, as each of them sees it; somebody is at it, and nobody else. It waits
   * at somebody so far in it: on no machine is it over before all have asked, and what is done `meanwhile` is done in its middle.
   */
  function startAtOnce(year: number, part = 0.98, meanwhile?: (run: Begun) => Promise<void>): Promise<Begun> {
    const { sql } = ground.database
    return sql.begin(async (tx) => {
      const pid = await stopAt(tx, year, part)
      const answers = await Promise.all(
        people.map((person) => person.post('/mppeep/conges/recomptes', { annee: String(year) })),
      )
      expect(answers.map(({ status, headers }) => `${status} ${headers.location}`)).toEqual(
        Array(100).fill('303 /mppeep/conges'),
      )
      const shown = (await Promise.all(people.map(shownTo))).flat()
      const waiting = () => sql`select from pg_stat_activity where ${pid} = any (pg_blocking_pids(pid))`
      await until(async () => (await waiting()).length > 0, 15_000)
      const runs = await sql<Begun[]>`
        select id, worker from outbox
        where kind = 'leave.recount' and payload ->> 'year' = ${String(year)} and finished_at is null`
      expect(runs).toHaveLength(1)
      expect(shown).toEqual(Array(100).fill(runs[0]!.id))
      expect(await waiting()).toHaveLength(1)
      await meanwhile?.(runs[0]!)
      return runs[0]!
    }) as Promise<Begun>
  }

  /** The runs on the page of this person, who comes back when told that there are too many at the moment. */
  async function shownTo(person: Client): Promise<string[]> {
    let page = await person.get('/mppeep/conges')
    for (let tries = 0; page.status === 503 && tries < 10; tries++) {
      await delay(1_000)
      page = await person.get('/mppeep/conges')
    }
    return [...page.text.matchAll(/recomptes\/([\w-]+)\/annulation/g)].map(([, id = '']) => id)
  }

  /** Until the transaction is over, nobody can count whoever comes so far in the order of the count. Its process in Postgres. */
  async function stopAt(tx: ISql, year: number, part: number): Promise<number> {
    await tx`set local idle_in_transaction_session_timeout = '60s'`
    // apart, for what an offset leaves out is locked too
    const reached = tx`
      select p.id from personnel p
      join units u on u.id = p.unit_id
      where started_on <= make_date(${year}, 1, 1) and left_on is null
      order by u.name_key, u.id, p.id
      offset (
        select (${part}::float8 * count(*))::int from personnel
        where started_on <= make_date(${year}, 1, 1) and left_on is null)
      limit 1`
    const [row] = await tx<[{ pid: number }]>`
      select pg_backend_pid() as pid from personnel where id = (${reached}) for update`
    return row.pid
  }

  type Run = { state: string; attempts: number; done: number; total: number; result: { people: number; lines: number } }

  async function ended(id: string): Promise<Run> {
    let run: Run | undefined
    await until(async () => {
      ;[run] = await ground.database.sql<Run[]>`
        select state, attempts, progress_done as done, progress_total as total, result
        from outbox where id = ${id} and finished_at is not null`
      return run !== undefined
    }, 15_000)
    return run!
  }

  async function linesOf(year: number): Promise<number> {
    const [row] = await ground.database.sql<[{ count: number }]>`
      select count(*)::int as count from leave_ledger where year = ${year}`
    return row.count
  }

  /** Each of these runs was done once, by one of them, there was no other, and the ledger says what the rule says, once. */
  async function expectCounted(year: number, ids: string[]): Promise<void> {
    const { sql } = ground.database
    const runs =
      await sql`select id from outbox where kind = 'leave.recount' and payload ->> 'year' = ${String(year)} order by id`
    expect(runs.map(({ id }) => id)).toEqual(ids)
    const done = () =>
      workers.flatMap(({ log }) =>
        log.filter((line) => line['event.name'] === 'job.done' && ids.includes(String(line.id))),
      )
    await until(() => done().length >= ids.length)
    expect(
      done()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids)
    const told = await sql`select from activities where event = 'leave.recounted' and target_id = ${String(year)}`
    expect(told).toHaveLength(ids.length)
    // by ranges of days, which the site does not count with
    const different = await sql`
      with served as (
        select id, daterange(started_on, left_on) * y.days as days, upper(y.days) - lower(y.days) as length, y.days as year
        from personnel, (select daterange(make_date(${year}, 1, 1), make_date(${year + 1}, 1, 1)) as days) y
        where started_on < upper(y.days) and coalesce(left_on, 'infinity') > lower(y.days)
      ), wanted as (
        select id, 'droit' as kind, ceil(60.0 * (upper(days) - lower(days)) / length) / 2 as days
        from served where not isempty(days)
        union all
        select s.id, 'pris', -sum(upper(stay) - lower(stay))
        from served s
        join absences a on a.person_id = s.id and a.type = 'conge_annuel' and a.cancelled_at is null
        cross join lateral (select daterange(a.starts_on, a.ends_on, '[]') * s.year as stay) stays
        where not isempty(stay)
        group by s.id
      ), written as (
        select person_id, kind, days from leave_ledger where year = ${year}
      )
      (select 'lacks', * from (select * from wanted except all select * from written) as lacking)
      union all
      (select 'has', * from (select * from written except all select * from wanted) as much)`
    expect(different).toEqual([])
  }
})
