import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { describeOnRedis, openRoad, startServer, type TestServer, until } from '../redis/server'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { type Listening, listenTo } from '../support/stream'

/** One process: its own copy of the modules, on the database that both share, and its own road to Redis. */
type Process = Awaited<ReturnType<typeof open>>

async function open(redis: string, database?: string) {
  vi.resetModules()
  const env = { REDIS_URL: redis, PATH: process.env.PATH ?? '', ...(database ? { DATABASE_URL: database } : {}) }
  const site = await openSite({ redis: false, env })
  const { connectRedis, redisState } = await import('../../src/redis/client')
  const { refreshSessionsOf, closeSessionsOf } = await import('../../src/auth/sessions')
  const { disableAccount } = await import('../../src/users/users')
  const { findIdByEmail } = await import('../../src/users/queries')
  const disable = async (email: string) =>
    disableAccount(operator, (await findIdByEmail(email))!, { reason: 'Essai', proof: null })
  const { dropJob } = await import('../../src/auth/session-drops')
  const { startRunner } = await import('../../src/outbox/runner')
  const { hears } = await import('../../src/redis/channel')
  const work = () => startRunner({ 'session.drop': dropJob })
  const known = { redis, database: process.env.DATABASE_URL!, connectRedis, redisState, hears, work }
  return { ...known, site, refreshSessionsOf, closeSessionsOf, disable }
}

/** ms within which a worker that has Redis drops what the writer could not. */
const bound = 3_000
const operator = { kind: 'system' as const, name: 'essai', origin: { address: null, cfRay: null, requestId: null } }

describeOnRedis('what is taken away in one process', () => {
  let server: TestServer
  let road: Awaited<ReturnType<typeof openRoad>>
  let writer: Process
  let reader: Process
  let sql: TestSite['sql']
  let client: Client
  let id: string
  let runner: { stop(): Promise<void> } | undefined
  const pages: Listening[] = []

  beforeAll(async () => {
    server = await startServer('--appendonly', 'yes', '--appendfsync', 'always')
    road = await openRoad(server.url)
    reader = await open(server.url)
    writer = await open(road.url, reader.database)
    sql = reader.site.sql
  })
  beforeEach(async () => {
    await server.reset()
    await sql`delete from outbox`
    await Promise.all([writer.connectRedis(writer.redis), reader.connectRedis(reader.redis)])
    await until(() => writer.redisState() === 'on' && reader.redisState() === 'on')
    const [user] = await sql<[{ id: string }]>`
      update users set disabled_at = null, auth_epoch = auth_epoch + 1 where email = 'agent@mppeep.example' returning id`
    id = user.id
    await sql`insert into user_roles (user_id, role) values (${id}, 'gestionnaire') on conflict do nothing`
    client = await reader.site.as('agent')
    // Redis has a copy of it, which is believed for a minute
    for (let i = 0; i < 3; i++) expect(await list()).toBe(200)
  })
  afterEach(async () => {
    for (const page of pages.splice(0)) page.leave()
    await runner?.stop()
    runner = undefined
  })
  afterAll(async () => {
    await Promise.all([writer.site.close(), reader.site.close()])
    road.close()
    await server.stop()
  })

  const list = async () => (await client.get('/mppeep/personnel')).status
  const listen = async () => {
    const page = await listenTo(reader.site, client)
    pages.push(page)
    await until(() => page.events.length > 0)
    return page
  }

  /** In the database, then said, as whoever changes roles does. */
  const acts: Record<string, [act: () => Promise<void>, answer: number]> = {
    'a role removed': [
      async () => {
        await sql`delete from user_roles where user_id = ${id} and role = 'gestionnaire'`
        await sql`update users set auth_epoch = auth_epoch + 1 where id = ${id}`
        await writer.refreshSessionsOf(id)
      },
      403,
    ],
    'a role that ended yesterday': [
      async () => {
        await sql`update user_roles set ends_on = current_date - 1 where user_id = ${id} and role = 'gestionnaire'`
        await sql`update users set auth_epoch = auth_epoch + 1 where id = ${id}`
        await writer.refreshSessionsOf(id)
      },
      403,
    ],
    'an account disabled': [() => writer.disable('agent@mppeep.example'), 303],
    'a session ended': [() => writer.closeSessionsOf(id), 303],
  }
  afterEach(async () => {
    await sql`delete from user_roles where user_id = ${id} and role = 'gestionnaire'`
  })

  it.each(Object.keys(acts))('is so in the others at the next request: %s', async (name) => {
    const [act, answer] = acts[name]!
    await act()
    expect(await list()).toBe(answer)
  })

  it.each(Object.keys(acts))('with Redis away is so all the same: %s', async (name) => {
    const [act, answer] = acts[name]!
    await server.kill()
    await act()
    expect(await list()).toBe(answer)
    await server.start()
    for (let i = 0; i < 10; i++) expect(await list()).toBe(answer)
    await until(() => writer.redisState() === 'on' && reader.redisState() === 'on')
    expect(await list()).toBe(answer)
  })

  it.each(Object.keys(acts))('with Redis away for that one alone is so once a worker has said it: %s', async (name) => {
    const [act, answer] = acts[name]!
    road.block()
    await until(() => writer.redisState() === 'away')
    await act()
    // the others still have their copy, and nobody tells them
    expect(await list()).toBe(200)
    runner = reader.work()
    await until(async () => (await list()) === answer, bound)
    for (let i = 0; i < 5; i++) expect(await list()).toBe(answer)
    await until(
      async () => (await sql`select from outbox where kind = 'session.drop' and state <> 'done'`).length === 0,
    )
  })

  it('closes the pages that are open there', async () => {
    const page = await listen()
    await until(reader.hears)
    await writer.closeSessionsOf(id)
    await until(() => page.isEnded(), 1_500)
    expect(page.events.at(-1)).toMatchObject({ event: 'over' })
  })

  it.each(['away', 'away for that one alone'])('closes them within five seconds with Redis %s', async (how) => {
    const page = await listen()
    if (how === 'away') await server.kill()
    else road.block()
    await until(() => writer.redisState() === 'away')
    await writer.closeSessionsOf(id)
    expect(await until(() => page.isEnded(), 5_000)).toBeLessThan(5_000)
    expect(page.events.at(-1)).toMatchObject({ event: 'over' })
  })

  it('bids those come again whose rights are others now, under the id that they have by then', async () => {
    const page = await listen()
    await until(reader.hears)
    await acts['a role removed']![0]()
    await until(() => page.isEnded(), 1_500)
    expect(page.events.at(-1)).toMatchObject({ event: 'bye', retry: '3000' })
    const again = await listen()
    expect(String(again.headers['set-cookie'])).toMatch(/^session_id=[\w-]{43}; Max-Age=/)
  })
})
