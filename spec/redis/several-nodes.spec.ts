import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from 'redis'
import { afterEach, expect, it } from 'vitest'
import { describeOnRedis, freePort, newSite, type Site, startOnPort, startSentinel, until } from './server'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function exercise(site: Site) {
  await until(() => site.redisState() === 'on')
  await site.writeSession('h', '{}', 60)
  expect((await site.readSession('h', ['elsewhere']))?.session).toBe('{}')
  await site.dropSessions(['h', 'i', 'j'])
  expect((await site.readSession('h'))?.session).toBeUndefined()
  const wish = { family: 'personnel', name: 'dashboard', freshSeconds: 60, staleSeconds: 60 }
  const load = async (html: string) => site.piece({ ...wish, compute: async () => html })
  expect(await load('a')).toMatchObject({ html: 'a', state: 'miss' })
  expect(await load('b')).toMatchObject({ html: 'a', state: 'hit' })
  await site.bump('personnel')
  expect(await load('c')).toMatchObject({ html: 'c', state: 'miss' })
  expect(await load('d')).toMatchObject({ html: 'c', state: 'hit' })
  const door = site.limiter('door', 2, 60)
  const verdicts = await Promise.all([1, 2, 3].map(() => door.consume('someone')))
  expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(2)
  expect((await door.peek('someone')).allowed).toBe(false)
  site.countView('/', '1')
  await site.sendCounts()
  expect((await site.viewsToday())?.total).toBe(1)
  expect(site.redisState()).toBe('on')
}

async function newCleanSite(url: string): Promise<Site> {
  const site = await newSite(url)
  cleanups.push(() => site.disconnectRedis())
  return site
}

describeOnRedis('several Redis nodes', () => {
  it('every role works in a cluster of three with a password', { timeout: 30_000 }, async () => {
    const settings = () => ['--cluster-enabled', 'yes', '--requirepass', 'p@ss', '--masterauth', 'p@ss']
    const nodes = await Promise.all(
      [0, 1, 2].map(async () => startOnPort(...settings(), '--cluster-port', String(await freePort()))),
    )
    cleanups.push(() => Promise.all(nodes.map((node) => node.stop())))
    const clients = nodes.map(({ port }) => createClient({ url: `redis://:p%40ss@127.0.0.1:${port}` }))
    for (const client of clients) await client.connect()
    cleanups.push(() => clients.map((client) => client.destroy()))
    await Promise.all(clients.map((client, i) => client.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', ...slots(i)])))
    const bus = async (i: number) =>
      /^\S+ (\S+)@(\d+)/m.exec(String(await clients[i]?.sendCommand(['CLUSTER', 'NODES'])))?.[2]
    for (const i of [1, 2]) {
      const address = ['127.0.0.1', String(nodes[i]?.port), String(await bus(i))]
      await clients[0]?.sendCommand(['CLUSTER', 'MEET', ...address])
    }
    const formed = async (client: (typeof clients)[number]) =>
      String(await client.sendCommand(['CLUSTER', 'INFO'])).includes('cluster_state:ok')
    await until(async () => (await Promise.all(clients.map(formed))).every(Boolean), 20_000)
    const hosts = nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
    const site = await newCleanSite(`redis+cluster://:p%40ss@${hosts}`)
    await exercise(site)
    const frozen = nodes[1]
    frozen?.freeze()
    const costs: number[] = []
    for (const end = Date.now() + 4_000; Date.now() < end; await delay(5)) {
      const began = performance.now()
      await site.askMany(Array.from({ length: 10 }, (_, i) => `key${i}`))
      if (performance.now() - began > 100) costs.push(performance.now() - began)
    }
    expect(costs.length).toBeLessThan(25)
    expect(site.redisState()).toBe('away')
    frozen?.thaw()
    await until(() => site.redisState() === 'on')
  })

  it('every role works behind Sentinel, in one round trip for many keys, and follows the master', {
    timeout: 40_000,
  }, async () => {
    const master = await startOnPort()
    cleanups.push(() => master.stop())
    const replica = await startOnPort('--replicaof', '127.0.0.1', String(master.port))
    cleanups.push(() => replica.stop())
    const sentinel = await startSentinel(master.port)
    cleanups.push(() => sentinel.stop())
    const site = await newCleanSite(`redis+sentinel://127.0.0.1:${sentinel.port}/m`)
    await exercise(site)
    const inspector = createClient({ url: `redis://127.0.0.1:${master.port}` }).on('error', () => undefined)
    await inspector.connect()
    cleanups.push(() => inspector.destroy())
    const readsSoFar = async () => Number(/total_reads_processed:(\d+)/.exec(await inspector.info('stats'))?.[1])
    const before = await readsSoFar()
    await site.askMany(Array.from({ length: 100 }, (_, i) => `key${i}`))
    expect((await readsSoFar()) - before).toBeLessThan(50)
    const trusted = site.trustedSince()
    await delay(1_500)
    await master.stop()
    await until(() => site.redisState() === 'away')
    await until(() => site.redisState() === 'on', 30_000)
    expect(site.trustedSince()).toBeGreaterThan(trusted)
    await site.writeSession('after', '{}', 60)
    expect((await site.readSession('after'))?.session).toBe('{}')
  })
})

function slots(i: number): string[] {
  const third = Math.ceil(16_384 / 3)
  return [String(i * third), String(Math.min((i + 1) * third, 16_384) - 1)]
}
