import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type EmbeddedPostgres, startPostgres } from '../../src/db/embedded'
import { migrate } from '../../src/db/migrate'
import { connectDirectly } from '../../src/db/sql'
import { describeOnRedis, startServer, type TestServer } from '../redis/server'
import { addAccountWith } from '../support/accounts'
import { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

const folder = mkdtempSync(join(tmpdir(), 'outage-'))
const password = 'une phrase pour les pannes'
let postgres: EmbeddedPostgres
let redis: TestServer
let site: TestSite
let client: Client

describeOnRedis('with a database and a Redis that can be taken away', () => {
  beforeAll(async () => {
    redis = await startServer()
    postgres = await startPostgres({ dataDir: folder, durable: false })
    const sql = connectDirectly(postgres.url)
    await migrate(sql, 'sql/migrations')
    await sql`insert into settings (chosen) values ('{"secondFactorGraceDays": 90}')`
    await sql.end()
    site = await openSite({
      redis: false,
      env: { DATABASE_URL: postgres.url, REDIS_URL: redis.url, PATH: process.env.PATH ?? '' },
    })
    await addAccountWith('drh@mppeep.example', 'drh', password)
    client = site.visitor()
    expect((await client.post('/mppeep/connexion', { email: 'drh@mppeep.example', password })).status).toBe(303)
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
  })
  afterAll(async () => {
    await site.close()
    await redis.stop()
    await postgres.stop().catch(() => undefined)
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  })

  const health = () => client.get('/mppeep/api/v1/health')

  it('is healthy with both', async () => {
    expect((await health()).json()).toMatchObject({ status: 'healthy', database: 'up', redis: 'up' })
    expect(await client.get('/mppeep/readyz')).toMatchObject({ status: 200, text: 'ok' })
  })

  it('without Redis is degraded, ready, and everything works', async () => {
    await redis.kill()
    await vi.waitFor(
      async () => expect((await health()).json()).toMatchObject({ status: 'degraded', database: 'up', redis: 'down' }),
      5_000,
    )
    expect((await health()).status).toBe(200)
    expect((await client.get('/mppeep/readyz')).status).toBe(200)
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
    await redis.start()
    await vi.waitFor(async () => expect((await health()).json()).toMatchObject({ status: 'healthy' }), 5_000)
  })

  describe('without its database', () => {
    beforeAll(() => postgres.stop())
    afterAll(async () => {
      postgres = await startPostgres({ dataDir: folder, durable: false })
    })

    it('is alive, not ready, and says so', async () => {
      expect(await client.get('/mppeep/livez')).toMatchObject({ status: 200, text: 'ok' })
      expect(await client.get('/mppeep/readyz')).toMatchObject({
        status: 503,
        text: 'indisponible',
        headers: { 'retry-after': '5' },
      })
      const answer = await health()
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
      expect(answer.json()).toMatchObject({ status: 'unavailable', database: 'down' })
    })

    it.each<[string, () => Promise<{ status: number }>]>([
      ['a page of somebody signed in', () => client.get('/mppeep/personnel?q=a')],
      ['a page of somebody whose session only the database knows', () => stranger().get('/mppeep/accueil')],
      ['signing in', () => site.visitor().post('/mppeep/connexion', { email: 'drh@mppeep.example', password })],
      ['signing out', () => client.post('/mppeep/deconnexion', {})],
      ['the API', () => client.get('/mppeep/api/v1/personnel')],
    ])('answers 503 in time: %s', async (_what, act) => {
      const began = performance.now()
      const answer = (await act()) as Awaited<ReturnType<Client['get']>>
      expect(performance.now() - began).toBeLessThan(4_000)
      expect(answer.status).toBe(503)
      expect(answer.headers['retry-after']).toBe('5')
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.text).toContain('momentanément indisponible')
      expect(answer.text).toContain(answer.headers['x-request-id'])
      expect(answer.text).not.toMatch(/CONNECT|ENOENT|postgres/)
    })

    it('answers fifty at once in time too', async () => {
      const began = performance.now()
      const answers = await Promise.all(Array.from({ length: 50 }, () => client.get('/mppeep/personnel?q=b')))
      expect(performance.now() - began).toBeLessThan(6_000)
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
    })

    it('still serves what needs no database', async () => {
      const door = await site.visitor().get('/mppeep/connexion')
      expect(door.status).toBe(200)
      expect((await client.get(/href="([^"]+\.css)"/.exec(door.text)![1]!)).status).toBe(200)
      expect((await site.visitor().get('/mppeep/personnel')).status).toBe(303)
    })
  })

  it('is itself again as soon as the database is back, and nobody was signed out', async () => {
    await vi.waitFor(async () => expect((await client.get('/mppeep/readyz')).status).toBe(200), 10_000)
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
    expect(site.log.filter((line) => line['event.name'] === 'error.unexpected')).toEqual([])
  })
})

function stranger(): Client {
  const other = new Client({ port: site.port, origin: site.origin }, '198.51.100.9')
  other.cookies.set('session_id', 'a'.repeat(43))
  return other
}
