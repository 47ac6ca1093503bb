import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnRedis, startServer, type TestServer } from '../redis/server'
import { type Database, openDatabase, type SiteProcess, startSite } from './ground'

/** With the shipped way of making room, and less room so as to be full sooner. */
const room = 3 * 2 ** 20

describeOnRedis('with a Redis that is full', () => {
  let redis: TestServer
  let database: Database
  let site: SiteProcess

  beforeAll(async () => {
    ;[redis, database] = await Promise.all([startServer('--maxmemory-policy', 'allkeys-lru'), openDatabase()])
    site = await startSite({ DATABASE_URL: database.url, REDIS_URL: redis.url })
  })
  afterAll(async () => {
    await site.kill()
    await redis.stop()
    await database.stop()
  })

  it('three times over, sessions and the limit on sign-ins hold', { timeout: 40_000 }, async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => site.signIn()))
    const used = Number(/used_memory:(\d+)/.exec(await redis.inspector.info('memory'))![1])
    await redis.inspector.configSet({ maxmemory: String(used + room) })
    const wrong = async (client = clients[0]!) => {
      const form = { email: 'personne@mppeep.example', password: 'ce n’est pas cela' }
      return (await client.post('/mppeep/connexion', form)).status
    }
    const stranger = site.visitor()
    for (let i = 0; i < 5; i++) expect(await wrong(stranger)).toBe(422)

    const value = 'x'.repeat(10_000)
    for (let i = 0; i < (3 * room) / value.length; i += 30) {
      const keys = Array.from({ length: 30 }, (_, j) =>
        redis.inspector.set(`piece:{filler}:${i + j}`, value, { EX: 600 }),
      )
      await Promise.all(keys)
      if (i % 150 === 0) expect((await clients[(i / 150) % 8]!.get('/mppeep/personnel')).status).toBe(200)
    }
    expect(Number(/evicted_keys:(\d+)/.exec(await redis.inspector.info('stats'))![1])).toBeGreaterThan(400)

    for (const client of clients) {
      expect((await client.get('/mppeep/accueil')).status).toBe(200)
      expect((await client.get('/mppeep/personnel')).status).toBe(200)
    }
    // what Redis forgot of this address, the account's own count in Postgres has kept: nine tries at most in all
    const more = await Promise.all(Array.from({ length: 20 }, () => wrong(stranger)))
    expect(more.filter((status) => status === 422).length).toBeLessThanOrEqual(5)
    expect(more).toContain(429)
    expect((await clients[0]!.get('/mppeep/api/v1/health')).json()).toMatchObject({ redis: 'up', status: 'healthy' })
    expect(site.log.filter((line) => Number(line['http.response.status_code']) >= 500)).toEqual([])
  })
})
