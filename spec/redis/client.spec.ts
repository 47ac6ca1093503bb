import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { describeOnRedis, newSite, openRoad, type Site, startServer, type TestServer, until } from './server'

describe('without Redis', () => {
  it('answers nothing, at once, and counts nothing', async () => {
    const site = await newSite(null)
    const moment = site.newMoment('r', '/')
    const answer = await site.during(moment, () => site.ask((redis) => redis.get('a')))
    expect(answer).toBeUndefined()
    expect(site.redisState()).toBe('none')
    expect(moment.redis.calls).toBe(0)
  })

  it('starts without waiting for a server that is not there', async () => {
    const began = performance.now()
    const site = await newSite('unix:///tmp/mr-nobody/s').finally(() => undefined)
    await site.disconnectRedis()
    const importing = performance.now() - began
    const warn = vi.spyOn(site.log, 'warn')
    const again = performance.now()
    await site.connectRedis('unix:///tmp/mr-nobody/s')
    expect(performance.now() - again, `first took ${importing} ms`).toBeLessThan(1_000)
    // why, and not that there is no connection
    expect(warn).toHaveBeenCalledWith({ 'redis.reason': expect.stringContaining('ENOENT') }, 'redis.away')
    expect(site.redisState()).toBe('away')
    expect(await site.askMany(['a'])).toBeUndefined()
    await site.disconnectRedis()
  })
})

describeOnRedis('the door to Redis', () => {
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

  it('is on once connected, and trusts what is cached from then on', async () => {
    expect(site.redisState()).toBe('on')
    expect(Math.abs(Date.now() - site.trustedSince())).toBeLessThan(10_000)
    expect(site.trustedSince()).toBe(site.trustedSince())
  })

  it('counts one call per question in the log line, however many keys it reads', async () => {
    await server.inspector.mSet({ a: '1', b: '2' })
    const moment = site.newMoment('r', '/')
    const answers = await site.during(moment, () => site.askMany(['a', 'missing', 'b']))
    expect(answers).toEqual(['1', null, '2'])
    expect(moment.redis.calls).toBe(1)
    expect(moment.redis.ms).toBeGreaterThan(0)
  })

  it('sends what is asked in one tick in one go', async () => {
    const readsSoFar = async () => Number(/total_reads_processed:(\d+)/.exec(await server.inspector.info('stats'))?.[1])
    const before = await readsSoFar()
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => site.askMany([`a${i}`, `b${i}`])))
    expect(answers).toHaveLength(100)
    // the 200 commands, our own INFO, and a heartbeat
    expect((await readsSoFar()) - before).toBeLessThanOrEqual(4)
  })

  it('loses nothing when it is killed, and heals by itself, saying so once each', async () => {
    const warn = vi.spyOn(site.log, 'warn')
    const trusted = site.trustedSince()
    await server.kill()
    const answers = await Promise.all(Array.from({ length: 50 }, () => site.askMany(['a'])))
    expect(new Set(answers)).toEqual(new Set([undefined]))
    expect(site.redisState()).toBe('away')
    await delay(400)
    await server.start()
    expect(await until(() => site.redisState() === 'on')).toBeLessThan(1_500)
    expect(site.trustedSince()).toBeGreaterThan(trusted)
    await server.inspector.set('a', '1')
    expect(await site.askMany(['a'])).toEqual(['1'])
    expect(warn.mock.calls.map((call) => call.at(-1))).toEqual(['redis.away', 'redis.back'])
  })

  it('notices a restart between two questions', async () => {
    const trusted = site.trustedSince()
    await server.kill()
    await server.start()
    await until(() => site.redisState() === 'on' && site.trustedSince() > trusted)
  })

  it('lets all who wait go when the first has waited 150 ms', async () => {
    server.freeze()
    const began = performance.now()
    const asked = Array.from({ length: 20 }, async (_, i) => {
      await delay(i * 5)
      await site.askMany(['a'])
    })
    await Promise.all(asked)
    // and not 150 ms one after the other
    expect(performance.now() - began).toBeLessThan(1_500)
    server.thaw()
  })

  it('does not take a busy process for an absent Redis', async () => {
    await server.inspector.set('a', '1')
    for (let i = 0; i < 3; i++) {
      const asked = site.askMany(['a'])
      for (const end = performance.now() + 400; performance.now() < end; );
      expect(await asked).toEqual(['1'])
    }
    expect(site.redisState()).toBe('on')
  })

  it('stays on when Redis refuses: full is not away', async () => {
    await server.inspector.configSet({ 'maxmemory-policy': 'noeviction', maxmemory: '1' })
    expect(await site.ask((redis) => redis.set('a', '1', { EX: 60 }))).toBeUndefined()
    expect(await site.askMany(['a'])).toEqual([null])
    expect(site.redisState()).toBe('on')
  })

  it('shows our own mistakes instead of taking Redis for away', async () => {
    await expect(site.ask((redis) => redis.set('a', undefined as unknown as string))).rejects.toThrow(TypeError)
    expect(site.redisState()).toBe('on')
  })

  it('tells Redis what it missed before it believes what it holds', async () => {
    const order: string[] = []
    let known = site.trustedSince()
    site.whenBack(async (redis) => {
      order.push(`replay while ${site.redisState()}`)
      await redis.set('told', '1', { EX: 60 })
    })
    await server.kill()
    await until(() => site.redisState() === 'away')
    order.length = 0
    known = Date.now()
    await server.start()
    await until(() => site.redisState() === 'on')
    expect(order[0]).toBe('replay while away')
    expect(await server.inspector.get('told')).toBe('1')
    expect(site.trustedSince()).toBeGreaterThanOrEqual(known)
  })
})

/** Each with a server of its own, for they wait side by side. */
describeOnRedis('a Redis that is silent for long', () => {
  let servers: TestServer[]
  let sites: Site[]

  beforeAll(async () => {
    servers = await Promise.all([startServer(), startServer(), startServer()])
    sites = []
    for (const { url } of servers) sites.push(await newSite(url))
  })
  afterAll(async () => {
    await Promise.all(sites.map((site) => site.disconnectRedis()))
    await Promise.all(servers.map((server) => server.stop()))
  })

  /** The nth pair, as at its start. */
  async function pair(n: number): Promise<[TestServer, Site]> {
    const [server, site] = [servers[n]!, sites[n]!]
    await server.reset()
    await until(() => site.redisState() === 'on')
    return [server, site]
  }

  it.concurrent('costs 150 ms once when frozen, then nothing, and heals at the thaw', async () => {
    const [server, site] = await pair(0)
    await server.inspector.mSet({ a: '1', b: '2', c: '3' })
    server.freeze()
    const costs: number[] = []
    for (let i = 0; i < 200; i++) {
      const began = performance.now()
      expect(await site.askMany(['a'])).toBeUndefined()
      costs.push(performance.now() - began)
      await delay(15)
    }
    const [first, ...others] = costs as [number, ...number[]]
    expect(first).toBeLessThan(200)
    // the very slowest may have met the garbage collector
    expect(others.sort((a, b) => b - a)[2]).toBeLessThan(5)
    server.thaw()
    expect(await until(() => site.redisState() === 'on')).toBeLessThan(1_500)
    // the late answers went to those who had asked, not to the next ones
    expect(await site.askMany(['b', 'c', 'a'])).toEqual(['2', '3', '1'])
  })

  it.concurrent('heals too when the frozen connection was given up', { timeout: 15_000 }, async () => {
    const [server, site] = await pair(1)
    server.freeze()
    await site.askMany(['a'])
    await delay(7_000)
    server.thaw()
    expect(await until(() => site.redisState() === 'on')).toBeLessThan(1_500)
    await server.inspector.set('a', '1')
    expect(await site.askMany(['a'])).toEqual(['1'])
  })

  it.concurrent('leaves a connection that died without a word for a new one', { timeout: 15_000 }, async () => {
    const [server, site] = await pair(2)
    const road = await openRoad(server.url)
    await site.connectRedis(road.url)
    expect(site.redisState()).toBe('on')
    road.block()
    expect(await site.askMany(['a'])).toBeUndefined()
    expect(await until(() => site.redisState() === 'on', 10_000)).toBeGreaterThan(3_000)
    expect(await site.askMany(['a'])).toEqual([null])
    await site.disconnectRedis()
    await site.connectRedis(server.url)
    road.close()
  })
})
