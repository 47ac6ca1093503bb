import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'
import { afterAll, beforeAll } from 'vitest'
import { type Role, system } from '../../src/actor'
import { startPostgres } from '../../src/db/embedded'
import { migrate } from '../../src/db/migrate'
import { connect, connectDirectly, disconnect, transaction } from '../../src/db/sql'
import { startServer, type TestServer } from '../redis/server'
import { type Mailbox, openMailbox } from '../support/mailbox'
import { processesIn } from '../support/owner'
import { freePort } from '../support/site'
import { listening, password, type SiteProcess, startSite } from './program'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What a file or a group of drills stands on, from its `beforeAll` on. */
export type Ground = {
  database: Database
  /** Only if they were asked for. */
  redis: TestServer
  mailbox: Mailbox
  sites: SiteProcess[]
  /** The first of them. */
  readonly site: SiteProcess
  /** The environment of these sites, for whoever starts another process beside them. */
  env: Record<string, string>
}

/** `env`: what the processes are told besides. */
type GroundOptions = { sites?: number; redis?: string[]; mailbox?: boolean; env?: Record<string, string> }

/**
 * Lays out a Postgres, a Redis with these settings if they are given, somebody who takes letters, and so many sites on them; and
 * takes away afterwards what there came to be of it, so that a failure on the way is the only one that is told.
 */
export function layGround(options: GroundOptions = {}): Ground {
  const ground = {
    sites: [] as SiteProcess[],
    get site() {
      return ground.sites[0]!
    },
  } as Ground
  beforeAll(async () => {
    ground.database = await openDatabase()
    if (options.redis) ground.redis = await startServer(...options.redis)
    const redis: Record<string, string> = options.redis ? { REDIS_URL: ground.redis.url } : { PATH: '' }
    if (options.mailbox) ground.mailbox = await openMailbox(await freePort())
    const mail: Record<string, string> = options.mailbox ? { SMTP_URL: ground.mailbox.url } : {}
    ground.env = { DATABASE_URL: ground.database.url, ...redis, ...mail, ...options.env }
    for (let i = 0; i < (options.sites ?? 1); i++) ground.sites.push(await startSite(ground.env, { wait: false }))
    await Promise.all(ground.sites.map(listening))
  })
  afterAll(async () => {
    await Promise.all(ground.sites.map((site) => site.kill()))
    await ground.mailbox?.close()
    await ground.redis?.stop()
    await ground.database?.stop()
  })
  return ground
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
async function openDatabase(): Promise<Database> {
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
export function addDirector(url: string, email = 'drh@mppeep.example'): Promise<void> {
  return addUser(url, email, 'drh')
}

/** Another account, with the same password. Nobody here has a telephone: a second factor is for later. */
export async function addUser(url: string, email: string, role: Role): Promise<void> {
  const { hashPassword } = await import('../../src/auth/auth')
  const { addAccount } = await import('../../src/users/users')
  const account = { email, name: 'Directrice', personId: null }
  const operator = system('essai')
  const hash = await hashPassword(password)
  connect({ url, prepare: false, connections: 1 })
  await transaction(async (tx) => {
    await tx`
      insert into settings (chosen)
      select '{"secondFactorGraceDays": 90}' where not exists (select from settings)`
    await addAccount(tx, operator, { ...account, roles: [{ role, unitCode: null }] }, hash)
  })
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

/** The same for as long as a fault takes, however slow the machine is; returns how many. */
export async function atRateDuring(
  perSecond: number,
  fault: Promise<void>,
  send: (i: number) => Promise<void>,
): Promise<number> {
  let over = false
  const ended = fault.finally(() => {
    over = true
  })
  let sent = 0
  const writers = (async () => {
    for (; !over; sent += perSecond) await atRate(perSecond, 1, (i) => send(sent + i))
  })()
  await Promise.all([ended, writers])
  return sent
}

/** What the clock begins by itself (src/work): once a day, and every few minutes. */
export const dailyTurns = ['digests', 'referentials.apply', 'career.apply', 'documents.alerts']
export const clockTurns = new Set([
  ...dailyTurns,
  'units.end',
  'tidy',
  'notices',
  'usage',
  'journal.seal',
  'documents.quarantine',
])

/** So many letters to be sent, as a business transaction leaves them. */
export async function postLetters(sql: Sql, letters: number, to = 'agent'): Promise<void> {
  await sql`
    insert into outbox (kind, payload)
    select 'letter', jsonb_build_object(
      'letter', 'account-enabled',
      'to', jsonb_build_object('email', ${to} || n || '@mppeep.example', 'name', 'Agent ' || n),
      'props', jsonb_build_object('email', ${to} || n || '@mppeep.example'))
    from generate_series(1, ${letters}::int) as n`
}

export async function lettersLeft(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from outbox where kind = 'letter' and finished_at is null`
  return row!.count
}
