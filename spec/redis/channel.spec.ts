import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  describeOnRedis,
  freePort,
  newSite,
  startOnPort,
  startSentinel,
  startServer,
  type TestServer,
  until,
} from './server'

type Process = Awaited<ReturnType<typeof newProcess>>

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** One more process, and what it has heard about `topic`. */
async function newProcess(url: string | null, topic = 'topic') {
  const site = await newSite(url)
  const channel = await import('../../src/redis/channel')
  const heard: string[] = []
  const stop = channel.subscribe(topic, (text) => heard.push(text))
  cleanups.push(() => {
    stop()
    return site.disconnectRedis()
  })
  return { ...site, ...channel, heard, stop }
}

describe('without Redis', () => {
  it('a process hears itself, and nobody else', async () => {
    const [here, there] = [await newProcess(null), await newProcess(null)]
    const began = performance.now()
    await here.publish('topic', 'a')
    expect(performance.now() - began).toBeLessThan(1_000)
    expect(here.heard).toEqual(['a'])
    expect(there.heard).toEqual([])
    expect(here.hears()).toBe(false)
  })

  it('a listener that fails is no concern of the others, nor of who speaks', async () => {
    const here = await newProcess(null)
    here.subscribe('topic', () => {
      throw new Error('deaf')
    })
    const after: string[] = []
    here.subscribe('topic', (text) => after.push(text))
    await here.publish('topic', 'a')
    expect([here.heard, after]).toEqual([['a'], ['a']])
  })
})

describeOnRedis('the channel', () => {
  let server: TestServer
  let here: Process
  let there: Process

  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.reset()
    here = await newProcess(server.url)
    there = await newProcess(server.url)
    await until(() => here.hears() && there.hears())
  })

  it('tells each process once, in order, whatever the words', async () => {
    const words = ['one', '', 'with spaces, é, \n and \u0000', '{"a":1}']
    for (const word of words) await here.publish('topic', word)
    await until(() => there.heard.length === words.length)
    expect(there.heard).toEqual(words)
    expect(here.heard).toEqual(words)
    await delay(100)
    expect(here.heard).toHaveLength(words.length)
  })

  it('tells nothing about other topics, nor to who has stopped listening', async () => {
    await here.publish('other', 'a')
    there.stop()
    await here.publish('topic', 'b')
    await until(() => here.heard.length === 1)
    await delay(100)
    expect([here.heard, there.heard]).toEqual([['b'], []])
  })

  it('closes its connection when nobody listens any more, and opens one for who listens again', async () => {
    const ears = async () => (await server.inspector.clientList()).filter(({ sub }) => sub > 0).length
    await until(async () => (await ears()) === 2)
    there.stop()
    await until(async () => (await ears()) === 1)
    there.stop = there.subscribe('topic', (text) => there.heard.push(text))
    await until(async () => (await ears()) === 2)
    await until(() => there.hears())
    await here.publish('topic', 'a')
    await until(() => there.heard.length === 1)
    there.stop()
  })

  it('says that it hears nothing while Redis is down, and hears again by itself', { timeout: 15_000 }, async () => {
    await server.kill()
    await until(() => !there.hears())
    const began = performance.now()
    await here.publish('topic', 'lost')
    expect(performance.now() - began).toBeLessThan(1_000)
    await server.start()
    await until(() => here.hears() && there.hears(), 8_000)
    await here.publish('topic', 'found')
    await until(() => there.heard.length === 1)
    expect(there.heard).toEqual(['found'])
  })

  it('and so with a frozen one: nobody waits', { timeout: 20_000 }, async () => {
    server.freeze()
    const began = performance.now()
    for (let i = 0; i < 20; i++) await here.publish('topic', 'late')
    // and not 150 ms for each
    expect(performance.now() - began).toBeLessThan(1_500)
    await until(() => !there.hears())
    await delay(2_000)
    server.thaw()
    await until(() => here.hears() && there.hears(), 10_000)
    await here.publish('topic', 'found')
    await until(() => there.heard.includes('found'))
  })

  it('leaves a connection on which nothing comes any more, though Redis is there', { timeout: 15_000 }, async () => {
    await server.inspector.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub'])
    await until(async () => (await server.inspector.clientList()).filter(({ sub }) => sub > 0).length === 2, 8_000)
    await until(() => here.hears() && there.hears(), 8_000)
    await here.publish('topic', 'a')
    await until(() => there.heard.length === 1)
  })

  it('says which family of figures has changed', async () => {
    const elsewhere = await newProcess(server.url, 'family')
    await until(() => elsewhere.hears())
    await here.bump('personnel')
    await until(() => elsewhere.heard.length === 1)
    expect(elsewhere.heard).toEqual(['personnel'])
  })
})

describeOnRedis('the channel on several nodes', () => {
  async function exercise(url: string): Promise<void> {
    const [here, there] = [await newProcess(url), await newProcess(url)]
    await until(() => here.hears() && there.hears(), 10_000)
    for (let i = 0; i < 12; i++) {
      await here.publish('topic', String(i))
      await delay(500)
    }
    await until(() => there.heard.length === 12)
    expect(there.heard).toEqual(Array.from({ length: 12 }, (_, i) => String(i)))
  }

  it('goes through the master that a Sentinel names', { timeout: 40_000 }, async () => {
    const master = await startOnPort()
    cleanups.push(() => master.stop())
    const sentinel = await startSentinel(master.port)
    cleanups.push(() => sentinel.stop())
    await exercise(`redis+sentinel://127.0.0.1:${sentinel.port}/m`)
  })

  it('goes through all nodes of a cluster', { timeout: 40_000 }, async () => {
    const node = await startOnPort('--cluster-enabled', 'yes', '--cluster-port', String(await freePort()))
    cleanups.push(() => node.stop())
    const client = createClient({ url: `redis://127.0.0.1:${node.port}` })
    await client.connect()
    cleanups.push(() => client.destroy())
    await client.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383'])
    await until(async () => String(await client.sendCommand(['CLUSTER', 'INFO'])).includes('cluster_state:ok'), 10_000)
    await exercise(`redis+cluster://127.0.0.1:${node.port}`)
  })
})
