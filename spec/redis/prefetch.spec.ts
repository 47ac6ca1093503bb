import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeOnRedis, newSite, type Site, startServer, type TestServer } from './server'

describeOnRedis('pieces read with the session', () => {
  let server: TestServer
  let site: Site
  let computed: number

  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.reset()
    site = await newSite(server.url)
    computed = 0
  })
  afterEach(() => site.disconnectRedis())

  const compute = async () => `number ${++computed}`
  const wish = { family: 'personnel', name: 'dashboard', freshSeconds: 60, staleSeconds: 60, compute }
  const load = (at: Site = site, more: Partial<typeof wish> = {}) => at.piece({ ...wish, ...more })

  const visit = (path: string, names: string[], session = 'session-hash') => {
    const moment = site.newMoment('r', path)
    return site.during(moment, async () => {
      const keys = site.keysToReadWith(session, path)
      const read = await site.readSession(session, keys)
      site.holdPrefetched(keys, read?.alongside ?? [])
      for (const name of names) await load(site, { name })
      return moment
    })
  }

  it('is read with the session from the second visit on: one round trip for the page', async () => {
    await load()
    await load(site, { name: 'ages' })
    expect(await visit('/dashboard', ['dashboard', 'ages'])).toMatchObject({ redis: { calls: 3 }, cache: 'hit' })
    expect(await visit('/dashboard', ['dashboard', 'ages'])).toMatchObject({ redis: { calls: 1 }, cache: 'hit' })
    expect(await visit('/dashboard', ['dashboard', 'ages'], 'someone-else')).toMatchObject({ redis: { calls: 3 } })
    expect(await visit('/accueil', ['dashboard'])).toMatchObject({ redis: { calls: 2 } })
  })

  it('travels once per process: later only its version is asked, as long as the process has room for it', async () => {
    const long = async () => 'é'.repeat(100_000)
    for (let i = 0; i < 60; i++) await load(site, { name: `p${i}`, compute: long })
    const version = 'version:{personnel}'
    await visit('/last', ['p59'])
    expect(site.keysToReadWith('session-hash', '/last')).toEqual([version])
    await visit('/first', ['p0'])
    expect(site.keysToReadWith('session-hash', '/first')).toEqual([version, 'piece:{personnel}:p0'])
    expect(await visit('/first', ['p0'])).toMatchObject({ redis: { calls: 1 }, cache: 'hit' })
    expect(site.keysToReadWith('session-hash', '/first')).toEqual([version])
  })

  it('does not serve what was read with the session when a write came meanwhile', async () => {
    await load()
    await visit('/dashboard', ['dashboard'])
    await site.during(site.newMoment('r', '/dashboard'), async () => {
      const keys = site.keysToReadWith('session-hash', '/dashboard')
      const read = await site.readSession('session-hash', keys)
      site.holdPrefetched(keys, read?.alongside ?? [])
      await site.bump('personnel')
      expect((await load()).html).toBe('number 2')
    })
    expect(await visit('/dashboard', ['dashboard'])).toMatchObject({ redis: { calls: 1 }, cache: 'hit' })
    expect(computed).toBe(2)
  })
})
