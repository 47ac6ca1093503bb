import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeOnRedis, newSite, type Site, startServer, type TestServer, until } from './server'

/** A spec that runs across the end of an hour would look into the wrong one. */
const thisHour = () => new Date().toISOString().slice(0, 13)

describe('counters without Redis', () => {
  it('say that they do not know', async () => {
    const site = await newSite(null)
    site.countView('/dashboard', '1')
    await site.sendCounts()
    expect(await site.viewsToday()).toBeNull()
    expect(await site.countsOf([thisHour()])).toBeNull()
    expect(await site.peopleNow()).toBeNull()
  })
})

describeOnRedis('counters', () => {
  let server: TestServer
  let site: Site

  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.reset()
    site = await newSite(server.url)
  })
  afterEach(async () => {
    await site.disconnectRedis()
  })

  it('rank the pages of the hour by themselves, within half a second', async () => {
    for (let i = 0; i < 3; i++) site.countView('/dashboard', '7')
    site.countView('/personnel', null)
    site.countAction('8')
    await until(async () => (await site.viewsToday())?.total === 4, 500)
    const routes = [
      { name: '/dashboard', count: 3 },
      { name: '/personnel', count: 1 },
    ]
    const people = [
      { name: '7', count: 3 },
      { name: '8', count: 1 },
    ]
    expect(await site.countsOf([thisHour()])).toEqual([{ hour: thisHour(), views: 4, routes, people }])
  })

  it('add up what several processes count', async () => {
    const elsewhere = await newSite(server.url)
    await Promise.all(
      [site, elsewhere].map((at) => {
        at.countView('/dashboard', '7')
        return at.sendCounts()
      }),
    )
    expect(await site.countsOf([thisHour()])).toMatchObject([
      { views: 2, routes: [{ name: '/dashboard', count: 2 }], people: [{ name: '7', count: 2 }] },
    ])
    expect(await site.peopleNow()).toBe(1)
    await elsewhere.disconnectRedis()
  })

  it('add up the hours of today, and forget each after three days', async () => {
    site.countView('/dashboard', '7')
    await site.sendCounts()
    const midnight = `${thisHour().slice(0, 11)}00`
    await server.inspector.incrBy(`views:{${midnight}}:total`, 5)
    expect((await site.viewsToday())?.total).toBe(6)
    // emptied since the last roll-up: what Postgres has is not taken back
    expect((await site.viewsToday({ [midnight]: 79 }))?.total).toBe(midnight === thisHour() ? 79 : 80)
    for (const key of await server.inspector.keys('*{2*')) {
      if (!key.includes(midnight) || midnight === thisHour())
        expect(await server.inspector.ttl(key), key).toBeGreaterThan(3 * 86_400 - 60)
    }
  })

  it('know who was there in the last quarter of an hour, each once', async () => {
    site.countView('/dashboard', '7')
    site.countView('/personnel', '7')
    site.countAction('8')
    site.countView('/connexion', null)
    await site.sendCounts()
    expect(await site.peopleNow()).toBe(2)
    const before = Date.now() - 900_001
    await server.inspector.zAdd('seen:{people}', [
      { value: '8', score: before },
      { value: '9', score: before },
      { value: '10', score: Date.now() + 3_600_000 },
    ])
    expect(await site.peopleNow()).toBe(1)
    site.countAction('7')
    await site.sendCounts()
    expect(await server.inspector.zRange('seen:{people}', 0, -1)).toEqual(['7', '10'])
    expect(await server.inspector.ttl('seen:{people}')).toBeGreaterThan(0)
  })

  it('are not of the request that happens to be served: no call in its line', async () => {
    const moment = site.newMoment('r', '/')
    site.during(moment, () => site.countView('/dashboard', '7'))
    await until(async () => (await site.viewsToday())?.total === 1)
    expect(moment.redis.calls).toBe(0)
  })

  it('send a busy moment in one go', async () => {
    const before = Number(/total_reads_processed:(\d+)/.exec(await server.inspector.info('stats'))?.[1])
    for (let i = 0; i < 5_000; i++) site.countView(`/route/${i % 40}`, String(i % 100))
    await site.sendCounts()
    const after = Number(/total_reads_processed:(\d+)/.exec(await server.inspector.info('stats'))?.[1])
    expect(after - before).toBeLessThanOrEqual(4)
    expect((await site.viewsToday())?.total).toBe(5_000)
  })

  it('keep the five hundred most read routes of an hour', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 400; i++) site.countView(`/round/${round}/${i}`, null)
      for (let i = 0; i < 9; i++) site.countView('/dashboard', null)
      await site.sendCounts()
    }
    expect((await site.viewsToday())?.total).toBe(1_227)
    const [hour] = (await site.countsOf([thisHour()])) ?? []
    expect(hour?.routes).toHaveLength(500)
    expect(hour?.routes[0]).toEqual({ name: '/dashboard', count: 27 })
  })

  it('lose what was counted while Redis was away, and nothing else', async () => {
    site.countView('/before', null)
    await site.sendCounts()
    server.freeze()
    await site.ask((redis) => redis.ping())
    site.countView('/meanwhile', null)
    await site.sendCounts()
    expect(await site.viewsToday()).toBeNull()
    server.thaw()
    await until(() => site.redisState() === 'on')
    site.countView('/after', null)
    await site.sendCounts()
    expect((await site.viewsToday())?.total).toBe(2)
  })
})
