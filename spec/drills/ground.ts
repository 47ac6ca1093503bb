import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'
import { build } from '../../src/build.mjs'
import { startPostgres } from '../../src/db/embedded'
import { migrate } from '../../src/db/migrate'
import { connect, connectDirectly, disconnect, transaction } from '../../src/db/sql'
import { ended } from '../../src/lib/child'
import { until } from '../redis/server'
import { Client } from '../support/client'
import { processesIn } from '../support/owner'
import { freePort } from '../support/site'

const root = fileURLToPath(new URL('../..', import.meta.url))
const password = 'une phrase pour les pannes'

export type SiteProcess = {
  port: number
  child: ChildProcess
  /** The lines of its log so far. */
  log: Record<string, unknown>[]
  said(): string
  /** Somebody who has not signed in. */
  visitor(address?: string): Client
  signIn(address?: string): Promise<Client>
  /** SIGKILL, unless it has ended; resolves once it is gone. */
  kill(): Promise<void>
}

type SiteOptions = { port?: number; args?: string[]; wait?: boolean }

/** The real site, in a process of its own. `wait: false`: does not wait until it listens. */
export async function startSite(env: Record<string, string>, options: SiteOptions = {}): Promise<SiteProcess> {
  await build()
  const port = options.port ?? (await freePort())
  const origin = `http://localhost:${port}`
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['src/door.mjs', 'main', ...(options.args ?? [])], {
    cwd: root,
    env: { PATH, HOME, PORT: String(port), PUBLIC_ORIGIN: origin, TRUSTED_PEERS: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  const log: Record<string, unknown>[] = []
  createInterface(child.stdout).on('line', (line) => log.push(JSON.parse(line)))
  let said = ''
  child.stderr.on('data', (part) => {
    said += part
  })
  let visitors = 0
  const site: SiteProcess = {
    port,
    child,
    log,
    said: () => said,
    visitor: (address = `203.0.113.${++visitors}`) => new Client({ port, origin }, address),
    async signIn(address) {
      const client = site.visitor(address)
      const { status } = await client.post('/mppeep/connexion', { email: 'drh@mppeep.example', password })
      if (status !== 303) throw new Error(`sign-in answered ${status}`)
      return client
    },
    async kill() {
      if (ended(child)) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
  if (options.wait !== false) await listening(site)
  return site
}

export async function listening(site: SiteProcess): Promise<void> {
  await until(() => site.said().includes(`:${site.port}/mppeep\n`) || ended(site.child), 30_000)
  if (ended(site.child)) throw new Error(`it ended: ${site.said()}`)
}

export type Database = {
  url: string
  /** For looking behind the site's back. */
  sql: Sql
  /** Of the postmaster and all its children. */
  pids(): number[]
  stop(): Promise<void>
}

/** A Postgres of the drill's own that writes to the disk before it answers, with the schema and one account. */
export async function openDatabase(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'drill-'))
  const server = await startPostgres({ dataDir: folder })
  const sql = connectDirectly(server.url, 2)
  await migrate(sql, join(root, 'sql/migrations'))
  await addDirector(server.url)
  return {
    url: server.url,
    sql,
    pids: () => processesIn(join(folder, 'postgres')),
    async stop() {
      await sql.end({ timeout: 1 })
      await server.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    },
  }
}

/** The one account of a drill: whoever may do nearly everything. */
export async function addDirector(url: string): Promise<void> {
  const { addAccount, hashPassword } = await import('../../src/auth/auth')
  const account = { email: 'drh@mppeep.example', name: 'Directrice', personId: null }
  const operator = { kind: 'system' as const, name: 'essai', origin: { address: null, cfRay: null, requestId: null } }
  const hash = await hashPassword(password)
  connect({ url, prepare: false, connections: 1 })
  await transaction((tx) => addAccount(tx, operator, { ...account, roles: [{ role: 'drh', unitCode: null }] }, hash))
  await disconnect()
}

/** So many a second for so many seconds, none waiting for those before it; resolves when all are over, or fails as the first did. */
export async function atRate(perSecond: number, seconds: number, send: (i: number) => Promise<void>): Promise<void> {
  const began = performance.now()
  const sent: Promise<void>[] = []
  const failures: unknown[] = []
  while (sent.length < perSecond * seconds) {
    const due = Math.min(((performance.now() - began) / 1_000) * perSecond, perSecond * seconds)
    while (sent.length < due) sent.push(send(sent.length).catch((error) => void failures.push(error)))
    await delay(5)
  }
  await Promise.all(sent)
  if (failures.length > 0) throw failures[0]
}
