import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { describeOnRedis, startServer, type TestServer } from '../redis/server'
import { disableAccountOf } from '../support/accounts'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let redis: TestServer
let site: TestSite
let drh: Client

const state = async () => (await site.visitor().get('/mppeep/api/v1/health')).json().redis
const back = () => vi.waitFor(async () => expect(await state()).toBe('up'), { timeout: 10_000, interval: 50 })

/** What is taken away in the middle, and how it comes back. */
const drills: Record<string, { away: () => unknown; back: () => unknown }> = {
  killed: { away: () => redis.kill(), back: () => redis.start() },
  frozen: { away: () => redis.freeze(), back: () => redis.thaw() },
}

describeOnRedis('nobody notices that Redis', () => {
  beforeAll(async () => {
    redis = await startServer('--appendonly', 'yes', '--appendfsync', 'always')
    site = await openSite({ redis: false, env: { REDIS_URL: redis.url, PATH: process.env.PATH ?? '' } })
  })
  afterAll(async () => {
    redis.thaw()
    await site.close()
    await redis.stop()
  })
  beforeEach(async () => {
    await back()
    drh = await site.as('drh')
    await drh.get('/mppeep/accueil')
    site.log.length = 0
  })
  afterEach(() => {
    const failed = site.log.filter((line) => Number(line['http.response.status_code']) >= 500)
    expect(failed).toEqual([])
    expect(site.log.filter((line) => line['event.name'] === 'error.unexpected')).toEqual([])
  })

  describe.each(Object.keys(drills))('is %s', (name) => {
    const drill = drills[name]!

    it('and comes back: everybody stays signed in, no page waits', async () => {
      const others = await Promise.all([site.as('rh'), site.as('daf'), site.as('chef')])
      const times: number[] = []
      const walk = async (rounds: number) => {
        for (let i = 0; i < rounds; i++) {
          for (const client of [drh, ...others]) {
            const began = performance.now()
            expect((await client.get('/mppeep/personnel')).status).toBe(200)
            times.push(performance.now() - began)
          }
        }
      }
      await walk(2)
      const usual = Math.max(...times.splice(0))
      await drill.away()
      await walk(3)
      await delay(300)
      await walk(1)
      await drill.back()
      await walk(2)
      await back()
      await walk(2)
      expect(Math.max(...times)).toBeLessThan(usual + 2_000)
      const middle = times.sort((a, b) => a - b)[times.length >> 1]
      expect(middle).toBeLessThan(usual + 300)
    })

    it('while one signs in: it works, and the limit stays on', async () => {
      await drill.away()
      const client = site.visitor()
      const form = { email: 'agent@mppeep.example', password: castPassword }
      expect((await client.post('/mppeep/connexion', form)).status).toBe(303)
      expect((await client.get('/mppeep/accueil')).status).toBe(200)
      const stranger = site.visitor()
      const wrong = () => stranger.post('/mppeep/connexion', { email: 'auditeur@mppeep.example', password: 'faux' })
      const statuses = (await Promise.all(Array.from({ length: 10 }, wrong))).map(({ status }) => status).sort()
      expect(statuses).toEqual([...Array(5).fill(422), ...Array(5).fill(429)])
      await drill.back()
      await back()
      expect((await client.get('/mppeep/accueil')).status).toBe(200)
    })

    it('while one signs out: that session never works again', async () => {
      const token = drh.cookies.get('session_id')!
      const other = await site.as('drh')
      await drill.away()
      expect((await drh.post('/mppeep/deconnexion', {})).status).toBe(303)
      const thief = site.visitor()
      const steal = async () => {
        thief.cookies.set('session_id', token)
        return (await thief.get('/mppeep/accueil')).status
      }
      expect(await steal()).toBe(303)
      await drill.back()
      // the first requests are made while Redis is on its way back
      for (let i = 0; i < 10; i++) {
        expect(await steal()).toBe(303)
        await delay(20)
      }
      await back()
      for (let i = 0; i < 5; i++) expect(await steal()).toBe(303)
      expect((await other.get('/mppeep/accueil')).status).toBe(200)
    })

    it('while an account is disabled: it is out', async () => {
      const email = name === 'killed' ? 'invite' : 'auditeur'
      await site.sql`delete from sign_in_failures`
      const client = await site.as(email)
      await client.get('/mppeep/accueil')
      const token = client.cookies.get('session_id')!
      await drill.away()
      await disableAccountOf(`${email}@mppeep.example`)
      expect((await client.get('/mppeep/accueil')).status).toBe(303)
      await drill.back()
      await back()
      client.cookies.set('session_id', token)
      expect((await client.get('/mppeep/accueil')).status).toBe(303)
    })
  })

  it('loses everything at once', async () => {
    await redis.inspector.flushAll()
    expect((await drh.get('/mppeep/accueil')).status).toBe(200)
    await redis.inspector.flushAll()
    expect(
      (await Promise.all(Array.from({ length: 20 }, () => drh.get('/mppeep/personnel')))).map(({ status }) => status),
    ).toEqual(Array(20).fill(200))
  })

  it('is full', async () => {
    await redis.inspector.configSet({ 'maxmemory-policy': 'noeviction', maxmemory: '1' })
    const client = await site.as('daf')
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
    const token = client.cookies.get('session_id')!
    await client.post('/mppeep/deconnexion', {})
    client.cookies.set('session_id', token)
    expect((await client.get('/mppeep/accueil')).status).toBe(303)
    await redis.inspector.configSet({ maxmemory: '0' })
  })
})
