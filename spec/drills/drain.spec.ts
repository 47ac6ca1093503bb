import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { connectDirectly } from '../../src/db/sql'
import { describeOnRedis, until } from '../redis/server'
import type { Client } from '../support/client'
import type { TestSite } from '../support/site'
import { type Listening, listenTo } from '../support/stream'
import { addDirector, layGround } from './ground'
import { Ledger } from './ledger'
import type { SiteProcess } from './program'

describeOnRedis('a site that is told to end, beside another', () => {
  const ground = layGround({ sites: 2, redis: [] })

  it('finishes the request of more than five seconds, and says goodbye to twenty pages, which go on at the other', {
    timeout: 60_000,
    // there is one to end
    retry: 0,
  }, async () => {
    const { database } = ground
    const [leaving, staying] = ground.sites as [SiteProcess, SiteProcess]
    const people = await sevenPeople(leaving)
    // three pages of each but one, which is what one may have
    const readers = Array.from({ length: 20 }, (_, i) => people[i % 7]!)
    const pages = await Promise.all(readers.map((reader) => open(leaving, reader)))

    const ledger = new Ledger()
    const [files, journal] = [await hold(database.url, 'personnel'), await hold(database.url, 'activities')]
    const writing = ledger.write(people[0]!)
    await until(async () => (await waiting()) > 0)
    const began = performance.now()
    leaving.child.kill('SIGTERM')
    // one after the other, for nobody waits five seconds for one lock
    await delay(3_000)
    await files.release()
    await delay(2_500)
    expect(ledger.acknowledged.size).toBe(0)
    expect(leaving.child.exitCode).toBeNull()
    await journal.release()

    await Promise.all(pages.map((page) => page.ended))
    expect(pages.map(({ events }) => events.at(-1)?.event)).toEqual(Array(20).fill('bye'))
    const rows = await database.sql<{ id: string }[]>`
      insert into notifications (user_id, kind, title, href)
      select id, 'essai', 'Pendant ce temps', '/accueil' from users returning id`
    const again = await Promise.all(
      pages.map((page, i) => open(staying, readers[i]!, page.events.findLast(({ id }) => id)?.id)),
    )
    expect(again.map(({ status }) => status)).toEqual(Array(20).fill(200))
    const heard = () => again.map(({ events }) => events.filter(({ id }) => rows.some((row) => row.id === id)).length)
    // what came meanwhile, and then how things stand
    await until(() => heard().every((times) => times === 2))
    for (const page of again) page.leave()

    await writing
    expect(ledger.refusals).toEqual([])
    expect(await ledger.check(database.sql)).toEqual({ lost: [], notOnce: [] })
    expect([await leaving.end(), leaving.log.at(-1)?.['event.name']]).toEqual([0, 'site.stopped'])
    expect(performance.now() - began).toBeLessThan(25_000)
    const line = leaving.log.find(
      (one) => one['http.request.method'] === 'POST' && one['url.path'] === '/mppeep/personnel',
    )
    expect(line).toMatchObject({ 'http.response.status_code': 303 })
    expect(line!.duration_ms).toBeGreaterThan(5_000)
    expect((await staying.visitor().get('/mppeep/readyz')).status).toBe(200)
  })

  async function sevenPeople(site: SiteProcess): Promise<Client[]> {
    const emails = Array.from({ length: 7 }, (_, i) => `drh${i}@mppeep.example`)
    for (const email of emails) await addDirector(ground.database.url, email)
    return Promise.all(emails.map((email) => site.signIn(undefined, email)))
  }

  async function waiting(): Promise<number> {
    const [row] = await ground.database.sql<[{ count: number }]>`
      select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock'`
    return row.count
  }
})

/** A page that has been told how things stand. */
async function open({ origin, port }: SiteProcess, client: Client, lastEventId?: string): Promise<Listening> {
  const page = await listenTo({ origin, port } as TestSite, client, lastEventId)
  await until(() => page.events.length > 0)
  return page
}

/** Lets nobody write in this table until it is released. */
async function hold(url: string, table: string): Promise<{ release(): Promise<void> }> {
  const sql = connectDirectly(url)
  let release: () => void
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let over: Promise<unknown> = Promise.resolve()
  await new Promise<void>((held) => {
    over = sql.begin(async (tx) => {
      await tx`lock table ${tx(table)} in exclusive mode`
      held()
      await released
    })
  })
  return {
    async release() {
      release()
      await over
      await sql.end()
    },
  }
}
