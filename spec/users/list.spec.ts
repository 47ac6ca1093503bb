import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { enrolled, peopleWithout, place } from './paper'

let site: TestSite
let auditor: Client

beforeAll(async () => {
  site = await openSite()
  auditor = await site.as('auditeur')
  const people = await peopleWithout(site, 130)
  await site.sql`
    insert into users (email, name, person_id, password_hash)
    select 'p' || p.matricule || '@mppeep.example', p.last_name || ' ' || p.first_names, p.id, case when p.echelon > 1 then 'x' end
    from personnel p where p.id in ${site.sql(people.map(({ id }) => id))}`
})
afterAll(() => site.close())

const idsOf = (page: Answer) =>
  [...page.text.matchAll(/<th scope="row"><a href="\/mppeep\/utilisateurs\/([0-9a-f-]{36})"/g)].map(([, id]) => id!)
const linkOf = (page: Answer, label: string) =>
  new RegExp(`<a href="([^"]*)"[^>]*>(?:<svg(?:(?!</svg>).)*</svg>)?${label}`)
    .exec(page.text)?.[1]
    ?.replaceAll('&amp;', '&')
const totalOf = (page: Answer) =>
  Number(/<strong>([\d\u202f]+)\u00a0comptes?<\/strong>/.exec(page.text)?.[1]?.replace(/\D/g, ''))

/** From page to page by the links that are there. */
async function walk(from: string, label: string): Promise<string[][]> {
  const pages: string[][] = []
  for (let next: string | undefined = from; next; ) {
    const page: Answer = await auditor.get(next)
    expect(page.status).toBe(200)
    pages.push(idsOf(page))
    next = linkOf(page, label)
  }
  return pages
}

describe('the list of accounts', () => {
  it.each([
    ['by name', '', `name_key collate "C", id`],
    ['by name, backwards', '?tri=nom&sens=desc', `name_key collate "C" desc, id desc`],
    ['by last sign-in', '?tri=connexion', null],
  ])('shows everybody once, %s, forwards and backwards, with the exact total', async (_how, query, order) => {
    const wanted = await site.sql<{ id: string }[]>`select id from users`
    const forwards = (await walk(`${place}${query}`, 'Suivante')).flat()
    expect(forwards.slice().sort()).toEqual(wanted.map(({ id }) => id).sort())
    expect(totalOf(await auditor.get(`${place}${query}`))).toBe(wanted.length)
    const last = `${place}${query}${query ? '&' : '?'}fin=1`
    const backwards = (await walk(last, 'Précédente')).reverse().flat()
    expect(backwards).toEqual(forwards)
    if (order) {
      const sorted = await site.sql<{ id: string }[]>`select id from users order by ${site.sql.unsafe(order)}`
      expect(forwards).toEqual(sorted.map(({ id }) => id))
    }
  })

  it('finds a name without its accents, a part of an address, a matricule', async () => {
    const id = await enrolled(site, 'guillemets@mppeep.example', 'daf')
    await site.sql`update users set name = 'N’DRI Éloïse' where id = ${id}`
    for (const q of ['eloise', 'ÉLOÏSE', 'n’dri elo', 'GUILLEMETS@']) {
      expect(idsOf(await auditor.get(`${place}?q=${encodeURIComponent(q)}`)), q).toEqual([id])
    }
    const [one] = await site.sql<{ id: string; matricule: string }[]>`
      select u.id, p.matricule from users u join personnel p on p.id = u.person_id where u.email like 'p%' limit 1`
    expect(idsOf(await auditor.get(`${place}?q=${one!.matricule.toLowerCase()}`))).toContain(one!.id)
    expect((await auditor.get(`${place}?q=%25`)).text).toContain('Aucun compte ne correspond')
  })

  it.each([
    ['role=admin', `exists (select from user_roles r where r.user_id = u.id and r.role = 'admin')`],
    ['etat=actif', 'disabled_at is null and password_hash is not null'],
    ['etat=invite', 'disabled_at is null and password_hash is null'],
    ['etat=desactive', 'disabled_at is not null'],
    [
      'etat=sans-second-facteur',
      'disabled_at is null and not exists (select from second_factors f where f.user_id = u.id)',
    ],
    ['etat=jamais', 'not exists (select from known_addresses k where k.user_id = u.id)'],
  ])('narrowed by %s counts and shows who it says', async (query, condition) => {
    await site.sql`update users set disabled_at = now() where email = 'invite@mppeep.example'`
    const wanted = await site.sql<{ id: string }[]>`select u.id from users u where ${site.sql.unsafe(condition)}`
    const found = (await walk(`${place}?${query}`, 'Suivante')).flat()
    expect(found.sort()).toEqual(wanted.map(({ id }) => id).sort())
    expect(totalOf(await auditor.get(`${place}?${query}`))).toBe(wanted.length)
    expect(wanted.length).toBeGreaterThan(0)
  })

  it('does not count a role that is over, or not begun', async () => {
    const id = await enrolled(site, 'jadis@mppeep.example', 'drh')
    await site.sql`update user_roles set ends_on = current_date - 1 where user_id = ${id}`
    expect((await walk(`${place}?role=drh`, 'Suivante')).flat()).not.toContain(id)
  })

  it('takes at most three statements', async () => {
    await auditor.get(place)
    const line = await site.lineOf(await auditor.get(place))
    expect(line['db.calls']).toBeLessThanOrEqual(3)
  })

  it.each([
    'apres=x',
    'apres=W10',
    'etat=roi',
    'role=roi',
    'intrus=1',
    'q=a&q=b',
    `tri=connexion&apres=${cursor('abc')}`,
  ])('says of %s that it cannot be read', async (query) => {
    expect((await auditor.get(`${place}?${query}`)).status).toBe(422)
  })

  it('offers the auditor nothing to change', async () => {
    const page = await auditor.get(place)
    expect(page.text).not.toContain('Ouvrir un compte')
    const account = await auditor.get(`${place}/${idsOf(page)[0]}`)
    expect(account.status).toBe(200)
    expect(account.text).not.toMatch(/Désactiver|Donner un rôle|Déverrouiller/)
  })
})

function cursor(value: string): string {
  return Buffer.from(JSON.stringify([value, '0199f0c4-1111-7222-8333-444455556666'])).toString('base64url')
}
