import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../src/config'
import { asSite } from '../src/db/embedded'
import { connectDirectly } from '../src/db/sql'
import {
  ofClock,
  ofConfig,
  ofConnections,
  ofDisk,
  ofKeys,
  ofMigrations,
  ofProcesses,
  ofQueue,
  ofRedis,
  worst,
} from '../src/ops/checks'
import { type LocalRedis, startRedis } from '../src/redis/local'
import { secretKeys } from './support/ground'
import { copyDatabase } from './support/site'

describe('what is found', () => {
  const redis = { version: '7.0.15', used: 10e6, most: 256e6, policy: 'allkeys-lru', evicted: 0 }
  const now = new Date()
  const queue = { waiting: 3, running: 0, oldest: null, dead: 2, deadLately: 0, lastDead: null }
  const late = (seconds: number) => ofQueue({ ...queue, oldest: new Date(now.getTime() - seconds * 1_000) }, now)
  const process = { id: 'a', kind: 'site', host: 'h', pid: 1, version: '1', startedAt: now, seenAt: now }
  it.each([
    ['jobs that nobody waits for', String(worst(ofQueue(queue, now))), '0'],
    ['jobs due just now', String(worst(late(59))), '0'],
    ['jobs a minute late', String(worst(late(61))), '1'],
    ['jobs a quarter of an hour late', String(worst(late(901))), '2'],
    ['a job given up since yesterday', String(worst(ofQueue({ ...queue, deadLately: 1 }, now))), '1'],
    ['processes of one version', ofProcesses([process, { ...process, kind: 'worker' }]).state, 'ok'],
    ['of two', ofProcesses([process, { ...process, version: '2' }]).state, 'attention'],
    ['few connections', ofConnections(8, 100).state, 'ok'],
    ['many', ofConnections(80, 100).state, 'attention'],
    ['nearly all', ofConnections(96, 100).state, 'panne'],
    ['the same schema', ofMigrations(['1.sql'], ['1.sql']).state, 'ok'],
    ['an older one', ofMigrations(['1.sql', '2.sql'], ['1.sql']).state, 'attention'],
    ['a newer one', ofMigrations(['1.sql'], ['1.sql', '2.sql']).state, 'panne'],
    ['clocks together', ofClock(-300).state, 'ok'],
    ['apart', ofClock(-5_000).state, 'attention'],
    ['a minute apart', ofClock(60_000).state, 'panne'],
    ['a free disk', ofDisk(50e9, 100e9).state, 'ok'],
    ['a disk at 95 %', ofDisk(5e9, 100e9).state, 'attention'],
    ['a full disk', ofDisk(100e6, 100e9).state, 'panne'],
    ['secrets under the first key', ofKeys(['a', 'b'], new Map([['a', 3]]), null).state, 'ok'],
    ['no secret yet', ofKeys(['a'], new Map(), null).state, 'ok'],
    ['some under an older one', ofKeys(['a', 'b'], new Map([['b', 1]]), null).state, 'attention'],
    ['some in plain', ofKeys(['a'], new Map([[null, 1]]), null).state, 'attention'],
    ['no key', ofKeys([], new Map(), null).state, 'panne'],
    ['a key that is not theirs', ofKeys(['a'], new Map([['b', 1]]), 'La clé…').state, 'panne'],
    ['Redis', String(worst(ofRedis(redis))), '0'],
    ['Redis that would refuse', String(worst(ofRedis({ ...redis, policy: 'noeviction' }))), '1'],
    ['Redis without a limit', String(worst(ofRedis({ ...redis, most: 0 }))), '1'],
  ])('%s: %s', (_what, state, wanted) => expect(state).toBe(wanted))

  it.each<[Record<string, string>, RegExp | null]>([
    [{}, null],
    [{ PUBLIC_ORIGIN: 'https://mppeep.example', TRUSTED_PEERS: '127.0.0.1' }, null],
    [{ PUBLIC_ORIGIN: 'https://mppeep.example' }, /TRUSTED_PEERS/],
    [{ PUBLIC_ORIGIN: 'http://mppeep.example' }, /en clair/],
    [{ HOST: '0.0.0.0' }, /HOST/],
    [{ TRUSTED_PEERS: '0.0.0.0/0' }, /tout le monde/],
  ])('in the configuration %o: %s', (env, doubt) => {
    const [first] = ofConfig(readConfig(env))
    expect(first!.state).toBe(doubt ? 'attention' : 'ok')
    if (doubt) expect(first!.says).toMatch(doubt)
  })
})

describe('npm run cli -- doctor', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'doc-'))
  const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none', REDIS_URL: 'redis://127.0.0.1:9' }
  let database: string
  let redis: LocalRedis | null

  beforeAll(async () => {
    database = await copyDatabase('ground_empty')
    redis = await startRedis({ dataDir: folder })
  })
  afterAll(async () => {
    await redis?.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  })

  it('says that all is well, in one line each', async () => {
    const { code, out, err } = await doctor({
      DATABASE_URL: asSite(database),
      ...(redis ? { REDIS_URL: redis.url } : {}),
    })
    expect(err).toBe('')
    expect(out).toMatch(/^ok +Postgres.: version 18\.\d, répond en /)
    expect(out).toMatch(/^ok +Schéma.: à jour \(\d{4}_\w+\.sql\)$/m)
    for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^(ok|attention) {2,}\S.*\u202f: \S/)
    // the disk of this machine is not for the spec to judge
    expect(code).toBe(/^attention/m.test(out) ? 1 : 0)
    expect(out.match(/^attention.*$/gm)?.filter((line) => !line.includes('Disque')) ?? []).toEqual([])
  })

  it('says that letters and jobs wait and that nobody does them', async () => {
    const sql = connectDirectly(database)
    await sql`insert into outbox (kind, payload, due_at) values ('x', '{}', now() - interval '20 minutes')`
    const { code, out } = await doctor({ DATABASE_URL: asSite(database), DIRECT_DATABASE_URL: database })
    await sql`delete from outbox`
    await sql.end()
    expect(out).toMatch(/^panne +File d’attente.: 1 en attente, 0 en cours, en retard de 20.min.*npm run worker/m)
    expect(code).toBe(2)
  })

  it('says that a site with the rights of the owner could alter the journal', async () => {
    const { code, out } = await doctor({ DATABASE_URL: database })
    expect(code).toBe(1)
    expect(out).toMatch(/^attention +Journal.: le rôle postgres pourrait le modifier/m)
    const split = await doctor({ DATABASE_URL: asSite(database), DIRECT_DATABASE_URL: database })
    expect(split.out).toMatch(/^ok +Journal.: le rôle mppeep_app ne peut ni le modifier ni l’effacer$/m)
  })

  it('says what is away instead of failing, within seconds', async () => {
    const { code, out, err } = await doctor(nowhere)
    expect({ code, err }).toEqual({ code: 2, err: '' })
    expect(out).toMatch(/^panne +Postgres.: ne répond pas \(ECONNREFUSED\)$/m)
    expect(out).toMatch(/^attention +Redis.: ne répond pas/m)
  })

  it('applies nothing: an older schema stays, and is said', async () => {
    const sql = connectDirectly(database)
    const [last] = await sql<{ name: string }[]>`
      delete from migrations where name = (select max(name) from migrations) returning name`
    const { code, out } = await doctor({ DATABASE_URL: database })
    expect(out).toMatch(new RegExp(`^attention +Schéma.: .*${last!.name}`, 'm'))
    expect(code).toBe(1)
    expect(await sql`select from migrations where name = ${last!.name}`).toHaveLength(0)
    await sql.end()
  })

  it('starts nothing: without a running site there is no embedded database', async () => {
    const { code, out } = await doctor({ DATA_DIR: join(folder, 'none') })
    expect(code).toBe(2)
    expect(out).toMatch(/^panne +Postgres.: la base embarquée ne tourne pas/m)
  })

  async function doctor(env: Record<string, string>) {
    const child = spawn(process.execPath, ['src/door.mjs', 'cli', 'doctor'], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: folder, SECRET_KEYS: secretKeys, ...env },
      stdio: 'pipe',
    })
    const text = { out: '', err: '' }
    child.stdout.on('data', (part) => (text.out += part))
    child.stderr.on('data', (part) => (text.err += part))
    const [code] = await once(child, 'close')
    return { code, ...text }
  }
})
