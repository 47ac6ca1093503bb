import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { count } from '../../src/lib/french'
import type { Client } from '../support/client'
import type { TestSite } from '../support/site'
import { rowsOf, unzipped } from '../support/workbook'
import { csv, idIn, type LongList, list, matriculesIn, openLongList, place } from './long-list'

let longList: LongList
let site: TestSite
let drh: Client

beforeAll(async () => {
  longList = await openLongList(5_000)
  ;({ site, drh } = longList)
})
afterAll(async () => {
  await longList.clear()
  await site.close()
})
beforeEach(() => longList.clear())

describe('a list of more than 5 000 people', () => {
  it('is offered instead of sent; one of 5 000 is sent', async () => {
    const query = new URLSearchParams(list)
    const short = await drh.get(`${place}/export.csv?${query}`)
    expect([short.status, matriculesIn(short).length]).toEqual([200, 5_000])
    await longList.hire(1_001)
    for (const format of ['csv', 'xlsx']) {
      const long = await drh.get(`${place}/export.${format}?${query}&tri=matricule&fin=1`)
      expect(long.status).toBe(303)
      const offer = await drh.get(long.headers.location!)
      expect(offer.status).toBe(200)
      expect(offer.text).toContain('6\u202f001\u00a0personnes')
      expect(offer.text).toContain(`<input type="hidden" name="format" value="${format}"/>`)
      expect(offer.text).toContain('<input type="hidden" name="tri" value="matricule"/>')
    }
    expect(await site.sql`select from outbox`).toEqual([])
  })

  it('asked for by the same person fifteen times at once is made once', async () => {
    const daf = await site.as('daf')
    const pages = await Promise.all(Array.from({ length: 15 }, () => longList.ask(daf)))
    expect(new Set(pages).size).toBe(1)
    const others = [await longList.ask(daf, { ...list, format: 'xlsx' }), await longList.ask(await site.as('rh'))]
    expect(new Set([pages[0], ...others]).size).toBe(3)
    expect(await site.sql`select from exports`).toHaveLength(3)
  })

  it('comes as CSV, in pieces, exactly as filtered, and once', async () => {
    const page = await longList.ask()
    const waiting = await drh.get(page)
    expect(waiting.text).toContain('En attente')
    expect(waiting.text).toContain('hx-trigger="jobs from:body, every 10s"')
    expect((await drh.get(`${page}/fichier`)).status).toBe(404)
    const file = await longList.made(page)
    expect(matriculesIn(file)).toEqual(await longList.wanted())
    expect(file.text.startsWith('\ufeffNom;Prénoms;Matricule;Unité;Fonction;Téléphone\r\n')).toBe(true)
    expect(file.text).not.toMatch(/(^|;|")=/m)
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="personnel-\d{4}-\d\d-\d\d\.csv"$/)
    expect(file.headers['cache-control']).toBe('private, no-store')
    expect(Number(file.headers['content-length'])).toBe(file.bytes.length)
    const sizes = await longList.chunks()
    expect(sizes.length).toBeGreaterThan(1)
    expect(new Set(sizes.slice(0, -1))).toEqual(new Set([262_144]))
    const ready = await drh.get(page)
    expect(ready.text).toContain(count((await longList.wanted()).length, 'personne', 'personnes'))
    expect(ready.text).toMatch(/conservé pour vous jusqu’au \d\d\/\d\d\/\d{4}/)
    expect(ready.text).toContain(`${page}/fichier`)
    expect(ready.text).not.toContain('hx-trigger="every')
  })

  it('comes as a workbook that another reader opens', async () => {
    const [head, ...rows] = rowsOf(
      unzipped((await longList.made(await longList.ask(drh, { ...list, format: 'xlsx' }))).bytes),
    )
    expect(head!.slice(0, 3)).toEqual(['Nom', 'Prénoms', 'Matricule'])
    expect(rows.map((row) => row[2])).toEqual(await longList.wanted())
  })

  it('leaves a line in the journal, from where it was asked, and a notification that leads to it', async () => {
    const page = await longList.ask()
    await longList.made(page)
    const [line] = await site.sql<{ after: unknown; address: string; name: string }[]>`
      select after, host(address) as address, actor_name as name from activities
      where event = 'personnel.exported' order by id desc limit 1`
    expect(line!.after).toMatchObject({ unite: 'DAJ', total: (await longList.wanted()).length })
    expect(line!.address).toBe(drh.address)
    const told = await site.sql<{ href: string; email: string }[]>`
      select n.href, u.email from notifications n join users u on u.id = n.user_id`
    expect(told).toEqual([{ href: `/personnel/exports/${idIn(page)}`, email: 'drh@mppeep.example' }])
  })

  it('is nobody else’s, whatever their role, nor its owner’s whose role allows none', async () => {
    const page = await longList.ask()
    await longList.made(page)
    for (const role of ['rh', 'admin', 'agent'] as const) {
      const other = await site.as(role)
      expect((await other.get(page)).status, role).toBe(404)
      expect((await other.get(`${page}/fichier`)).status, role).toBe(404)
      expect((await other.post(`${page}/annulation`, {})).status, role).toBe(404)
    }
    await site.sql`update exports set owner_id = (select id from users where email = 'agent@mppeep.example')`
    expect((await (await site.as('agent')).get(page)).status).toBe(404)
    for (const id of ['nope', '00000000-0000-7000-8000-000000000000', '%00']) {
      expect((await drh.get(`${place}/exports/${id}`)).status, id).toBe(404)
      expect((await drh.post(`${place}/exports/${id}/annulation`, {})).status, id).toBe(404)
    }
    expect((await drh.post(`${place}/exports`, { ...csv, format: 'exe' })).status).toBe(422)
    expect((await drh.post(`${place}/exports`, { ...csv, sexe: 'X' })).status).toBe(422)
  })

  it('is kept a day: then the page says so, the file is not given, and the house is cleaned of it', async () => {
    const { tidy } = await import('../../src/work')
    const page = await longList.ask()
    await longList.made(page)
    const [kept] = await site.sql<{ hours: number }[]>`
      select extract(epoch from kept_until - ready_at)::int / 3600 as hours from exports`
    expect(kept!.hours).toBe(24)
    await tidy()
    expect((await drh.get(`${page}/fichier`)).status).toBe(200)
    await site.sql`update exports set kept_until = now()`
    expect((await drh.get(`${page}/fichier`)).status).toBe(404)
    expect((await drh.get(page)).text).toContain('maintenant supprimé')
    expect(await longList.chunks()).not.toEqual([])
    await tidy()
    expect(await longList.chunks()).toEqual([])
  })

  it('is the eleventh at once for nobody', async () => {
    const form = (n: number) => ({ ...csv, age_min: String(n) })
    const rh = await site.as('rh')
    for (let n = 0; n < 10; n++) await longList.ask(rh, form(n))
    expect((await rh.post(`${place}/exports`, form(10))).status).toBe(409)
    expect(await longList.ask(rh, form(9))).toContain('/exports/')
    expect(await site.sql`select from outbox`).toHaveLength(10)
  })
})

describe('the right to it', () => {
  async function setRole(email: string, role: string, unit: string | null): Promise<void> {
    await site.sql`delete from user_roles where user_id = (select id from users where email = ${email})`
    await site.sql`
      insert into user_roles (user_id, role, unit_id)
      select id, ${role}, (select id from units where code = ${unit}) from users where email = ${email}`
  }

  it('that is narrower when it is made makes it narrower', async () => {
    const daf = await site.as('daf')
    const page = await longList.ask(daf, { situation: 'tous', colonnes: 'unite', format: 'csv' })
    await setRole('daf@mppeep.example', 'chef', 'DSI')
    await longList.made(page)
    const [row] = await site.sql<{ total: number; within: number }[]>`
      select total, (select count(*)::int from personnel where unit_id in (select subtree(id) from units where code = 'DSI')) as within
      from exports`
    expect(row!.total).toBe(row!.within)
    expect((await (await site.as('daf')).get(`${page}/fichier`)).status).toBe(200)
  })

  it('that has become narrower since takes the file away, and that is gone when it is made refuses it', async () => {
    const wide = await site.as('auditeur')
    await longList.made(await longList.ask(wide))
    const page = `${place}/exports/${(await site.sql<{ id: string }[]>`select id from exports`)[0]!.id}`
    expect((await wide.get(`${page}/fichier`)).status).toBe(200)
    await setRole('auditeur@mppeep.example', 'chef', 'DSI')
    const narrow = await site.as('auditeur')
    expect((await narrow.get(`${page}/fichier`)).status).toBe(404)
    await longList.clear()
    await longList.ask(narrow)
    await setRole('auditeur@mppeep.example', 'agent', null)
    await longList.work()
    await longList.settled('dead')
    expect(await longList.chunks()).toEqual([])
    expect(await site.sql`select from notifications`).toEqual([])
  })
})
