import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnRedis, until } from '../redis/server'
import type { Client } from '../support/client'
import { addDirector, layGround, postLetters } from './ground'
import { Ledger } from './ledger'
import { type Program, password, type SiteProcess, startSite, startWorker, theirBrowser } from './program'

const root = fileURLToPath(new URL('../..', import.meta.url))
const disabled = 'partante@mppeep.example'
const year = String(new Date().getFullYear())
const gate = `lock:{leave.recount ${year}}`

/** What a cookie holds. There are three of each kind: each of three processes is the first to be asked about one of them. */
type Session = string

/**
 * The file is copied, life goes on, and Redis comes back with the copy, which believes what was so then. Two of the processes
 * see it go and come back; the third begins on the old file.
 */
describeOnRedis('Redis with an old append-only file', () => {
  const ground = layGround({ sites: 2, redis: ['--appendonly', 'yes'], mailbox: true, env: { WORK: 'false' } })
  let sites: SiteProcess[]
  const others: Program[] = []

  beforeAll(async () => {
    await addDirector(ground.database.url, disabled)
    sites = [...ground.sites]
  })
  afterAll(() => Promise.all(others.map((program) => program.kill())))

  it('brings back no session that ended, no list and no job of then, and signs nobody out', {
    timeout: 60_000,
    retry: 0,
  }, async () => {
    const { sql } = ground.database
    const { inspector } = ground.redis
    const ledger = new Ledger()
    const stay = await enter()
    const away = await enter()
    const ended: Record<string, Session[]> = {
      'signed out': await enter(),
      'replaced by a new one': await enter(),
      expired: await enter(),
      deleted: await enter(),
      'of a disabled account': await enter(disabled),
    }
    // the day's letter comes at an hour of its own
    await as(stay[0]!, sites[0]!).post('/mppeep/notifications/preferences?_method=PUT', { mail: 'jamais' })
    const known = [...stay, ...away, ...Object.values(ended).flat()]
    for (const site of sites) {
      expect(await visits(known, site)).toEqual(known.map(() => 200))
      expect(await listed(site)).toEqual([])
    }
    const version = await inspector.get('version:{personnel}')
    // nobody works yet: the list of wake-ups is copied with the names of jobs that will have been done
    await askForLists()
    await askForRecount()
    await until(async () => (await inspector.lLen('queue:{outbox}')) === 3)
    await inspector.set(gate, 'somebody who was at it', { PX: 60_000 })

    const restore = ground.redis.copyFile()

    await inspector.del(gate)
    others.push(await startWorker(ground.env))
    await until(async () => (await unfinished()) === 0, 15_000)
    for (let i = 0; i < 3; i++) await ledger.write(as(stay[0]!, sites[0]!))
    await end(ended)
    const late = await enter()
    expect(await inspector.get('version:{personnel}')).not.toBe(version)

    await ground.redis.kill()
    for (const [i, session] of away.entries()) {
      // the process that remembers to drop it is not the one that is asked first
      expect((await as(session, sites[i === 0 ? 1 : 0]!).post('/mppeep/deconnexion', {})).status).toBe(303)
    }
    await askForLists()
    await postLetters(sql, 10)
    restore()
    await ground.redis.start()
    const newcomer = await startSite(ground.env)
    others.push(newcomer)
    sites.push(newcomer)
    for (const site of sites)
      await until(async () => (await site.visitor().get('/mppeep/api/v1/health')).json().redis === 'up', 10_000)

    // it does say what is not so any more
    for (const [how, sessions] of Object.entries(ended)) expect([how, await copiesOf(sessions)]).toEqual([how, 3])
    expect(await copiesOf(late)).toBe(0)
    expect(await inspector.get('version:{personnel}')).toBe(version)
    expect(await inspector.keys('piece:{personnel}:*')).not.toEqual([])
    expect(await inspector.get(gate)).toBe('somebody who was at it')

    for (const [how, sessions] of Object.entries({ ...ended, 'signed out while it was away': away })) {
      const answers = (turn: number) =>
        Promise.all(sessions.map((session, i) => as(session, sites[(i + turn) % 3]!).get('/mppeep/accueil')))
      for (const turn of [0, 1, 2]) {
        for (const { status, headers } of await answers(turn))
          expect([how, turn, status, headers.location]).toEqual([how, turn, 303, expect.stringMatching(signInPage)])
      }
      expect([how, await copiesOf(sessions)]).toEqual([how, 0])
    }
    // the two that are asked first have not seen what was written, the last one has
    for (const site of [sites[1]!, sites[2]!, sites[0]!])
      expect(await listed(site)).toEqual([...ledger.acknowledged.keys()].sort())
    const present = [...stay, ...late, ...(await enter())]
    for (const site of sites) expect(await visits(present, site)).toEqual(present.map(() => 200))

    await askForLists()
    await askForRecount()
    const waits = () => sql`select from outbox where kind = 'leave.recount' and state = 'waiting' and attempts > 0`
    await until(async () => (await waits()).length === 1, 10_000)
    // as if the minute had passed, after which nobody is at it any more
    await inspector.pExpire(gate, 1)
    await until(async () => (await unfinished()) === 0, 15_000)
    expect(await ledger.check(sql)).toEqual({ lost: [], notOnce: [] })
    expect(ledger.acknowledged.size).toBe(3)
    // one of the letters tells of the account that was disabled
    expect(await done()).toEqual({ letters: 11, exports: 6, notifications: 6, recounts: 2, dead: 0 })
    expect(new Set(ground.mailbox.letters.map(({ to }) => to.join())).size).toBe(11)
    expect(ground.mailbox.letters).toHaveLength(11)
    const lines = sites.flatMap((site) => site.log)
    expect(lines.filter((line) => Number(line['http.response.status_code']) >= 500)).toEqual([])
    expect(lines.filter((line) => line['event.name'] === 'error.unexpected')).toEqual([])

    async function askForLists(): Promise<void> {
      for (const [i, format] of ['csv', 'xlsx'].entries()) {
        const { status } = await as(stay[i]!, sites[i]!).post('/mppeep/personnel/exports', { format })
        expect(status).toBe(303)
      }
    }

    async function askForRecount(): Promise<void> {
      const { status } = await as(stay[0]!, sites[0]!).post('/mppeep/conges/recomptes', { annee: year })
      expect(status).toBe(303)
    }

    async function listed(site: SiteProcess): Promise<string[]> {
      const { text } = await as(stay[0]!, site).get('/mppeep/personnel')
      return [...new Set(text.match(/\b7[0-9]{5}B\b/g))].sort()
    }
  })

  async function enter(email?: string): Promise<Session[]> {
    const clients = await Promise.all([0, 1, 0].map((i) => sites[i]!.signIn(undefined, email)))
    return clients.map((client) => client.cookies.get('session_id')!)
  }

  /** A browser that has the cookie, and says so whatever it was answered elsewhere. */
  function as(session: Session, site: SiteProcess): Client {
    const client = site.visitor()
    client.cookies.set('session_id', session).set(...theirBrowser)
    return client
  }

  async function visits(sessions: Session[], site: SiteProcess): Promise<number[]> {
    const answers = await Promise.all(sessions.map((session) => as(session, site).get('/mppeep/accueil')))
    return answers.map(({ status }) => status)
  }

  /** Of the last three Redis hears from nobody, or from a process that is gone. */
  async function end(sessions: Record<string, Session[]>): Promise<void> {
    const { sql } = ground.database
    const credentials = { email: 'drh@mppeep.example', password }
    const hashes = (how: string) => sessions[how]!.map(hashOf)
    for (const [i, session] of sessions['signed out']!.entries())
      expect((await as(session, sites[i % 2]!).post('/mppeep/deconnexion', {})).status).toBe(303)
    for (const [i, session] of sessions['replaced by a new one']!.entries())
      expect((await as(session, sites[i % 2]!).post('/mppeep/connexion', credentials)).status).toBe(303)
    await sql`update sessions set expires_at = now() - interval '1 minute' where id = any(${hashes('expired')})`
    await sql`delete from sessions where id = any(${hashes('deleted')})`
    const command = ['src/door.mjs', 'cli', 'user:disable', disabled]
    await promisify(execFile)(process.execPath, command, { cwd: root, env: { ...process.env, ...ground.env } })
  }

  function copiesOf(sessions: Session[]): Promise<number> {
    return ground.redis.inspector.exists(sessions.map((session) => `session:{${hashOf(session)}}`))
  }

  async function unfinished(): Promise<number> {
    return (await ground.database.sql`select from outbox where finished_at is null`).length
  }

  async function done(): Promise<unknown> {
    const [row] = await ground.database.sql`
      select (select count(*)::int from outbox where kind = 'letter' and attempts = 1) as letters,
        (select count(*)::int from activities where event = 'personnel.exported') as exports,
        (select count(*)::int from notifications where kind = 'export.ready') as notifications,
        (select count(*)::int from activities where event = 'leave.recounted') as recounts,
        (select count(*)::int from outbox where state <> 'done') as dead`
    return row
  }
})

const signInPage = /^\/mppeep\/connexion\b/

/** The name of a session, in Postgres as in Redis. */
function hashOf(session: Session): string {
  return createHash('sha256').update(session).digest('hex')
}
