import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { build } from '../../src/build.mjs'
import { ended } from '../../src/lib/child'
import { until } from '../redis/server'
import { type Mailbox, openMailbox } from '../support/mailbox'
import { freePort } from '../support/site'
import { type Database, openDatabase } from './ground'

const root = fileURLToPath(new URL('../..', import.meta.url))
const workers = new Set<ChildProcess>()
let database: Database
let mailbox: Mailbox

beforeAll(async () => {
  await build()
  mailbox = await openMailbox(await freePort())
  database = await openDatabase()
})
afterEach(async () => {
  await Promise.all([...workers].map(kill))
  await database.sql`truncate outbox, clock_ticks`
  mailbox.letters.length = 0
})
afterAll(async () => {
  await mailbox.close()
  await database.stop()
})

it('killed twenty times in the middle of four hundred letters, the worker delivers each, and twins share their Message-ID', {
  timeout: 120_000,
}, async () => {
  await post(400)
  for (let kills = 0; kills < 20; kills++) {
    const before = mailbox.letters.length
    const worker = await work()
    await until(() => mailbox.letters.length >= before + 12 || ended(worker), 20_000)
    await kill(worker)
    // as if half a minute had passed: what it held may be taken by the next
    await database.sql`update outbox set lease_until = now() where state = 'running'`
  }
  expect(mailbox.letters.length).toBeLessThan(400)
  await work()
  await until(async () => (await left()) === 0, 30_000)
  const byRecipient = new Map<string, string[]>()
  for (const { to, headers } of mailbox.letters)
    byRecipient.set(to.join(), [...(byRecipient.get(to.join()) ?? []), headers.get('message-id')!])
  expect(byRecipient.size).toBe(400)
  const ids = [...byRecipient.values()].map((twins) => new Set(twins))
  expect(ids.every((of) => of.size === 1)).toBe(true)
  expect(new Set(ids.flatMap((of) => [...of])).size).toBe(400)
  // no more twins than letters under way when it was killed
  expect(mailbox.letters.length - 400).toBeLessThanOrEqual(20 * 4)
})

it('three workers at once do each job once, and each turn of the clock once', { timeout: 60_000 }, async () => {
  await post(300)
  await Promise.all([work(), work(), work()])
  await until(async () => (await left()) === 0, 30_000)
  await delay(1_000)
  const recipients = mailbox.letters.map(({ to }) => to.join())
  expect(recipients).toHaveLength(300)
  expect(new Set(recipients).size).toBe(300)
  const [row] = await database.sql<{ done: number; attempts: number }[]>`
    select count(*)::int as done, max(attempts) as attempts from outbox where kind = 'letter' and state = 'done'`
  expect(row).toEqual({ done: 300, attempts: 1 })
  const turns = await database.sql<{ kind: string; slot: string; count: number }[]>`
    select kind, payload ->> 'slot' as slot, count(*)::int as count
    from outbox where payload ? 'slot'
    group by 1, 2`
  expect(turns.map(({ kind }) => kind)).toContain('tidy')
  expect(turns.filter(({ count }) => count !== 1)).toEqual([])
})

async function post(letters: number): Promise<void> {
  await database.sql`
    insert into outbox (kind, payload)
    select 'letter', jsonb_build_object(
      'letter', 'account-created',
      'to', jsonb_build_object('email', 'agent' || n || '@mppeep.example', 'name', 'Agent ' || n),
      'props', jsonb_build_object('email', 'agent' || n || '@mppeep.example'))
    from generate_series(1, ${letters}::int) as n`
}

async function left(): Promise<number> {
  const [row] = await database.sql<{ count: number }[]>`
    select count(*)::int as count from outbox where kind = 'letter' and finished_at is null`
  return row!.count
}

/** The worker as it runs beside a site, in a process of its own; here without Redis, so that nothing but rows says what is left. */
async function work(): Promise<ChildProcess> {
  const env = { HOME: process.env.HOME ?? '', PATH: '', DATABASE_URL: database.url, SMTP_URL: mailbox.url }
  const child = spawn(process.execPath, ['src/door.mjs', 'worker'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  workers.add(child)
  let said = ''
  child.stdout.on('data', (part) => {
    said += part
  })
  await until(() => said.includes('worker.started') || ended(child), 20_000)
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  workers.delete(child)
  if (ended(child)) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
