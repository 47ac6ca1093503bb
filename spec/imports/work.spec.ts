import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Program, startWorker } from '../drills/program'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { applied, checked, columnsIn, figuresIn, file, line, meanwhile, send, work } from './hand'

let site: TestSite
let rh: Client
let worker: Program | undefined

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(async () => {
  await worker?.kill()
  await site.close()
})

const made = (like: string) => site.sql`select from personnel where matricule like ${like}`
const count = async (event: string) => (await site.sql`select from activities where event = ${event}`).length
const jobs = async (kind: string) =>
  (await site.sql`select state from outbox where kind = ${kind} order by id`).map(({ state }) => state)

/** A file that was sent, and whose check is asked for. */
async function asked(lines: string[]): Promise<string> {
  const page = await send(rh, file(lines))
  await rh.post(`${page}/colonnes?_method=PUT`, columnsIn(await rh.get(page)))
  return page
}

describe('the work of an import', () => {
  it('asks as much of Postgres for each batch of its check', async () => {
    const [one, two, four] = [
      await statementsOf(10, 984_000),
      await statementsOf(20, 985_000),
      await statementsOf(40, 986_000),
    ]
    expect(four - two).toBe(2 * (two - one))
    expect(two - one).toBeLessThan(5)
    expect(one).toBeLessThan(20)
  })

  it('leaves nothing when it is cancelled while it checks', async () => {
    const { checking } = await import('../../src/imports/check')
    const page = await asked(['987001A', '987002B', '987003C'].map((matricule) => line(matricule)))
    let told = 0
    const stop = async () => ++told === 2 && rh.post(`${page}/travail?_method=DELETE`, {})
    await work(site, { 'imports.check': meanwhile(checking(1), stop) })
    expect((await jobs('imports.check')).at(-1)).toBe('cancelled')
    expect(told).toBe(2)
    const again = await rh.get(page)
    expect(again.text).toContain('Que contient chaque colonne')
    await rh.post(`${page}/colonnes?_method=PUT`, columnsIn(again))
    await work(site)
    expect(figuresIn(await rh.get(page))).toMatchObject({ 'Dossiers à créer': '3', 'En erreur': '0' })
  })

  it('leaves nothing when it is cancelled after its last line, and is done when it is asked for again', async () => {
    const { applyJob } = await import('../../src/imports/apply')
    const { page } = await checked(site, rh, file([line('987010A')]))
    await rh.post(`${page}/application?_method=PUT`, {})
    const stop = async (done: number) => done > 0 && rh.post(`${page}/travail?_method=DELETE`, {})
    await work(site, { 'imports.apply': meanwhile(applyJob, stop) })
    expect(await jobs('imports.apply')).toEqual(['cancelled'])
    expect(await made('987010A')).toHaveLength(0)
    expect(await count('imports.applied')).toBe(0)
    expect((await applied(site, rh, page)).text).toContain('L’import est appliqué.')
    expect(await made('987010A')).toHaveLength(1)
  })

  it('keeps its lock however long it writes', async () => {
    const { applyJob } = await import('../../src/imports/apply')
    const { page } = await checked(site, rh, file([line('987011A')]))
    await rh.post(`${page}/application?_method=PUT`, {})
    const renewed: number[] = []
    const renew = () =>
      site.sql.begin(async (tx) => {
        await tx`set local lock_timeout = 100`
        renewed.push((await tx`update locks set expires_at = expires_at where name = 'imports'`).count)
      })
    await work(site, { 'imports.apply': meanwhile(applyJob, renew) })
    expect(renewed).toEqual([1, 1])
    expect(await made('987011A')).toHaveLength(1)
  })

  it('that is killed before its commit has done nothing, and is done once afterwards', async () => {
    const [own] = await site.sql<[{ id: string; matricule: string; version: number }]>`
      select p.id, matricule, version from personnel p join users u on u.person_id = p.id
      where u.email = 'agent@mppeep.example'`
    const change = [own.matricule, ...Array(10).fill(''), '700009876', ''].join(';')
    const { page } = await checked(site, rh, file([change, line('987020A')]))
    await rh.post(`${page}/application?_method=PUT`, {})
    const before = await count('imports.applied')
    const { DATABASE_URL = '', DIRECT_DATABASE_URL = '', DATA_DIR = '' } = process.env
    await site.sql.begin(async (held) => {
      await held`select from users where person_id = ${own.id} for update`
      worker = await startWorker({ DATABASE_URL, DIRECT_DATABASE_URL, DATA_DIR, PATH: '' })
      await expect.poll(atTheEnd, { timeout: 20_000, interval: 20 }).toHaveLength(1)
      await worker.kill()
    })
    const version = () => site.sql`select version from personnel where id = ${own.id}`
    expect(await made('987020A')).toHaveLength(0)
    expect(await version()).toEqual([{ version: own.version }])
    // as if half a minute had passed
    await site.sql`update outbox set lease_until = now() where state = 'running'`
    await site.sql`update locks set expires_at = '-infinity'`
    await work(site)
    expect((await rh.get(page)).text).toContain('L’import est appliqué.')
    expect(await made('987020A')).toHaveLength(1)
    expect(await version()).toEqual([{ version: own.version + 1 }])
    expect(await count('imports.applied')).toBe(before + 1)
  })

  it('goes on without Redis', async () => {
    const { applyJob } = await import('../../src/imports/apply')
    const { page } = await checked(site, rh, file([line('987030A')]))
    await rh.post(`${page}/application?_method=PUT`, {})
    await work(site, { 'imports.apply': meanwhile(applyJob, async () => site.redis?.stop()) })
    expect((await rh.get(page)).text).toContain('L’import est appliqué.')
    expect(await made('987030A')).toHaveLength(1)
  })

  it('is forgotten after a day, but for what it came to', async () => {
    const { deleteOldImports } = await import('../../src/imports/old')
    const { page } = await checked(site, rh, file([line('987040A')]))
    await applied(site, rh, page)
    const left = await asked([line('987041A')])
    await work(site)
    const id = (one: string) => one.split('/').at(-1)!
    await site.sql`update imports set kept_until = now() where id in ${site.sql([id(page), id(left)])}`
    expect((await rh.post(`${page}/application?_method=DELETE`, {})).status).toBe(409)
    expect(await deleteOldImports()).toBe(2)
    expect(await site.sql`select from import_rows where import_id = ${id(page)}`).toHaveLength(0)
    expect((await rh.get(page)).text).toContain('Le détail des lignes n’est plus conservé.')
    expect((await rh.get(left)).text).toContain('Ce fichier n’est plus conservé.')
    expect((await rh.get(`${page}/messages`)).status).toBe(404)
    expect(await made('98704%')).toHaveLength(1)
  })
})

it('many lines of the journal are written together, in their order, or none when one is not as declared', async () => {
  const [{ recordMany }, { transaction }, { system }] = await Promise.all([
    import('../../src/activities/activities'),
    import('../../src/db/sql'),
    import('../../src/actor'),
  ])
  const gone = (name: string, after: object) =>
    ({ event: 'imports.removed', target: { kind: 'personnel', id: '1', name }, after }) as never
  const told = (lines: never[]) => transaction((tx) => recordMany(tx, system('Essai'), lines))
  const names = async () =>
    (await site.sql`select target_name from activities where actor_name = 'Essai' order by id`).map(
      (row) => row.target_name,
    )
  await told([gone('B', { matricule: '2' }), gone('A', { matricule: '1' })])
  await expect(told([gone('C', { matricule: '3' }), gone('D', { salary: 1 })])).rejects.toThrow('salary')
  expect(await names()).toEqual(['B', 'A'])
})

/** The worker when it has written everything, and waits for somebody's account to tell them. */
function atTheEnd() {
  return site.sql`
    select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%into notifications%'`
}

/** What looking at so many lines, ten at a time, asks of Postgres. */
async function statementsOf(lines: number, base: number): Promise<number> {
  const { during, newMoment } = await import('../../src/lib/moment')
  const { checking } = await import('../../src/imports/check')
  await asked(Array.from({ length: lines }, (_, i) => line(`${base + i}F`)))
  const [posted] = await site.sql<[{ id: string; payload: unknown }]>`
    select id, payload from outbox where kind = 'imports.check' order by id desc limit 1`
  const moment = newMoment('', '')
  const job = { ...posted, attempt: 1, postedAt: new Date(), signal: new AbortController().signal }
  await during(moment, () => checking(10).run({ ...job, progress: async () => undefined }, posted.payload))
  await work(site)
  return moment.db.calls
}
