import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedPostgres, startPostgres } from '../../src/db/embedded'
import { describeOnRedis, startServer, type TestServer, until } from '../redis/server'
import { addDirector, type SiteProcess, startSite } from './ground'

describeOnRedis('what starts after the site', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'drill-'))
  let redis: TestServer
  let postgres: EmbeddedPostgres
  let site: SiteProcess

  beforeAll(async () => {
    ;[redis, postgres] = await Promise.all([startServer(), startPostgres({ dataDir })])
    await Promise.all([redis.kill(), postgres.stop()])
  })
  afterAll(async () => {
    await site.kill()
    await redis.stop()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  })

  it('is waited for by whoever supervises when it is Postgres, and taken in by itself when it is Redis', {
    timeout: 60_000,
  }, async () => {
    const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url }
    // as compose does: started again as long as it ends
    for (let i = 0; i < 2; i++) {
      site = await startSite(env, { wait: false })
      const [code] = await once(site.child, 'close')
      expect([code, site.said()]).toEqual([1, expect.stringMatching(/^La base de données ne répond pas[^\n]*\.\n$/)])
    }
    postgres = await startPostgres({ dataDir })
    site = await startSite(env)
    await addDirector(postgres.url)
    const client = await site.signIn()
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
    expect((await client.get('/mppeep/api/v1/health')).json()).toMatchObject({ status: 'degraded', redis: 'down' })
    await redis.start()
    await until(async () => (await client.get('/mppeep/api/v1/health')).json().status === 'healthy', 10_000)
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
  })
})
