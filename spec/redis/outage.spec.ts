import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeOnRedis, newSite, type Site, startServer, type TestServer, until } from './server'

const wish = (compute: () => Promise<string>, name = 'dashboard') => ({
  ...{ family: 'personnel', name, freshSeconds: 60, staleSeconds: 60 },
  compute,
})

describe('pieces without Redis', () => {
  let site: Site
  let computed: number
  let atOnce: number
  let mostAtOnce: number

  beforeEach(async () => {
    site = await newSite(null)
    computed = 0
    atOnce = 0
    mostAtOnce = 0
  })

  const compute = async () => {
    computed += 1
    atOnce += 1
    mostAtOnce = Math.max(mostAtOnce, atOnce)
    await delay(20)
    atOnce -= 1
    return `number ${computed}`
  }

  it('computes once for a hundred who ask at once, and says that the cache is off', async () => {
    const moment = site.newMoment('r', '/')
    const ask = () => Promise.all(Array.from({ length: 100 }, () => site.piece(wish(compute))))
    const pieces = await site.during(moment, ask)
    expect(computed).toBe(1)
    expect(pieces.every(({ state }) => state === 'off')).toBe(true)
    expect(moment).toMatchObject({ cache: 'off', redis: { calls: 0 } })
  })

  it('gives nobody what was read before they asked', async () => {
    const first = site.piece(wish(compute))
    await until(() => computed === 1)
    const later = Array.from({ length: 20 }, () => site.piece(wish(compute)))
    expect((await first).html).toBe('number 1')
    expect(new Set((await Promise.all(later)).map(({ html }) => html))).toEqual(new Set(['number 2']))
    expect(mostAtOnce).toBe(1)
  })

  it('computes four things at once, and in the end all of them', async () => {
    const pieces = await Promise.all(Array.from({ length: 12 }, (_, i) => site.piece(wish(compute, `p${i}`))))
    expect(pieces).toHaveLength(12)
    expect(computed).toBe(12)
    expect(mostAtOnce).toBe(4)
  })

  it('says that the service is busy rather than have people wait for ever', { timeout: 10_000 }, async () => {
    const slow = () => delay(3_400, 'slow')
    const taken = Array.from({ length: 4 }, (_, i) => site.piece(wish(slow, `p${i}`)))
    await delay(20)
    await expect(site.piece(wish(compute))).rejects.toMatchObject({ kind: 'unavailable', status: 503 })
    await Promise.all(taken)
    expect((await site.piece(wish(compute))).html).toBe('number 1')
  })

  it('lets a piece be made of others, even when all places are taken', async () => {
    const outer = (name: string) => async () => `<${await site.remember('personnel', name, 60, async () => 1)}>`
    const pieces = await Promise.all(Array.from({ length: 8 }, (_, i) => site.piece(wish(outer(`v${i}`), `p${i}`))))
    expect(pieces.map(({ html }) => html)).toEqual(Array(8).fill('<1>'))
  })

  it('tries again after a failure', async () => {
    const failing = () => Promise.reject(new Error('no database'))
    await expect(site.piece(wish(failing))).rejects.toThrow('no database')
    expect((await site.piece(wish(compute))).html).toBe('number 1')
  })
})

describeOnRedis('pieces while Redis comes and goes', () => {
  let server: TestServer
  let site: Site
  let elsewhere: Site
  let facts: string

  beforeAll(async () => {
    server = await startServer('--appendonly', 'yes', '--appendfsync', 'always')
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.reset()
    site = await newSite(server.url)
    elsewhere = await newSite(server.url)
    facts = 'before'
  })
  afterEach(async () => {
    await site.disconnectRedis()
    await elsewhere.disconnectRedis()
  })

  const load = async (at: Site) => (await at.piece(wish(async () => facts))).html
  const write = async (at: Site, text: string) => {
    facts = text
    await at.bump('personnel')
  }
  const kept = () => until(async () => (await server.inspector.keys('piece:*')).length === 1)
  const bothOn = () => until(() => site.redisState() === 'on' && elsewhere.redisState() === 'on')

  it('a write made while Redis was down shows everywhere, though the old piece comes back with the file', async () => {
    expect(await load(site)).toBe('before')
    await kept()
    await server.kill()
    await write(site, 'after')
    expect(await load(site)).toBe('after')
    expect(await load(elsewhere)).toBe('after')
    await server.start()
    expect(await server.inspector.keys('piece:*')).toHaveLength(1)
    await bothOn()
    expect(await load(elsewhere)).toBe('after')
    expect(await load(site)).toBe('after')
  })

  it('and so does one made by a process that died since', async () => {
    expect(await load(site)).toBe('before')
    await kept()
    await server.kill()
    await write(elsewhere, 'after')
    await elsewhere.disconnectRedis()
    await server.start()
    await until(() => site.redisState() === 'on')
    expect(await load(site)).toBe('after')
  })

  it('a write made while Redis was frozen shows everywhere at the thaw', async () => {
    expect(await load(site)).toBe('before')
    expect(await load(elsewhere)).toBe('before')
    server.freeze()
    await load(elsewhere)
    await write(site, 'after')
    await write(site, 'later')
    expect(await load(elsewhere)).toBe('later')
    server.thaw()
    await bothOn()
    expect(await load(elsewhere)).toBe('later')
    expect(await load(site)).toBe('later')
  })

  it('a write made by a process that had lost Redis alone shows in the others when it is back', async () => {
    await load(site)
    expect(await load(elsewhere)).toBe('before')
    const [first] = (await server.inspector.clientList()).filter(({ name }) => name === 'mppeep')
    await server.inspector.sendCommand(['CLIENT', 'KILL', 'ID', String(first?.id)])
    await until(() => site.redisState() === 'away')
    await write(site, 'after')
    await until(() => site.redisState() === 'on')
    expect(await load(elsewhere)).toBe('after')
  })

  it('every load in a freeze shows the last write, and none waits more than 300 ms', { timeout: 10_000 }, async () => {
    await load(site)
    let slowest = 0
    const end = Date.now() + 3_000
    setTimeout(() => server.freeze(), 500)
    setTimeout(() => server.thaw(), 2_000)
    for (let i = 0; Date.now() < end; i++) {
      if (i % 10 === 0) await write(i % 20 ? site : elsewhere, `write ${i}`)
      for (const at of [site, elsewhere]) {
        const began = performance.now()
        expect(await load(at)).toBe(facts)
        slowest = Math.max(slowest, performance.now() - began)
      }
      await delay(5)
    }
    expect(slowest).toBeLessThan(300)
    await bothOn()
    expect((await site.piece(wish(async () => facts))).html).toBe(facts)
  })

  it('goes away in the middle of a computation: the answer is given all the same', async () => {
    const slow = site.piece(wish(() => delay(300, 'computed')))
    await delay(50)
    await server.kill()
    expect(await slow).toMatchObject({ html: 'computed' })
  })

  it("whatever happens to Redis, a write of one's own process always shows, and so does any that Redis has noted", async () => {
    const sites = [site, elsewhere]
    const mine = new Map(sites.map((at) => [at, 0]))
    let written = 0
    let noted = 0
    const end = Date.now() + 6_000
    const any = () => (Math.random() < 0.5 ? site : elsewhere)
    const writer = async () => {
      for (; Date.now() < end; await delay(Math.random() * 100)) {
        const at = any()
        const on = at.redisState() === 'on'
        const number = ++written
        await at.bump('personnel')
        mine.set(at, number)
        if (on && at.redisState() === 'on') noted = number
      }
    }
    const reader = async () => {
      for (; Date.now() < end; await delay(Math.random() * 5)) {
        const at = any()
        const least = Math.max(mine.get(at) ?? 0, noted)
        const { html } = await at.piece(wish(async () => `${written}${await delay(15, '')}`))
        expect(Number(html)).toBeGreaterThanOrEqual(least)
      }
    }
    const mishaps = async () => {
      for (let i = 0; Date.now() < end - 1_500; i++, await delay(300)) {
        if (i % 3 === 0) await server.inspector.flushAll()
        if (i % 3 === 1) server.freeze()
        if (i % 3 === 2) await server.kill()
        await delay(Math.random() * 500)
        if (i % 3 === 1) server.thaw()
        if (i % 3 === 2) await server.start()
      }
    }
    await Promise.all([writer(), mishaps(), ...Array.from({ length: 8 }, reader)])
    expect(written).toBeGreaterThan(20)
  })

  it('when Redis is full a write still shows everywhere', async () => {
    expect(await load(site)).toBe('before')
    await server.inspector.configSet({ 'maxmemory-policy': 'noeviction', maxmemory: '1' })
    await write(site, 'after')
    expect(await load(site)).toBe('after')
    expect(await load(elsewhere)).toBe('after')
    await server.inspector.configSet({ maxmemory: '0' })
    await load(site)
    expect((await elsewhere.piece(wish(async () => facts))).state).toBe('hit')
  })
})
