import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeOnRedis, newSite, type Site, startServer, type TestServer, until } from './server'

describe('sessions without Redis', () => {
  it('has no copy of anything, and fails at nothing', async () => {
    const site = await newSite(null)
    await site.writeSession('h', '{}', 60)
    await site.dropSessions(['h'])
    expect(await site.readSession('h', ['k'])).toBeUndefined()
  })
})

describeOnRedis('the copy of sessions', () => {
  let server: TestServer
  let site: Site

  beforeAll(async () => {
    server = await startServer('--appendonly', 'yes', '--appendfsync', 'always')
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.reset()
    site = await newSite(server.url)
  })
  afterEach(async () => {
    await site.disconnectRedis()
  })

  it('is read with other keys in one round trip', async () => {
    await site.writeSession('h', '{"a":1}', 60)
    await server.inspector.set('piece', 'x')
    const moment = site.newMoment('r', '/')
    const read = await site.during(moment, () => site.readSession('h', ['piece', 'missing']))
    expect(read).toEqual({ session: '{"a":1}', alongside: [Buffer.from('x'), null] })
    expect(moment.redis.calls).toBe(1)
  })

  it('expires, and is not written without a future', async () => {
    await site.writeSession('h', '{}', 60)
    await site.writeSession('past', '{}', 0)
    const [key] = await server.inspector.keys('session:*')
    expect(await server.inspector.keys('session:*')).toHaveLength(1)
    const ttl = await server.inspector.ttl(String(key))
    expect(ttl).toBeGreaterThan(55)
    expect(ttl).toBeLessThanOrEqual(60)
  })

  it('is gone when dropped', async () => {
    await site.writeSession('h', '{}', 60)
    await site.dropSessions(['h', 'never-was'])
    expect(await site.readSession('h')).toEqual({ session: undefined, alongside: [] })
    expect(await server.inspector.keys('session:*')).toEqual([])
  })

  it('cannot be put back by a request that read Postgres before the drop', async () => {
    const elsewhere = await newSite(server.url)
    await elsewhere.dropSessions(['h'])
    await site.writeSession('h', '{}', 60)
    expect((await site.readSession('h'))?.session).toBeUndefined()
    await elsewhere.disconnectRedis()
  })

  it('dropped while Redis was down does not come back with its file', async () => {
    await site.writeSession('kept', '{}', 600)
    await site.writeSession('revoked', '{}', 600)
    await server.kill()
    await site.dropSessions(['revoked'])
    await server.start()
    expect(await server.inspector.keys('session:*')).not.toEqual([])
    await until(() => site.redisState() === 'on')
    expect((await site.readSession('kept'))?.session).toBe('{}')
    expect((await site.readSession('revoked'))?.session).toBeUndefined()
    const elsewhere = await newSite(server.url)
    expect((await elsewhere.readSession('revoked'))?.session).toBeUndefined()
    await elsewhere.disconnectRedis()
  })

  it('dropped while Redis was frozen is gone when it thaws', async () => {
    await site.writeSession('h', '{}', 600)
    server.freeze()
    await site.readSession('h')
    await site.dropSessions(['h'])
    server.thaw()
    await until(() => site.redisState() === 'on')
    expect(await server.inspector.keys('session:*')).toEqual([])
    expect((await site.readSession('h'))?.session).toBeUndefined()
  })

  it('remembers a thousand drops, and believes no earlier copy when there were more', async () => {
    const hashes = Array.from({ length: 1_500 }, (_, i) => `h${i}`)
    await Promise.all(hashes.map((hash) => site.writeSession(hash, '{}', 600)))
    const written = Date.now()
    server.freeze()
    await site.readSession('h0')
    await site.dropSessions(hashes)
    server.thaw()
    await until(() => site.redisState() === 'on')
    expect(await server.inspector.keys('session:*')).toHaveLength(500)
    expect(site.trustedSince()).toBeGreaterThan(written)
  })

  it('is dropped even when Redis is full', async () => {
    await site.writeSession('h', '{}', 600)
    await server.inspector.configSet({ 'maxmemory-policy': 'noeviction', maxmemory: '1' })
    await site.dropSessions(['h'])
    expect(await server.inspector.keys('session:*')).toEqual([])
    expect((await site.readSession('h'))?.session).toBeUndefined()
  })

  it('lost in a flush is only read from Postgres again', async () => {
    await site.writeSession('h', '{}', 600)
    await server.inspector.flushAll()
    expect(await site.readSession('h')).toEqual({ session: undefined, alongside: [] })
    await site.writeSession('h', '{}', 600)
    expect((await site.readSession('h'))?.session).toBe('{}')
  })
})
