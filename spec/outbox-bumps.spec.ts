import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { describeOnRedis, openRoad, startServer, type TestServer, until } from './redis/server'
import { openSite, type TestSite } from './support/site'

/** One process: its own copy of the modules, on the database that both share, and its own road to Redis. */
type Process = Awaited<ReturnType<typeof open>>

async function open(redis: string, database?: string) {
  vi.resetModules()
  const env = { REDIS_URL: redis, PATH: process.env.PATH ?? '', ...(database ? { DATABASE_URL: database } : {}) }
  const site = await openSite({ demo: false, redis: false, env })
  const client = await import('../src/redis/client')
  const { piece, bump } = await import('../src/redis/cache')
  const { bumpJob } = await import('../src/outbox/bumps')
  const { startRunner } = await import('../src/outbox/runner')
  const { transaction } = await import('../src/db/sql')
  const outbox = await import('../src/outbox/outbox')
  const work = () => startRunner({ 'cache.bump': bumpJob })
  return { ...client, ...outbox, site, database: process.env.DATABASE_URL!, redis, piece, bump, work, transaction }
}

describeOnRedis('a write that could not be told to Redis', () => {
  let server: TestServer
  let road: Awaited<ReturnType<typeof openRoad>>
  let writer: Process
  let reader: Process
  let sql: TestSite['sql']
  let facts: string
  let runner: { stop(): Promise<void> } | undefined

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
    facts = 'before'
  })
  afterEach(async () => {
    await runner?.stop()
    runner = undefined
  })
  afterAll(async () => {
    await Promise.all([writer.site.close(), reader.site.close()])
    road.close()
    await server.stop()
  })

  const load = async () => {
    const compute = async () => facts
    const { bytes } = await reader.piece({
      family: 'personnel',
      name: 'p',
      freshSeconds: 60,
      staleSeconds: 60,
      compute,
    })
    return bytes.toString()
  }
  const write = () => {
    facts = 'after'
    return writer.bump('personnel')
  }
  const jobs = () => sql<{ state: string; attempts: number }[]>`select state, attempts from outbox`
  const posted = () => until(async () => (await jobs()).length > 0)

  it('by a process that had lost it alone, and died since, is told by a worker that has it', async () => {
    expect(await load()).toBe('before')
    road.block()
    await write()
    await posted()
    await writer.disconnectRedis()
    expect(await load()).toBe('before')
    runner = reader.work()
    await until(async () => (await load()) === 'after')
    await until(async () => (await jobs())[0]!.state === 'done')
    expect(await jobs()).toEqual([{ state: 'done', attempts: 1 }])
  })

  it('waits for Redis without being tried, however often it was written, and is told once it is there', async () => {
    expect(await load()).toBe('before')
    await server.kill()
    await until(() => writer.redisState() === 'away' && reader.redisState() === 'away')
    runner = reader.work()
    for (let times = 0; times < 20; times++) await write()
    await posted()
    await writer.disconnectRedis()
    await delay(2_500)
    expect(await jobs()).toEqual([{ state: 'waiting', attempts: 0 }])
    await server.start()
    await until(async () => (await jobs())[0]!.state === 'done')
    expect(await load()).toBe('after')
  })

  it('is not waited for by who writes', async () => {
    road.block()
    await until(() => writer.redisState() === 'away')
    await sql.begin(async (tx) => {
      await tx`lock table outbox in access exclusive mode`
      await write()
    })
    await posted()
  })

  it('while the one before is being told, is told after it', async () => {
    const post = () =>
      writer.transaction((tx) => writer.post(tx, { kind: 'cache.bump', key: 'k', payload: { family: 'personnel' } }))
    const first = await post()
    expect(await post()).toBe(first)
    await writer.freeKey(first)
    expect(await post()).not.toBe(first)
    runner = reader.work()
    await until(async () => (await jobs()).every(({ state }) => state === 'done'))
  })

  it('is nothing to anybody where there is no Redis', async () => {
    await writer.disconnectRedis()
    await write()
    await delay(300)
    expect(await jobs()).toEqual([])
  })
})
