import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { addressOf, socketUrl } from '../src/db/address'
import { kill, onLinux, processesIn } from './support/owner'

const root = fileURLToPath(new URL('..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'start-'))
const dataDir = join(home, 'data')
const embedded = socketUrl(join(dataDir, 'run'), 'mppeep')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
/** This Node by its whole name: some of what follows has no programs on its PATH. */
const startScript = scripts.start.replace(' node ', ` '${process.execPath}' `)

/** What a start said so far, by stream. */
type Site = { process: ChildProcess; out: () => string; said: () => string }

const started: ChildProcess[] = []
let port: number

beforeAll(async () => {
  port = await freePort()
})

afterAll(() => {
  for (const site of started) site.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

describe('npm start', { timeout: 60_000 }, () => {
  let site: Site
  let counted: number

  it('keeps the passwords, shown once, for when it has a port', async () => {
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    expect(await refusal({})).toContain(`port ${port} est déjà pris`)
    await new Promise((resolve) => other.close(resolve))
  })

  it('makes everything the first time, and says where the site is and how to sign in', async () => {
    site = start()
    await listening(site)
    expect(site.said()).toContain(`http://localhost:${port}/mppeep\n`)
    const accounts = [...site.said().matchAll(/^ {2}(\w+)@mppeep\.example +(\S{15,})$/gm)]
    expect(accounts.map(([, name]) => name).sort()).toEqual([
      'admin',
      'agent',
      'auditeur',
      'chef',
      'daf',
      'drh',
      'invite',
      'rh',
    ])
    expect(new Set(accounts.map(([, , password]) => password)).size).toBe(8)
    expect((await fetch(`http://localhost:${port}/mppeep/livez`)).status).toBe(200)
    counted = await people()
    expect(counted).toBeGreaterThanOrEqual(480)
    for (const line of site.out().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty(['event.name'])
  })

  it('refuses in one sentence a data folder in use, a port that is taken, an address that no name leads to, a bad variable', async () => {
    const refusals = await Promise.all([
      refusal({}),
      refusal({ DATABASE_URL: embedded }),
      refusal({ DATABASE_URL: 'postgres://nobody@nulle-part.invalid/nothing', PORT: String(await freePort()) }),
      refusal({ PORT: 'neuf mille' }),
      refusal({ DATA_DIR: join(root, 'package.json') }),
      refusal({ HOST: 'nulle-part.invalid', DATABASE_URL: embedded }),
      refusal({ PATH: home, DATA_DIR: join(home, 'without-programs') }),
    ])
    expect(refusals[0]).toContain(`${dataDir} est déjà utilisé`)
    expect(refusals[1]).toContain(`port ${port} est déjà pris`)
    expect(refusals[2]).toContain('DATABASE_URL')
    expect(refusals[3]).toContain('PORT')
    expect(refusals[4]).toContain('package.json')
    expect(refusals[5]).toContain('HOST')
    expect(refusals[6]).toContain('Postgres intégré')
    for (const sentence of refusals) expect(sentence).toMatch(/^[^\n]+\.\n$/)
    expect((await fetch(`http://localhost:${port}/mppeep/livez`)).status).toBe(200)
  })

  it('never seeds a database that it was given: it invites the first administrator', async () => {
    await onEmbedded((sql) => sql`drop database if exists given with (force)`)
    await onEmbedded((sql) => sql`create database given`)
    const own = await freePort()
    const given = start({ DATABASE_URL: socketUrl(join(dataDir, 'run'), 'given'), PORT: String(own) })
    await listening(given, own)
    expect(given.said()).not.toContain('@mppeep.example')
    expect(given.said()).toMatch(new RegExp(`http://localhost:${own}/mppeep/invitation/\\S{20,}`))
    await stop(given)
  })

  it('stops everything when it is told to', async () => {
    await stop(site)
    if (onLinux) await vi.waitFor(() => expect(processesIn(dataDir)).toEqual([]))
  })

  it('finds everything again, and says no password a second time', async () => {
    site = start()
    await listening(site)
    expect(site.said()).not.toContain('@mppeep.example')
    expect(await people()).toBe(counted)
  })

  it('starts again after it was killed, with every acknowledged write', async () => {
    await onEmbedded((sql) => sql`create table written as select 1 as one`)
    await kill(site.process)
    site = start()
    await listening(site)
    expect(await onEmbedded((sql) => sql`select one from written`)).toMatchObject([{ one: 1 }])
    await stop(site)
  })
})

function start(environment: Record<string, string> = {}): Site {
  const { PATH, HOME } = process.env
  // as npm does; the shell gives its place to the site
  const child = spawn('/bin/sh', ['-c', startScript], {
    cwd: root,
    env: { PATH, HOME, PORT: String(port), DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // a group of its own: what it would end by mistake is not us
    detached: true,
  })
  started.push(child)
  const text = { out: '', said: '' }
  child.stdout.on('data', (part) => {
    text.out += part
  })
  child.stderr.on('data', (part) => {
    text.said += part
  })
  return { process: child, out: () => text.out, said: () => text.said }
}

async function listening(site: Site, at = port): Promise<void> {
  await vi.waitFor(
    () => {
      if (site.process.exitCode !== null) return
      expect(site.said()).toContain(`http://localhost:${at}/mppeep\n`)
    },
    { timeout: 50_000, interval: 20 },
  )
  if (site.process.exitCode !== null) throw new Error(`it ended: ${site.said()}${site.out()}`)
}

/** What it says on the error stream when it does not start. */
async function refusal(environment: Record<string, string>): Promise<string> {
  const site = start(environment)
  const [code] = await once(site.process, 'close')
  expect(code).toBe(1)
  return site.said()
}

async function stop(site: Site): Promise<void> {
  site.process.kill('SIGINT')
  const [code] = await once(site.process, 'exit')
  expect(code).toBe(0)
}

async function people(): Promise<number> {
  const [row] = await onEmbedded((sql) => sql<{ count: number }[]>`select count(*)::int as count from personnel`)
  return row?.count ?? 0
}

async function onEmbedded<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const { url, host } = addressOf(embedded)
  const sql = postgres(url, { ...(host && { host }), max: 1, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** Free an instant ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
