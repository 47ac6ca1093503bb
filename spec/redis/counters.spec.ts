import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeOnRedis, newSite, type Site, startServer, type TestServer, until } from './server'

describe('counters without Redis', () => {
  it('say that they do not know', async () => {
    const site = await newSite(null)
    site.countView('/dashboard', '1')
    await site.sendCounts()
    expect(await site.viewsToday()).toBeNull()
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

  it('rank the pages of the day by themselves, within half a second', async () => {
    for (let i = 0; i < 3; i++) site.countView('/dashboard', '7')
    site.countView('/personnel', null)
    await until(async () => (await site.viewsToday())?.total === 4, 500)
    const top = [
      { route: '/dashboard', views: 3 },
      { route: '/personnel', views: 1 },
    ]
    expect(await site.viewsToday()).toEqual({ total: 4, top })
    const day = new Date().toISOString().slice(0, 10)
    expect(await server.inspector.zScore(`actions:{${day}}`, '7')).toBe(3)
  })

  it('add up what several processes count', async () => {
    const elsewhere = await newSite(server.url)
    await Promise.all(
      [site, elsewhere].map((at) => {
        at.countView('/dashboard', '7')
        return at.sendCounts()
      }),
    )
    expect(await site.viewsToday()).toMatchObject({ total: 2, top: [{ route: '/dashboard', views: 2 }] })
    await elsewhere.disconnectRedis()
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

  it('keep the five hundred most read routes of a day', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 400; i++) site.countView(`/round/${round}/${i}`, null)
      for (let i = 0; i < 9; i++) site.countView('/dashboard', null)
      await site.sendCounts()
    }
    expect((await site.viewsToday())?.total).toBe(1_227)
    const day = new Date().toISOString().slice(0, 10)
    expect(await server.inspector.zCard(`views:{${day}}`)).toBe(500)
    expect((await site.viewsToday())?.top[0]).toEqual({ route: '/dashboard', views: 27 })
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
