import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

const list = '/mppeep/personnel'
const place = `${list}/vues`

let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const keep = (name: string, query: string, shared = '', client = drh) => client.post(place, { name, query, shared })
const viewsOf = async (client: Client, page = list) => {
  const { text } = await client.get(page)
  const [, bar = ''] = /<nav class="views"[^>]*>(.*?)<\/nav>/s.exec(text) ?? []
  return [...bar.matchAll(/<a href="([^"]*)"( aria-current="page")?[^>]*>([^<]*)/g)]
    .map(([, href, current, name]) => ({ href: href!.replaceAll('&amp;', '&'), current: current !== undefined, name }))
    .slice(1)
}
const idOf = async (name: string) => (await site.sql<[{ id: string }]>`select id from views where name = ${name}`)[0].id

describe('a view', () => {
  it('keeps filters, order and columns, not the page, and stands above the list for its owner', async () => {
    expect(await viewsOf(drh)).toEqual([])
    const query = 'tri=grade&categorie=A&colonnes=grade&colonnes=unite&sens=&apres=x'
    expect((await keep('Cadres', query)).status).toBe(303)
    const [view] = await viewsOf(drh)
    expect(view).toEqual({
      href: `${list}?categorie=A&colonnes=grade%2Cunite&tri=grade`,
      current: false,
      name: 'Cadres',
    })
    expect((await drh.get(view!.href)).status).toBe(200)
    const same = `${list}?tri=grade&colonnes=grade&colonnes=unite&categorie=A`
    expect((await viewsOf(drh, same))[0]!.current).toBe(true)
    expect(await viewsOf(await site.as('gestionnaire'))).toEqual([])
  })

  it('has a name of its own, and is the same when it is sent twice or at once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => keep('Femmes', 'sexe=F')))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    const twin = await keep('femmes', 'sexe=M')
    expect([twin.status, errorsOf(twin).name]).toEqual([409, 'Vous avez déjà une vue de ce nom.'])
    expect(twin.text).toContain('value="sexe=M"')
    expect((await site.sql`select from views where lower(name) = 'femmes'`).length).toBe(1)
  })

  it('says its unit by its name', async () => {
    expect((await keep('Les juristes', 'unite=DAJ')).status).toBe(303)
    const [{ name }] = await site.sql<[{ name: string }]>`select name from units where code = 'DAJ'`
    for (const page of ['vues', 'vues/nouvelle?unite=DAJ'])
      expect((await drh.get(`/mppeep/personnel/${page}`)).text, page).toContain(name)
    await site.sql`delete from views where name = 'Les juristes'`
  })

  it('is an address that the list reads, or none', async () => {
    for (const query of ['', 'rien=1', 'sexe=X', 'apres=abc', 'tri=nom&tri=nom'])
      expect((await keep('Impossible', query)).status, query).toBe(422)
  })

  it('is one of thirty at most, two at once not one more', async () => {
    const client = await site.as('auditeur')
    for (let n = 1; n <= 29; n++) await keep(`N° ${n}`, `age_min=${n}`, '', client)
    const last = await Promise.all([keep('A', 'age_min=50', '', client), keep('B', 'age_min=51', '', client)])
    expect(last.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(last.find(({ status }) => status === 409)!.text).toContain('Vous avez déjà 30 vues')
  })
})

describe('a view that is shared', () => {
  it('is found by those it is shared with, who see through it what they may', async () => {
    await keep('Retraites proches', 'retraite=12', 'rh')
    await keep('Pour les chefs', 'situation=tous', 'chef')
    const names = async (who: 'gestionnaire' | 'chef' | 'invite') =>
      (await viewsOf(await site.as(who))).map(({ name }) => name)
    expect(await names('gestionnaire')).toEqual(['Retraites proches'])
    expect(await names('chef')).toEqual(['Pour les chefs'])
    expect(await names('invite')).toEqual([])
    const [view] = await viewsOf(await site.as('chef'))
    const people = (await (await site.as('chef')).get(view!.href)).text
    expect(people).not.toBe((await drh.get(view!.href)).text)
  })

  it('is shared by those who manage people, and changed by its owner only', async () => {
    const chef = await site.as('chef')
    expect((await keep('À moi', 'sexe=F', 'chef', chef)).status).toBe(403)
    const shared = await idOf('Pour les chefs')
    expect((await chef.get(`${place}/${shared}`)).status).toBe(404)
    expect((await chef.post(`${place}/${shared}?_method=DELETE`, {})).status).toBe(404)
    const renamed = await drh.post(`${place}/${shared}?_method=PUT`, { name: 'Tous', shared: '', version: '1' })
    expect(renamed.status).toBe(303)
    expect(await viewsOf(chef)).toEqual([])
    const late = await drh.post(`${place}/${shared}?_method=PUT`, { name: 'Autre', shared: '', version: '1' })
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('modifiée depuis')])
  })
})

describe('a view that is shared belongs to the house', () => {
  it('stays when who shared it has left, and the DRH withdraws it, whoever it is shared with', async () => {
    const [rh, daf] = [await site.as('rh'), await site.as('daf')]
    await keep('Du gestionnaire', 'categorie=B', 'daf', rh)
    const id = await idOf('Du gestionnaire')
    await site.sql`update users set disabled_at = now() where email = 'rh@mppeep.example'`
    const found = async (client: Client, page = list) => (await client.get(page)).text.includes('Du gestionnaire')
    expect([await found(daf), await found(drh), await found(drh, place)]).toEqual([true, false, true])
    const withdraw = (client: Client) => client.post(`${place}/${id}/partage?_method=DELETE`, {})
    expect([(await withdraw(daf)).status, await found(daf)]).toEqual([403, true])
    expect((await daf.get(place)).text).not.toContain('Retirer le partage')
    expect((await withdraw(drh)).headers.location).toBe(place)
    expect([await found(daf), await found(drh, place)]).toEqual([false, false])
    await site.sql`update users set disabled_at = null where email = 'rh@mppeep.example'`
    expect(await found(await site.as('rh'), place)).toBe(true)
    const [line] = await site.sql`select target_name as name from activities where event = 'view.withdrawn'`
    expect(line!.name).toBe('Du gestionnaire')
    await site.sql`delete from views where id = ${id}`
  })

  it('shows nobody more than they may see without it', async () => {
    const [foreign] = await site.sql<[{ id: string; matricule: string }]>`
      select id, matricule from personnel
      where unit_id not in (
        select subtree(r.unit_id) from user_roles r join users u on u.id = r.user_id
        where u.email = 'chef@mppeep.example' and r.role = 'chef')
      limit 1`
    await keep('Quelqu’un', `q=${foreign.matricule}&situation=tous`, 'chef')
    const chef = await site.as('chef')
    const view = (await viewsOf(chef)).find(({ name }) => name === 'Quelqu’un')!
    expect((await drh.get(view.href)).text).toContain(`/personnel/${foreign.id}`)
    expect((await chef.get(view.href)).text).not.toContain(foreign.id)
  })
})

describe('the default view', () => {
  it('is where the menu leads, until it is put back or its view deleted; figures lead to the whole list', async () => {
    const menu = async () =>
      /<nav class="nav".*?href="(\/mppeep\/personnel[^"]*)"/s.exec((await drh.get('/mppeep/profil')).text)![1]
    const cadres = await idOf('Cadres')
    expect((await drh.post(`${place}/${cadres}/defaut?_method=PUT`, {})).status).toBe(303)
    expect(await menu()).toContain('categorie=A')
    await drh.post('/mppeep/profil/preferences?_method=PUT', { theme: 'sombre', density: 'compacte', formats: 'iso' })
    expect(await menu()).toContain('categorie=A')
    expect((await drh.get(list)).status).toBe(200)
    await drh.post(`${place}/defaut?_method=DELETE`, {})
    expect(await menu()).toBe(list)
    await drh.post(`${place}/${cadres}/defaut?_method=PUT`, {})
    await drh.post(`${place}/${cadres}?_method=DELETE`, {})
    expect(await menu()).toBe(list)
  })
})

describe('what it costs', () => {
  it('is nothing for the list that is kept, and one statement without Redis', async () => {
    const client = await site.as('drh')
    await client.get(list)
    expect((await site.lineOf(await client.get(list)))['db.calls'] ?? 0).toBe(0)
    await site.redis?.stop()
    const answer = await drh.get(list)
    expect(answer.status).toBe(200)
    expect(await viewsOf(drh)).not.toEqual([])
  })
})
