import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atOnce, errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { counted, linkFor, type Person, password, peopleWithout, place } from './paper'

let site: TestSite
let admin: Client
let drh: Client
let people: Person[]

beforeAll(async () => {
  site = await openSite()
  ;[admin, drh] = [await site.as('admin'), await site.as('drh')]
  people = await peopleWithout(site, 20)
})
afterAll(() => site.close())

let accounts = 0
const address = () => `ouvert${++accounts}@mppeep.example`
/** One more account, for one more person. */
async function opened(): Promise<{ person: Person; email: string; id: string }> {
  const [person, email] = [people.pop()!, address()]
  const answer = await admin.post(place, { person: person.id, email })
  expect(answer.status).toBe(303)
  return { person, email, id: answer.headers.location!.split('/').at(-1)! }
}

describe('an account for a person', () => {
  it('is opened by the administrator, who sees who it is and nothing of the file', async () => {
    const person = people.pop()!
    const search = await admin.get(`${place}/nouveau?q=${person.matricule.toLowerCase()}`)
    expect(search.text).toContain(`personne=${person.id}`)
    const form = await admin.get(`${place}/nouveau?personne=${person.id}`)
    expect(form.status).toBe(200)
    expect(form.text).toContain(person.matricule)
    if (person.workEmail) expect(form.text).toContain(`value="${person.workEmail}"`)
    const answer = await admin.post(place, { person: person.id, email: address() })
    expect(answer.status).toBe(303)
    const page = await admin.get(answer.headers.location!)
    expect(page.text).toContain(person.matricule)
    // an administrator's own role opens no file
    expect(page.text).not.toContain(`/mppeep/personnel/${person.id}`)
    expect((await admin.get(`/mppeep/personnel/${person.id}`)).status).toBe(403)
    expect((await (await site.as('auditeur')).get(answer.headers.location!)).text).toContain(
      `href="/mppeep/personnel/${person.id}"`,
    )
  })

  it('has the role of an agent, a line in the journal, a letter with a link and no password', async () => {
    const { email, id } = await opened()
    const [row] = await site.sql`
      select password_hash, (select array_agg(role) from user_roles r where r.user_id = u.id) as roles from users u where id = ${id}`
    expect(row).toEqual({ password_hash: null, roles: ['agent'] })
    const lines = await site.sql`select event, after from activities where target_id = ${id} order by id`
    expect([...lines]).toEqual([
      { event: 'account.created', after: { email, roles: ['agent'] } },
      { event: 'account.invited', after: { email } },
    ])
    const [, token = ''] = /bienvenue\/([\w-]{43})$/.exec(await linkFor(site, email)) ?? []
    expect(token).not.toBe('')
    expect(await site.sql`select 1 from invitations where token_hash = ${token}`).toEqual([])
  })

  it('is opened by the DRH from the file, whose button leads there', async () => {
    const person = people.pop()!
    expect((await drh.get(`/mppeep/personnel/${person.id}`)).text).toContain(`nouveau?personne=${person.id}`)
    const rh = await site.as('rh')
    expect((await rh.get(`/mppeep/personnel/${person.id}`)).text).not.toContain('/utilisateurs/nouveau')
    const email = address()
    expect((await drh.post(place, { person: person.id, email })).status).toBe(303)
    const again = await drh.get(`${place}/nouveau?personne=${person.id}`)
    expect(again.text).toContain(email)
    expect(again.text).toContain('Renvoyer l’invitation')
  })

  it('is one, asked for by ten at once with ten addresses', async () => {
    const person = people.pop()!
    const answers = await atOnce(10, (i) => [admin, drh][i % 2]!.post(place, { person: person.id, email: address() }))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(9).fill(409)])
    expect(await site.sql`select 1 from users where person_id = ${person.id}`).toHaveLength(1)
  })

  it.each<[string, (person: Person) => Record<string, string>, string]>([
    ['an address of somebody else', ({ id }) => ({ person: id, email: 'DRH@mppeep.example' }), 'email'],
    ['no address', ({ id }) => ({ person: id, email: '' }), 'email'],
    [
      'a person who is not there',
      () => ({ person: '0199f0c4-1111-7222-8333-444455556666', email: address() }),
      'person',
    ],
    ['neither person nor name', () => ({ email: address() }), 'name'],
  ])('is refused with %s, and leaves no trace', async (_why, fields, field) => {
    const before = await counted(site)
    const answer = await admin.post(place, fields(people[0]!))
    // about nobody there is no page to show again
    expect(answer.status).toBe(field === 'person' ? 404 : 422)
    if (field !== 'person') expect(errorsOf(answer)[field]).toBeTruthy()
    expect(await counted(site)).toEqual(before)
  })

  it('is looked for by names and matricule, not by what only readers of files know', async () => {
    const [woman] = await site.sql<[{ id: string; maiden: string; first: string; phone: string }]>`
      select id, maiden_name as maiden, first_names as first, substr(phone, 5) as phone
      from personnel
      where maiden_name is not null and phone is not null and left_on is null and maiden_name <> last_name limit 1`
    const search = async (q: string) => (await admin.get(`${place}/nouveau?q=${encodeURIComponent(q)}`)).text
    const [{ matricule }] = await site.sql<
      [{ matricule: string }]
    >`select matricule from personnel where id = ${woman.id}`
    expect(await search(`${woman.first} ${matricule}`)).toContain(woman.id)
    expect(await search(`${matricule} ${woman.maiden}`)).not.toContain(woman.id)
    expect(await search(woman.phone)).not.toContain(woman.id)
    // a list that stops says so
    expect(await search('k')).toContain('premières personnes sont affichées')
  })

  it('is opened for whoever has the longest name that a file may have', async () => {
    const person = people.pop()!
    await site.sql`
      update personnel set last_name = ${'A'.repeat(80)}, first_names = ${'B'.repeat(120)} where id = ${person.id}`
    const form = { person: person.id, email: address() }
    const [answer, again] = [await admin.post(place, form), await admin.post(place, form)]
    expect([answer.status, again.status]).toEqual([303, 303])
    expect(again.headers.location).toBe(answer.headers.location)
  })

  it('is not opened for somebody who left', async () => {
    const [left] = await site.sql<{ id: string }[]>`select id from personnel where left_on < current_date limit 1`
    const before = await counted(site)
    expect((await admin.post(place, { person: left!.id, email: address() })).status).toBe(404)
    expect((await admin.get(`${place}/nouveau?personne=${left!.id}`)).status).toBe(404)
    expect(await counted(site)).toEqual(before)
  })

  it('that is nobody’s file is for those who keep the accounts only', async () => {
    const before = await counted(site)
    expect((await drh.post(place, { name: 'Cabinet d’audit', email: address() })).status).toBe(422)
    expect(await counted(site)).toEqual(before)
    expect((await admin.post(place, { name: 'Cabinet d’audit', email: address() })).status).toBe(303)
  })
})

describe('the link of an invitation', () => {
  it('lets its owner choose a password, and sign in with it', async () => {
    const { email, person } = await opened()
    const [link, visitor] = [await linkFor(site, email), site.visitor()]
    const page = await visitor.get(link)
    expect(page.status).toBe(200)
    expect(page.text).toContain(email)
    expect(page.headers['cache-control']).toContain('no-store')
    // read twice, by whatever reads letters before people do, it is still good
    expect((await visitor.get(link)).status).toBe(200)
    const chosen = await visitor.post(link, { password, again: password })
    expect(chosen).toMatchObject({ status: 303, headers: { location: '/mppeep/connexion' } })
    expect((await visitor.post('/mppeep/connexion', { email, password })).status).toBe(303)
    expect((await visitor.get(`/mppeep/personnel/${person.id}`)).status).toBe(200)
  })

  it('serves once, by two at once; used, forged, replaced and expired, it is the same clear page', async () => {
    const { email, id } = await opened()
    const first = await linkFor(site, email)
    await site.sql`update invitations set created_at = now() - interval '1 hour' where user_id = ${id}`
    expect((await admin.post(`${place}/${id}/invitations`, {})).status).toBe(303)
    const second = await linkFor(site, email)
    expect(second).not.toBe(first)
    const answers = await atOnce(4, () => site.visitor().post(second, { password, again: password }))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404, 404])
    const other = await opened()
    const expired = await linkFor(site, other.email)
    await site.sql`update invitations set expires_at = now() where user_id = ${other.id}`
    const mangled = `${expired.slice(0, -1)}${expired.endsWith('A') ? 'B' : 'A'}`
    for (const link of [first, second, expired, mangled, '/mppeep/bienvenue/x']) {
      for (const page of [
        await site.visitor().get(link),
        await site.visitor().post(link, { password, again: password }),
      ]) {
        expect(page.status, link).toBe(404)
        expect(page.text).toContain('Ce lien a déjà servi, a été remplacé par un plus récent, ou a expiré.')
      }
    }
    const [row] = await site.sql`select password_hash from users where id = ${other.id}`
    expect(row!.password_hash).toBeNull()
  })

  it.each([
    ['short', 'trop courte', 'trop courte', 'password'],
    ['not the same twice', password, `${password}s`, 'again'],
    ['about its owner', '', '', 'password'],
  ])('refuses a password that is %s, and stays good', async (_why, typed, again, field) => {
    const { email, person } = await opened()
    const link = await linkFor(site, email)
    const chosen = typed || `voici ${person.matricule} et la suite`
    const page = await site.visitor().post(link, { password: chosen, again: again || chosen })
    expect(page.status).toBe(422)
    expect(errorsOf(page)[field]).toBeTruthy()
    expect(page.text).not.toContain(chosen)
    // how strong it is, without JavaScript too
    expect(page.text).toContain('Solidité')
    expect((await site.visitor().post(link, { password, again: password })).status).toBe(303)
  })

  it('is no use once the account is disabled', async () => {
    const { email, id } = await opened()
    const link = await linkFor(site, email)
    await site.sql`update users set disabled_at = now() where id = ${id}`
    expect((await site.visitor().post(link, { password, again: password })).status).toBe(404)
    expect((await admin.post(`${place}/${id}/invitations`, {})).status).toBe(409)
  })

  it('is sent once to who is asked for twice, and never to who has a password', async () => {
    const { id } = await opened()
    const before = await counted(site)
    expect((await admin.post(`${place}/${id}/invitations`, {})).status).toBe(303)
    expect(await counted(site)).toEqual(before)
    await site.sql`update users set password_hash = 'x' where id = ${id}`
    const refused = await admin.post(`${place}/${id}/invitations`, {})
    expect(refused.status).toBe(409)
    expect(await site.sql`select 1 from invitations where user_id = ${id}`).toHaveLength(1)
  })
})
