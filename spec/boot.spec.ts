import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { addressOf } from '../src/db/address'
import { type EmbeddedPostgres, runningPostgres, startPostgres } from '../src/db/embedded'
import { buildOwner, commandOf, guardsOf, kill, killOwners, onLinux, ownerOf, processesIn } from './support/owner'

const home = mkdtempSync(join(tmpdir(), 'boot-'))
const dataDir = join(home, 'data')
const cluster = join(dataDir, 'postgres')
/** What a test started, ended after it even when it fails. */
const running: { stop(): Promise<void> }[] = []

beforeAll(() => buildOwner(home))

afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(running.splice(0).map((server) => server.stop()))
  killOwners()
})

afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 20 }))

describe('the embedded Postgres', () => {
  it('makes an empty database the first time, on a socket that only its owner can open', async () => {
    const { url } = await start()
    const [settings] = await ask(
      url,
      (sql) => sql`
      select current_database() as name, current_setting('listen_addresses') as addresses, current_setting('server_encoding') as encoding,
        lower('KONÉ') as lower, current_setting('fsync') as fsync`,
    )
    expect(settings).toEqual({ name: 'mppeep', addresses: '', encoding: 'UTF8', lower: 'koné', fsync: 'off' })
    expect(statSync(join(dataDir, 'run')).mode & 0o777).toBe(0o700)
    await ask(url, (sql) => sql`create table notes (said text)`)
    await ask(url, (sql) => sql`insert into notes values ('first')`)
  })

  it('finds again what was written, and is told running to whoever asks', async () => {
    expect(await runningPostgres(dataDir)).toBeNull()
    const { url } = await start()
    expect(await notes(url)).toEqual(['first'])
    expect(await runningPostgres(dataDir)).toBe(url)
  })

  it('writes to the disk before it answers, unless told otherwise', async () => {
    const server = keep(await startPostgres({ dataDir }))
    const durability =
      "select string_agg(setting, ' ' order by name) as on from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')"
    expect(await ask(server.url, (sql) => sql.unsafe(durability))).toEqual([{ on: 'on on on' }])
  })

  it('refuses a folder that another living instance uses, which goes on undisturbed', async () => {
    const { url } = await start()
    await expect(start()).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringMatching(/déjà utilisé par une autre instance.*DATABASE_URL/),
    })
    const owner = await ownerOf(home, dataDir)
    expect(owner.exitCode).toBe(1)
    expect(await notes(url)).toEqual(['first'])
  })

  it('lets exactly one of several that start at once have a folder whose owner was killed', async () => {
    await kill(await ownerOf(home, dataDir))
    const results = await Promise.allSettled([start(), start(), start(), start()])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
  })

  it.runIf(onLinux)('ends by itself when its owner is killed, and starts again with all that was written', async () => {
    const owner = await ownerOf(home, dataDir)
    await ask(postgresUrl(), (sql) => sql`insert into notes values ('second')`)
    expect(processesIn(dataDir)).not.toEqual([])
    await kill(owner)
    await vi.waitFor(() => expect(processesIn(dataDir)).toEqual([]), 5_000)
    expect(await notes((await start()).url)).toEqual(['first', 'second'])
  })

  it.runIf(onLinux)('ends the server that a killed owner left behind, then starts', async () => {
    const owner = await ownerOf(home, dataDir)
    const left = postmaster()
    for (const pid of guardsOf(left)) process.kill(pid, 'SIGKILL')
    await ask(postgresUrl(), (sql) => sql`insert into notes values ('third')`)
    await kill(owner)
    expect(commandOf(left)).toContain(cluster)
    const { url } = await start()
    expect(commandOf(left)).toBe('')
    expect(postmaster()).not.toBe(left)
    expect(await notes(url)).toEqual(['first', 'second', 'third'])
  })

  it('starts although the number it left belongs to another program by now', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
    const status = [other.pid, cluster, 0, 5432, join(dataDir, 'run'), '', '', 'ready', '']
    writeFileSync(join(cluster, 'postmaster.pid'), status.join('\n'))
    expect(await notes((await start()).url)).toContain('first')
    expect(other.exitCode).toBeNull()
    other.kill()
  })

  it.runIf(onLinux)('comes back at the same address when it dies', async () => {
    const { url } = await start()
    const first = postmaster()
    process.kill(first, 'SIGKILL')
    await vi.waitFor(async () => expect(await notes(url)).toContain('first'), { timeout: 10_000, interval: 50 })
    expect(postmaster()).not.toBe(first)
  })

  it.runIf(onLinux)('leaves no process and no trace of one behind when it is stopped', async () => {
    const server = await startPostgres({ dataDir, durable: false })
    const guards = guardsOf(postmaster())
    expect(guards).toHaveLength(1)
    await server.stop()
    expect(processesIn(dataDir)).toEqual([])
    await vi.waitFor(() => expect(guards.map(commandOf)).toEqual(['']))
    expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false)
    expect(readdirSync(join(dataDir, 'run')).filter((name) => !name.startsWith('redis'))).toEqual([])
  })

  it('starts over after a first start that was interrupted, in a folder whose path is long and odd', async () => {
    const long = join(home, `données « d’essai », ${'long '.repeat(20)}"'`)
    mkdirSync(join(long, 'postgres.new-1-1'), { recursive: true })
    const server = keep(await startPostgres({ dataDir: long, durable: false }))
    expect(await ask(server.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }])
    expect(readdirSync(long).sort()).toEqual(['postgres', 'postgres.log'])
    const sockets = addressOf(server.url).host ?? ''
    expect(sockets.startsWith(tmpdir())).toBe(true)
    expect(statSync(sockets).mode & 0o777).toBe(0o700)
    await server.stop()
    rmSync(sockets, { recursive: true })
  })

  it('refuses a socket folder that others can open', async () => {
    const open = join(home, 'open')
    mkdirSync(join(open, 'run'), { recursive: true, mode: 0o755 })
    await expect(startPostgres({ dataDir: open })).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringContaining('0700'),
    })
  })

  it('says why it does not start: a file in the way, a cluster of another version, a platform without Postgres', async () => {
    writeFileSync(join(home, 'file'), '')
    await expect(startPostgres({ dataDir: join(home, 'file') })).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringContaining('EEXIST'),
    })
    const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8')
    writeFileSync(join(cluster, 'PG_VERSION'), '9\n')
    await expect(start()).rejects.toMatchObject({ name: 'Refusal', message: expect.stringContaining('incompatible') })
    writeFileSync(join(cluster, 'PG_VERSION'), version)
    vi.spyOn(process, 'arch', 'get').mockReturnValue('s390x')
    await expect(start()).rejects.toMatchObject({ name: 'Refusal', message: expect.stringContaining('DATABASE_URL') })
    vi.restoreAllMocks()
    expect(await notes((await start()).url)).toContain('first')
  })
})

describe('an address of Postgres', () => {
  it('goes to postgres.js with the folder of its socket beside it', () => {
    expect(addressOf('postgres://postgres@localhost/mppeep?host=%2Fsrv%2Fd%C3%A9mo%20%22x%22&sslmode=disable')).toEqual(
      {
        url: 'postgres://postgres@localhost/mppeep?sslmode=disable',
        host: '/srv/démo "x"',
      },
    )
    expect(addressOf('postgres://u:p@db.example:6432/x')).toEqual({ url: 'postgres://u:p@db.example:6432/x' })
  })
})

async function start(): Promise<EmbeddedPostgres> {
  return keep(await startPostgres({ dataDir, durable: false }))
}

function keep<T extends { stop(): Promise<void> }>(server: T): T {
  running.push(server)
  return server
}

function postgresUrl(): string {
  return `postgres://postgres@localhost/mppeep?host=${encodeURIComponent(join(dataDir, 'run'))}`
}

async function ask<T>(from: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const { url, host } = addressOf(from)
  const sql = postgres(url, { ...(host && { host }), max: 1, onnotice: () => undefined })
  try {
    const rows = await work(sql)
    return Array.isArray(rows) ? ([...rows] as T) : rows
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function notes(url: string): Promise<string[]> {
  const rows = await ask(url, (sql) => sql<{ said: string }[]>`select said from notes order by said`)
  return rows.map(({ said }) => said)
}

function postmaster(): number {
  return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
}
