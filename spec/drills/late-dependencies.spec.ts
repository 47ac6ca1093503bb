import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startPostgres } from '../../src/db/embedded'
import { whenThere } from '../../src/db/wait'
import { ended } from '../../src/lib/child'
import { describeOnRedis, startServer, type TestServer, until } from '../redis/server'
import { freePort } from '../support/site'
import { addDirector } from './ground'
import { listening, type Program, type SiteProcess, startSite, startWorker } from './program'

const programs: Program[] = []
const awaited = ({ log }: Program) => log.filter((line) => line['event.name'] === 'database.awaited')

afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.kill()))
})

describeOnRedis('what starts after the site', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'drill-'))
  let redis: TestServer
  let postgres: EmbeddedPostgres | undefined

  beforeAll(async () => {
    redis = await startServer()
    postgres = await startPostgres({ dataDir })
    await Promise.all([redis.kill(), postgres.stop()])
  })
  afterAll(async () => {
    await redis?.stop()
    await postgres?.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  })

  it('is waited for by site and worker, and taken in without a restart', { timeout: 60_000 }, async () => {
    const env = { DATABASE_URL: postgres!.url, REDIS_URL: redis.url }
    const site = await startSite(env, { wait: false })
    const worker = await startWorker(env, { wait: false })
    programs.push(site, worker)
    await until(() => awaited(site).length >= 3 && awaited(worker).length >= 3, 20_000)
    await expectOutage(site)

    postgres = await startPostgres({ dataDir })
    await listening(site)
    await until(() => worker.log.some((line) => line['event.name'] === 'worker.started'), 10_000)
    expect((await site.visitor().get('/mppeep/readyz')).status).toBe(200)
    expect([site.said(), worker.said()]).toEqual([expect.stringContaining('/mppeep/invitation/'), ''])
    // it was empty: one of them brought the schema, the other waited for that
    expect(
      [site, worker].filter(({ log }) => log.some((line) => line['event.name'] === 'database.migrated')),
    ).toHaveLength(1)
    await addDirector(postgres.url)
    const client = await site.signIn()
    expect((await client.get('/mppeep/personnel')).status).toBe(200)

    expect((await client.get('/mppeep/api/v1/health')).json()).toMatchObject({ status: 'degraded', redis: 'down' })
    await redis.start()
    await until(async () => (await client.get('/mppeep/api/v1/health')).json().status === 'healthy', 10_000)
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
    expect([site, worker].map(({ child }) => ended(child))).toEqual([false, false])
  })
})

describe('a database that is not there', () => {
  it('and then says that it starts, and then says nothing, is one to wait for', { timeout: 40_000 }, async () => {
    const port = await freePort()
    const site = await startSite(urlOf(port), { wait: false })
    programs.push(site)
    await until(() => awaited(site).length > 0, 20_000)
    await stranger(port, '57P03')
    await until(() => new Set(awaited(site).map(({ reason }) => reason)).size === 3, 20_000)
    expect(new Set(awaited(site).map(({ reason }) => reason))).toEqual(
      new Set(['ECONNREFUSED', '57P03', 'CONNECT_TIMEOUT']),
    )
    await expectOutage(site)
    site.child.kill('SIGTERM')
    expect([await site.end(), site.said()]).toEqual([0, ''])
  })

  it('is given up in the end, as it was last seen', async () => {
    let [attempts, waits] = [0, 0]
    const gone = async () => {
      throw Object.assign(new Error('gone'), { code: ++attempts < 3 ? 'ECONNREFUSED' : '57P03' })
    }
    const onWait = async () => {
      waits += 1
    }
    await expect(whenThere(gone, { patience: 1_700, onWait })).rejects.toMatchObject({ code: '57P03' })
    expect([attempts, waits]).toEqual([3, 1])
  })

  it('is never waited for when what refuses is the address: one sentence, at once', { timeout: 30_000 }, async () => {
    for (const code of ['28P01', '3D000']) {
      const port = await freePort()
      await stranger(port, code)
      for (const program of [await startSite(urlOf(port), { wait: false }), await startWorker(urlOf(port))]) {
        programs.push(program)
        expect([await program.end(), program.said()]).toEqual([
          1,
          `La base de données refuse la connexion décrite par DATABASE_URL (${code}) : vérifiez nom, mot de passe et base.\n`,
        ])
        expect(awaited(program)).toEqual([])
      }
    }
  })
})

async function expectOutage(site: SiteProcess): Promise<void> {
  const visitor = site.visitor()
  const paths = ['livez', 'readyz', 'connexion', 'personnel', 'api/v1/health', 'nulle-part']
  const answers = await Promise.all(paths.map((path) => visitor.get(`/mppeep/${path}`)))
  expect(answers.map(({ status, headers }) => [status, headers['retry-after']])).toEqual([
    [200, undefined],
    ...Array(5).fill([503, '5']),
  ])
  expect(answers[2]!.text).toContain('Le service est momentanément indisponible.')
  const [, sheet] = /<link rel="stylesheet" href="([^"]+)"/.exec(answers[2]!.text) ?? []
  expect((await visitor.get(sheet!)).status).toBe(200)
  expect((await visitor.post('/mppeep/connexion', { email: 'a@mppeep.example', password: 'b' })).status).toBe(503)
}

function urlOf(port: number): Record<string, string> {
  return { DATABASE_URL: `postgres://agent:secret@127.0.0.1:${port}/rh`, PATH: '' }
}

const strangers: Server[] = []
afterAll(() => strangers.map((server) => server.close()))

/** Refuses the first connection with this code (PostgreSQL manual, 54.7, ErrorResponse); if it is to be waited for, it says nothing from then on. */
async function stranger(port: number, code: string): Promise<void> {
  const fields = Buffer.from(`SFATAL\0C${code}\0MFATAL\0\0`)
  const length = Buffer.alloc(4)
  length.writeInt32BE(fields.length + 4)
  let connections = 0
  const server = createServer((socket) => {
    socket.on('error', () => undefined).unref()
    if (++connections === 1 || code !== '57P03')
      socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, fields])))
  }).listen(port, '127.0.0.1')
  strangers.push(server)
  await once(server, 'listening')
}
