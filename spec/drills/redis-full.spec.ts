import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, disconnect } from '../../src/db/sql'
import { withLock } from '../../src/locks/locks'
import { connectRedis, disconnectRedis } from '../../src/redis/client'
import { describeOnRedis, until } from '../redis/server'
import { layGround, lettersLeft, postLetters } from './ground'

/** How it is started where it is deployed. */
const [, shipped = ''] = /command: redis-server (.*)/.exec(readFileSync('compose.yaml', 'utf8')) ?? []
const room = Number(/--maxmemory (\d+)mb/.exec(shipped)?.[1]) * 2 ** 20
const value = 'x'.repeat(100_000)
const values = Math.ceil((3 * room) / value.length)

describeOnRedis(`with a Redis that is full (${shipped})`, () => {
  const ground = layGround({ redis: shipped.split(' '), mailbox: true })

  beforeAll(async () => {
    // one more process of ours, for what no page does at will
    connect({ url: ground.database.url, prepare: false, connections: 2 })
    await connectRedis(ground.redis.url)
  })
  afterAll(() => Promise.all([disconnect(), disconnectRedis()]))

  it('three times over, sessions, the limit on sign-ins, letters and locks hold', {
    timeout: 90_000,
    retry: 0,
  }, async () => {
    const { site, redis, mailbox } = ground
    const { sql } = ground.database
    const clients = await Promise.all(Array.from({ length: 8 }, () => site.signIn()))
    const wrong = async (client = clients[0]!) => {
      const form = { email: 'personne@mppeep.example', password: 'ce n’est pas cela' }
      return (await client.post('/mppeep/connexion', form)).status
    }
    const stranger = site.visitor()
    for (let i = 0; i < 5; i++) expect(await wrong(stranger)).toBe(422)

    const contenders: unknown[] = []
    const pages: number[] = []
    const during = withLock('plein', 3_000, async ({ signal }) => {
      for (let i = 0; i < values; i += 40) {
        const keys = Array.from({ length: 40 }, (_, j) => redis.inspector.set(`piece:{${i + j}}`, value, { EX: 600 }))
        await Promise.all(keys)
        if (i % 800 !== 0) continue
        // half of them stay away all the while: theirs is what is evicted
        pages.push((await clients[(i / 800) % 4]!.get('/mppeep/personnel')).status)
        contenders.push(await withLock('plein', 3_000, async () => 'twice'))
        await postLetters(sql, 10, `agent${i}-`)
      }
      return signal.aborted
    })
    expect(await during).toEqual({ busy: false, result: false })
    expect(new Set(pages)).toEqual(new Set([200]))
    expect(contenders.length).toBeGreaterThanOrEqual(10)
    expect(contenders).toEqual(contenders.map(() => ({ busy: true })))
    expect(await withLock('plein', 3_000, async () => 'after')).toEqual({ busy: false, result: 'after' })
    const [, evicted] = /evicted_keys:(\d+)/.exec(await redis.inspector.info('stats'))!
    expect(Number(evicted)).toBeGreaterThan(values / 2)

    expect((await redis.inspector.keys('session:*')).length).toBeLessThan(clients.length)
    for (const client of clients) {
      expect((await client.get('/mppeep/accueil')).status).toBe(200)
      expect((await client.get('/mppeep/personnel')).status).toBe(200)
    }
    // what Redis forgot of this address, the account's own count in Postgres has kept: nine tries at most in all
    const more = await Promise.all(Array.from({ length: 20 }, () => wrong(stranger)))
    expect(more.filter((status) => status === 422).length).toBeLessThanOrEqual(5)
    expect(more).toContain(429)

    await until(async () => (await lettersLeft(sql)) === 0, 20_000)
    const recipients = mailbox.letters.map(({ to }) => to.join())
    expect(recipients).toHaveLength(contenders.length * 10)
    expect(new Set(recipients).size).toBe(recipients.length)
    await until(async () => (await clients[0]!.get('/mppeep/api/v1/health')).json().status === 'healthy')
    expect(site.log.filter((line) => Number(line['http.response.status_code']) >= 500)).toEqual([])
  })
})
