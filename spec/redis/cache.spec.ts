import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeOnRedis, newSite, type Site, startServer, type TestServer, until } from './server'

describeOnRedis('the cache of pieces', () => {
  let server: TestServer
  let site: Site
  let elsewhere: Site | undefined
  let computed: number

  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.reset()
    site = await newSite(server.url)
    elsewhere = undefined
    computed = 0
  })
  afterEach(async () => {
    await elsewhere?.disconnectRedis()
    await site.disconnectRedis()
  })

  const compute = async () => {
    computed += 1
    await delay(30)
    return `<p>number ${computed} | of many</p>`
  }
  const wish = { family: 'personnel', name: 'dashboard', freshSeconds: 60, staleSeconds: 60, compute }
  const load = (at: Site = site, more: Partial<typeof wish> = {}) => at.piece({ ...wish, ...more })

  it('is computed once, then served as it was, whatever is in it', async () => {
    const first = await load()
    const second = await load()
    expect(first).toMatchObject({ html: '<p>number 1 | of many</p>', state: 'miss' })
    expect(second).toEqual({ ...first, state: 'hit' })
    expect(Date.now() - second.computedAt.getTime()).toBeLessThan(5_000)
  })

  it('costs one round trip when it is there', async () => {
    await load()
    const moment = site.newMoment('r', '/')
    await site.during(moment, () => load())
    expect(moment).toMatchObject({ redis: { calls: 1 }, cache: 'hit' })
  })

  it('is computed anew at the next load after a write, in every process', async () => {
    elsewhere = await newSite(server.url)
    await load()
    expect((await load(elsewhere)).state).toBe('hit')
    await site.bump('personnel')
    expect((await load(elsewhere)).html).toBe('<p>number 2 | of many</p>')
    expect(await load()).toMatchObject({ html: '<p>number 2 | of many</p>', state: 'hit' })
  })

  it('leaves the other families alone', async () => {
    await load()
    await site.bump('accounts')
    expect((await load()).state).toBe('hit')
  })

  it('makes one computation for a hundred who ask at once', async () => {
    const moment = site.newMoment('r', '/')
    const pieces = await site.during(moment, () => Promise.all(Array.from({ length: 100 }, () => load())))
    expect(computed).toBe(1)
    expect(new Set(pieces.map(({ html }) => html)).size).toBe(1)
    // 100 look, all find no version and propose one, one flies
    expect(moment.redis.calls).toBeLessThanOrEqual(201)
  })

  it('makes one computation for a hundred who ask two processes at once', async () => {
    const second = await newSite(server.url)
    elsewhere = second
    await site.bump('personnel')
    const pieces = await Promise.all(Array.from({ length: 100 }, (_, i) => load(i % 2 ? site : second)))
    expect(computed).toBe(1)
    expect(new Set(pieces.map(({ html }) => html)).size).toBe(1)
  })

  it('makes one computation for a hundred who ask two processes all through it', async () => {
    const second = await newSite(server.url)
    elsewhere = second
    const asked = Array.from({ length: 100 }, async (_, i) => {
      await delay(i)
      return load(i % 2 ? site : second)
    })
    await Promise.all(asked)
    expect(computed).toBe(1)
  })

  it('never serves what was computed before a write that came meanwhile', async () => {
    const old = load()
    await until(() => computed === 1)
    await site.bump('personnel')
    const anew = await load()
    expect(anew.html).toBe('<p>number 2 | of many</p>')
    await old
    await delay(50)
    expect(await load()).toMatchObject({ html: anew.html, state: 'hit' })
    expect(computed).toBe(2)
  })

  it('nor when the write is made by another process', async () => {
    elsewhere = await newSite(server.url)
    const old = load()
    await until(() => computed === 1)
    await elsewhere.bump('personnel')
    const anew = await load(elsewhere)
    await old
    await delay(50)
    for (const at of [site, elsewhere]) expect((await load(at)).html >= anew.html).toBe(true)
  })

  it('does not make a waiting process wait for what a write has made old', async () => {
    elsewhere = await newSite(server.url)
    const slow = load(site, { compute: () => delay(1_500, 'old') })
    await until(async () => (await server.inspector.keys('filling:*')).length > 0)
    const waiting = load(elsewhere)
    await delay(50)
    await elsewhere.bump('personnel')
    expect((await waiting).html).toBe('<p>number 1 | of many</p>')
    expect((await slow).html).toBe('old')
    expect((await load()).html).toBe('<p>number 1 | of many</p>')
  })

  it('starts over after a flush: an old piece that comes back is not believed', async () => {
    await load()
    const [key] = await server.inspector.keys('piece:*')
    const old = await server.inspector.get(String(key))
    await site.bump('personnel')
    await server.inspector.flushAll()
    await server.inspector.set(String(key), String(old))
    expect((await load()).html).toBe('<p>number 2 | of many</p>')
  })

  it('does not believe an old version that comes back with its piece', async () => {
    await load()
    const keys = ['version:{personnel}', 'piece:{personnel}:dashboard'] as const
    const [version, old] = await server.inspector.mGet([...keys])
    await site.bump('personnel')
    await server.inspector.mSet([
      [keys[0], String(version)],
      [keys[1], String(old)],
    ])
    expect((await load()).html).toBe('<p>number 2 | of many</p>')
    expect(await server.inspector.get(keys[0])).not.toBe(version)
    expect((await load()).state).toBe('hit')
  })

  it('computes at most once per process after a flush under load', async () => {
    await load()
    const end = Date.now() + 600
    const reader = async () => {
      while (Date.now() < end) await load()
    }
    const readers = Array.from({ length: 20 }, reader)
    await delay(200)
    await server.inspector.flushAll()
    await Promise.all(readers)
    expect(computed).toBe(2)
  })

  it('serves what is a little old at once, and renews it once behind', async () => {
    const short = { freshSeconds: 0.2, staleSeconds: 60 }
    await load(site, short)
    await delay(250)
    const moment = site.newMoment('r', '/')
    const stale = await site.during(moment, () => Promise.all(Array.from({ length: 50 }, () => load(site, short))))
    expect(new Set(stale.map(({ state, html }) => `${state} ${html}`))).toEqual(
      new Set(['stale <p>number 1 | of many</p>']),
    )
    expect(moment.cache).toBe('stale')
    await until(() => computed === 2)
    await delay(60)
    expect((await load(site, short)).html).toBe('<p>number 2 | of many</p>')
    expect(computed).toBe(2)
  })

  it('does not serve what is too old', async () => {
    const short = { freshSeconds: 0.1, staleSeconds: 0.1 }
    await load(site, short)
    await delay(250)
    expect((await load(site, short)).html).toBe('<p>number 2 | of many</p>')
  })

  it('leaves nothing behind when a computation fails: the next one is made', async () => {
    const failing = () => Promise.reject(new Error('no database'))
    const failed = await Promise.allSettled(Array.from({ length: 5 }, () => load(site, { compute: failing })))
    expect(failed.map(({ status }) => status)).toEqual(Array(5).fill('rejected'))
    const began = performance.now()
    expect((await load()).state).toBe('miss')
    expect(performance.now() - began).toBeLessThan(1_400)
  })

  it('does not wait for ever for a process that died while computing', async () => {
    await server.inspector.set('version:{personnel}', '0abcdefgh-00000000')
    await server.inspector.set('filling:piece:{personnel}:dashboard:0abcdefgh-00000000', 'someone else', { PX: 10_000 })
    const began = performance.now()
    expect((await load()).state).toBe('miss')
    expect(performance.now() - began).toBeGreaterThan(1_500)
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  it('remembers small values as they are', async () => {
    const count = async () => ({ total: ++computed, of: ['a', 'é'] })
    expect(await site.remember('personnel', 'count', 60, count)).toEqual({ total: 1, of: ['a', 'é'] })
    expect(await site.remember('personnel', 'count', 60, count)).toEqual({ total: 1, of: ['a', 'é'] })
    await site.bump('personnel')
    expect(await site.remember('personnel', 'count', 60, count)).toMatchObject({ total: 2 })
  })

  it('keeps every key short and mortal', async () => {
    await load(site, { name: 'a long filter '.repeat(500) })
    await load(site, { name: `${'a long filter '.repeat(500)}!` })
    await site.remember('personnel', 'count', 60, async () => 1)
    await site.bump('accounts')
    await site.writeSession('h', '{}', 60)
    await site.dropSessions(['i'])
    await site.limiter('door', 5, 60).consume('key '.repeat(500))
    site.countView('/', '1')
    await site.sendCounts()
    const keys = await server.inspector.keys('*')
    expect(computed).toBe(2)
    expect(keys.length).toBeGreaterThanOrEqual(10)
    for (const key of keys) {
      expect(key.length, key).toBeLessThan(200)
      expect(await server.inspector.ttl(key), key).toBeGreaterThan(0)
    }
  })
})
