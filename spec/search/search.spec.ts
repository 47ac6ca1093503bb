import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupedCode } from '../../src/lib/check-code'
import { actOf, idOf, produce, somebody } from '../acts/hand'
import type { Answer, Client } from '../support/client'
import { totalOf } from '../support/linked'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/recherche'
const htmx = { 'hx-request': 'true', 'hx-target': 'div#palette' }

let site: TestSite
let drh: Client
let chef: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
  chef = await site.as('chef')
})
afterAll(() => site.close())

const asked = (client: Client, q: string) => client.get(`${place}?q=${encodeURIComponent(q)}`, htmx)
const linksOf = ({ text }: Answer) =>
  [...text.matchAll(/<a href="([^"]+)"[^>]*>([^<]*)/g)].map(([, href, label]) => ({
    href: href!.replaceAll('&amp;', '&'),
    label: label!,
  }))
const filesOf = (answer: Answer) =>
  linksOf(answer).flatMap(({ href }) => /\/personnel\/([0-9a-f-]{36})$/.exec(href)?.[1] ?? [])

describe('people', () => {
  it('are found by the beginnings of words, six of them, and the way to all the others', async () => {
    const answer = await asked(drh, 'kone')
    const present = await site.sql<{ id: string }[]>`
      select id from personnel where last_name = 'KONÉ' and left_on is null order by name_key, id`
    expect(present.length).toBeGreaterThan(6)
    expect(filesOf(answer)).toHaveLength(6)
    expect(answer.headers['cache-control']).toBe('private, no-store')
    expect(answer.text).not.toContain('<title>')
    const all = linksOf(answer).find(({ label }) => label.startsWith('Voir les'))!
    const list = await drh.get(all.href)
    expect(all.label).toMatch(new RegExp(`^Voir les ${totalOf(list.text)}\\sr`))
  })

  it('are those within reach, and nobody else', async () => {
    const [below] = await site.sql<{ ids: string[] }[]>`
      select array_agg(p.id) as ids from personnel p
      where p.unit_id in (
        select subtree(r.unit_id) from user_roles r join users u on u.id = r.user_id
        where u.email = 'chef@mppeep.example' and r.role = 'chef')`
    const [foreign] = await site.sql<{ id: string; matricule: string }[]>`
      select id, matricule from personnel where left_on is null and not (id = any (${below!.ids}::uuid[])) limit 1`
    expect(filesOf(await asked(drh, foreign!.matricule))).toEqual([foreign!.id])
    expect(filesOf(await asked(chef, foreign!.matricule))).toEqual([])
    for (const letter of ['a', 'k', 'm'])
      for (const id of filesOf(await asked(chef, letter))) expect(below!.ids).toContain(id)
    expect(filesOf(await asked(await site.as('agent'), 'ko'))).toEqual([])
    expect(filesOf(await asked(await site.as('admin'), 'ko'))).toEqual([])
  })

  it('cost three statements at most, however many there are', async () => {
    const [{ matricule }] = await site.sql<
      [{ matricule: string }]
    >`select matricule from personnel where left_on is null limit 1`
    for (const q of ['k', 'kone', 'départ kone', 'attestation kone', matricule]) {
      const line = await site.lineOf(await asked(drh, q))
      expect(line['db.calls'], q).toBeLessThanOrEqual(3)
    }
  })

  it('who have left are looked for in the list, which says so', async () => {
    await site.sql`update personnel set first_names = 'Zénobie' where id = (select id from personnel where left_on < current_date limit 1)`
    const answer = await asked(drh, 'zenobie')
    expect(filesOf(answer)).toEqual([])
    const rest = linksOf(answer).find(({ label }) => label.includes('parties'))!
    expect((await drh.get(rest.href)).text).toContain('Zénobie')
  })
})

describe('a paper in hand', () => {
  const paper = async (unit: string) => {
    const id = idOf(await produce(await site.as('rh'), await somebody(site, unit)))
    const { code } = (await actOf(site, id))!
    const number = /n°\s(\d{4}\/[^<]*)</.exec((await drh.get(`/mppeep/actes/${id}`)).text)![1]!
    return { id, code: groupedCode(code), number, page: `/mppeep/actes/${id}` }
  }
  const first = async (client: Client, q: string) => linksOf(await asked(client, q))[0]?.href
  const straight = async (client: Client, q: string) =>
    (await client.get(`${place}?q=${encodeURIComponent(q)}`)).headers.location

  it('leads to its act by its number or its code, as they are printed or typed by hand, without scripts too', async () => {
    const { code, number, page } = await paper('DAJ')
    for (const q of [code, code.toLowerCase().replaceAll('-', ' '), number, `N° ${number.replaceAll('/', ' / ')}`]) {
      expect(await first(drh, q), q).toBe(page)
      expect(await straight(drh, q), q).toBe(page)
      expect((await site.lineOf(await asked(drh, q)))['db.calls'], q).toBeLessThanOrEqual(3)
    }
    // without its end, any kind may be meant
    await produce(await site.as('rh'), await somebody(site), { acte: 'etat_signaletique' })
    const short = number.split('/').slice(0, 2).join('/')
    const both = linksOf(await asked(drh, short)).map(({ label }) => label)
    expect(both.slice(0, 2).sort()).toEqual(['Attestation de travail', 'État signalétique'])
    expect(await first(drh, number)).toBe(page)
  })

  it('is found by those who may read it, and by nobody else', async () => {
    const [me] = await site.sql<[{ id: string }]>`
      select person_id as id from users where email = 'agent@mppeep.example'`
    const own = idOf(await produce(await site.as('rh'), me.id))
    const { code } = (await actOf(site, own))!
    const agent = await site.as('agent')
    expect(await straight(agent, code)).toBe(`/mppeep/actes/${own}`)
    const foreign = await paper('DAF')
    for (const q of [foreign.code, foreign.number])
      for (const client of [agent, chef, await site.as('admin'), await site.as('invite')]) {
        expect((await asked(client, q)).text, q).not.toContain(foreign.id)
        expect(await straight(client, q), q).toBeUndefined()
      }
    expect((await drh.get(`${place}?q=9999/2020/MPPEEP/AT`)).text).toContain('Rien ne correspond')
  })
})

describe('pages and acts', () => {
  it('are found by their names and by other words, as far as the rights go', async () => {
    const hrefs = async (client: Client, q: string) => linksOf(await asked(client, q)).map(({ href }) => href)
    expect(await hrefs(drh, 'tableau')).toContain('/mppeep/dashboard')
    expect(await hrefs(drh, 'effectifs')).toContain('/mppeep/dashboard')
    expect(await hrefs(drh, 'nouveau dossier')).toContain('/mppeep/personnel/nouveau')
    expect(await hrefs(drh, 'importer')).toContain('/mppeep/personnel/imports')
    expect((await hrefs(chef, 'importer')).join()).not.toContain('imports')
    expect(await hrefs(chef, 'nouveau dossier')).not.toContain('/mppeep/personnel/nouveau')
    expect(await hrefs(drh, 'exporter')).toContain('/mppeep/personnel/export.xlsx')
    expect((await hrefs(await site.as('invite'), 'exporter')).join()).not.toContain('export.')
    const admin = await site.as('admin')
    expect(await hrefs(admin, 'droits')).toContain('/mppeep/utilisateurs')
    expect(await hrefs(admin, 'compte')).toContain('/mppeep/utilisateurs/nouveau')
    expect(await hrefs(await site.as('agent'), 'compte')).toEqual([])
  })

  it.each(['chef', 'admin', 'agent'] as const)('all open, for %s', async (role) => {
    const client = await site.as(role)
    for (const { href } of linksOf(await client.get(place)).filter(({ href }) => /^\/mppeep\//.test(href))) {
      if (/export\.|\/static\//.test(href)) continue
      expect((await client.get(href)).status, href).toBeLessThan(400)
    }
  })

  it('about somebody stand beside them when the words say so, for who may', async () => {
    const [one] = await site.sql<{ id: string; matricule: string }[]>`
      select id, matricule from personnel where left_on is null and retirement_on > current_date limit 1`
    const departure = `/mppeep/personnel/${one!.id}/depart`
    const found = linksOf(await asked(drh, `départ ${one!.matricule}`))
    expect(found.map(({ href }) => href)).toContain(departure)
    expect(found.find(({ href }) => href === departure)!.label).toMatch(/^Enregistrer un départ d[e’] ?[A-ZÀ-Ý’' -]+ /)
    expect((await drh.get(departure)).status).toBe(200)
    const auditor = await site.as('auditeur')
    expect(linksOf(await asked(auditor, `départ ${one!.matricule}`)).map(({ href }) => href)).not.toContain(departure)
  })

  it('of which papers are made stand beside one person, as far as the rights go', async () => {
    const [one] = await site.sql<{ id: string; matricule: string; name: string }[]>`
      select id, matricule, last_name || ' ' || first_names as name from personnel
      where left_on is null and position = 'en_activite' and last_name like 'K%' limit 1`
    const making = (kind: string) => `/mppeep/personnel/${one!.id}/actes/nouveau?acte=${kind}`
    const found = linksOf(await asked(drh, one!.matricule))
    const [person, first, ...others] = found
    expect([person!.href, first!.href]).toEqual([`/mppeep/personnel/${one!.id}`, making('attestation_travail')])
    expect(first!.label.replaceAll('&#39;', '’')).toBe(`Attestation de travail de ${one!.name}`)
    expect(others.map(({ href }) => href)).toEqual(
      expect.arrayContaining([
        ...['certificat_presence', 'etat_signaletique', 'decision_affectation'].map(making),
        `/mppeep/personnel/${one!.id}/carriere/nouveau`,
      ]),
    )
    for (const { href } of found) expect((await drh.get(href)).status, href).toBe(200)
    for (const role of ['chef', 'auditeur', 'daf'] as const) {
      const { text } = await asked(await site.as(role), one!.matricule)
      expect(text, role).not.toMatch(/actes\/nouveau|carriere\/nouveau|modification/)
    }
    const wished = linksOf(await asked(drh, `certificat de présence de ${one!.matricule}`))
    expect(wished.map(({ href }) => href)).toContain(making('certificat_presence'))
    expect(wished.map(({ href }) => href)).not.toContain(making('attestation_travail'))
    const page = await drh.get(`${place}?q=${encodeURIComponent(`attestation ${one!.matricule}`)}`)
    expect([page.status, linksOf(page).map(({ href }) => href)]).toEqual([
      200,
      expect.arrayContaining([making('attestation_travail')]),
    ])
  })
})

describe('without scripts', () => {
  it('the box leads to a page with the same, and straight to the one file there is', async () => {
    const page = await drh.get(`${place}?q=kone`)
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('<h2>Personnes</h2>')])
    expect(page.text).toContain('name="q" value="kone"')
    const [one] = await site.sql<{ id: string; matricule: string }[]>`
      select id, matricule from personnel where left_on is null limit 1`
    const straight = await drh.get(`${place}?q=${one!.matricule}`)
    expect([straight.status, straight.headers.location]).toEqual([303, `/mppeep/personnel/${one!.id}`])
    expect((await drh.get(`${place}?q=%25%25`)).text).toContain('Rien ne correspond')
    expect((await drh.get(`${place}?q=${'a'.repeat(101)}`)).status).toBe(422)
  })

  it('works with Redis away', async () => {
    await site.redis?.stop()
    expect(filesOf(await asked(drh, 'kone'))).toHaveLength(6)
  })
})
