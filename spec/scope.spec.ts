import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../src/actor'
import { errorsOf, filledForm, form, traces } from './personnel/paper'
import type { Client } from './support/client'
import { openSite, type TestSite } from './support/site'

/** Roles are held over a part of the house and for a time; several add up. What is beyond them does not exist. */
type Given = { role: Role; unit?: string; startsOn?: string; endsOn?: string }

const place = '/mppeep/personnel'
let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe('a gestionnaire of the DSI', () => {
  let rh: Client
  const within = { id: '', version: 0 }
  const beyond = { id: '', matricule: '' }

  beforeAll(async () => {
    rh = await holding({ role: 'gestionnaire', unit: 'DSI' })
    const [one] = await site.sql<{ id: string; version: number }[]>`
      select id, version from personnel where unit_id in (select subtree(id) from units where code = 'DSI') and left_on is null limit 1`
    const [other] = await site.sql<{ id: string; matricule: string }[]>`
      select id, matricule from personnel where unit_id in (select subtree(id) from units where code = 'DAF') and left_on is null limit 1`
    Object.assign(within, one)
    Object.assign(beyond, other)
  })

  it('lists and takes away the people of the DSI, and nobody else', async () => {
    const [wanted] = await site.sql<{ count: number }[]>`
      select count(*)::int as count from personnel
      where left_on is null and unit_id in (select subtree(id) from units where code = 'DSI')`
    expect((await rh.get('/mppeep/api/v1/personnel')).json<{ total: number }>().total).toBe(wanted!.count)
    const lines = (await rh.get(`${place}/export.csv`)).text.trim().split('\r\n')
    expect(lines).toHaveLength(wanted!.count + 1)
    expect((await rh.get(`${place}?q=${beyond.matricule}`)).text).not.toContain(beyond.id)
  })

  it('reads every field there, and finds no file elsewhere', async () => {
    expect((await rh.get(`${place}/${within.id}`)).text).toContain('<dt>Carte nationale d’identité</dt>')
    const before = await traces(site.sql)
    const answers = await Promise.all([
      rh.get(`${place}/${beyond.id}`),
      rh.get(`${place}/${beyond.id}/modification`),
      rh.get(`/mppeep/api/v1/personnel/${beyond.id}`),
      rh.ask(`${place}/${beyond.id}/depart`, {
        method: 'PUT',
        body: new URLSearchParams({ leftOn: '2026-11-02', leftReason: 'Essai' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(await traces(site.sql)).toEqual(before)
  })

  it('makes a file there, and none elsewhere', async () => {
    const there = await rh.post(place, form({ matricule: '910001A', unit: 'DSI', cle: randomUUID() }))
    expect(there.status).toBe(303)
    const before = await traces(site.sql)
    const elsewhere = await rh.post(place, form({ matricule: '910002A', unit: 'DAF', cle: randomUUID() }))
    expect(elsewhere.status).toBe(422)
    expect(errorsOf(elsewhere).unit).toMatch(/n’existe pas/)
    expect(await traces(site.sql)).toEqual(before)
  })

  it('is offered the units there, and no other; one that is forged is refused at its field', async () => {
    const names = await site.sql<{ code: string }[]>`
      select code from units where id in (select subtree(id) from units where code = 'DSI') order by code`
    const file = `${place}/${within.id}`
    for (const page of [await rh.get(`${place}/nouveau`), await rh.get(`${file}/modification`)])
      expect(offered(page.text).sort()).toEqual(names.map(({ code }) => code))
    const before = await traces(site.sql)
    const sent = filledForm(await rh.get(`${file}/modification`), { unit: 'DAF' })
    const refused = await rh.post(`${file}?_method=PUT`, sent)
    expect(refused.status).toBe(422)
    expect(errorsOf(refused).unit).toMatch(/n’y tenez pas les dossiers/)
    expect(offered(refused.text).sort()).toEqual(names.map(({ code }) => code))
    expect(await traces(site.sql)).toEqual(before)
    const everywhere = await site.as('rh')
    const [all] = await site.sql<[{ count: number }]>`select count(*)::int as count from units`
    expect(offered((await everywhere.get(`${place}/nouveau`)).text)).toHaveLength(all.count)
  })

  it('sends nobody to a unit beyond reach', async () => {
    const change = (unit: string) =>
      rh.json('PATCH', `/mppeep/api/v1/personnel/${within.id}`, { unit }, { 'if-match': `"${within.version}"` })
    expect((await change('DAF')).status).toBe(422)
    expect((await change('DSI-RESEAUX')).status).toBeLessThan(300)
  })

  it('has none of the rights over the house itself', async () => {
    const auditor = await holding({ role: 'auditeur', unit: 'DSI' })
    expect((await auditor.get(place)).status).toBe(200)
    const drh = await holding({ role: 'drh', unit: 'DSI' })
    expect((await drh.get('/mppeep/conges')).status).toBe(403)
  })
})

describe('a role', () => {
  const day = (away: number) => new Date(Date.now() + away * 86_400_000).toISOString().slice(0, 10)

  it.each([
    ['that begins tomorrow', { startsOn: day(1) }, 403],
    ['that ended yesterday', { endsOn: day(-1) }, 403],
    ['of today only', { startsOn: day(0), endsOn: day(0) }, 200],
    ['without dates', {}, 200],
  ])('%s', async (_when, dates, status) => {
    const somebody = await holding({ role: 'gestionnaire', ...dates })
    expect((await somebody.get(place)).status).toBe(status)
  })

  it('adds to the others', async () => {
    const both = await holding({ role: 'chef', unit: 'DSI' }, { role: 'gestionnaire', unit: 'DAF' })
    const [wanted] = await site.sql<{ count: number }[]>`
      select count(*)::int as count from personnel
      where left_on is null and unit_id in (
        select subtree(id) from units where code = 'DSI' union select subtree(id) from units where code = 'DAF')`
    expect((await both.get('/mppeep/api/v1/personnel')).json<{ total: number }>().total).toBe(wanted!.count)
    const [chiefs] = await site.sql<{ id: string }[]>`
      select id from personnel where unit_id in (select subtree(id) from units where code = 'DSI') and left_on is null limit 1`
    const file = await both.get(`${place}/${chiefs!.id}`)
    expect(file.status).toBe(200)
    expect(file.text).not.toContain('<dt>Carte nationale d’identité</dt>')
  })
})

/** The units one may choose on this form. */
function offered(html: string): string[] {
  const select = /<select[^>]* name="unit".*?<\/select>/s.exec(html)![0]
  return [...select.matchAll(/<option value="([^"]+)"/g)].map(([, code]) => code!)
}

let accounts = 0

/** Somebody new who holds these roles, signed in. */
async function holding(...given: Given[]): Promise<Client> {
  const email = `quelquun${++accounts}@mppeep.example` as const
  const [user] = await site.sql<{ id: string }[]>`
    insert into users (email, name) values (${email}, 'Quelqu’un') returning id`
  for (const { role, unit = null, startsOn = null, endsOn = null } of given)
    await site.sql`
      insert into user_roles (user_id, role, unit_id, starts_on, ends_on)
      values (${user!.id}, ${role}, (select id from units where code = ${unit}), ${startsOn}, ${endsOn})`
  return site.as(email)
}
