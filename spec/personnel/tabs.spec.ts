import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/personnel'
let site: TestSite
/** The file of the agent's own account, in the chef's subtree. */
let one: { id: string }
const signedIn = new Map<Role, Promise<Client>>()

beforeAll(async () => {
  site = await openSite()
  const [agent] = await site.sql`select person_id as id from users where email = 'agent@mppeep.example'`
  one = { id: agent!.id }
  await site.sql`update personnel set children = 9 where id = ${one.id}`
})
afterAll(() => site.close())

describe('absences', () => {
  it('are counted by year, an absence across two years in both', async () => {
    const [someone] =
      await site.sql`select id from personnel p where not exists (select from absences where person_id = p.id) limit 1`
    await site.sql`
      insert into absences (person_id, type, starts_on, ends_on)
      values (${someone!.id}, 'conge_annuel', '2024-12-30', '2025-01-03'), (${someone!.id}, 'formation', '2025-03-03', '2025-03-09')`
    await site.sql`
      insert into absences (person_id, type, starts_on, ends_on, cancelled_at) values (${someone!.id}, 'mission', '2025-05-05', '2025-05-06', now())`
    const page = await (await as('drh')).get(`${place}/${someone!.id}?onglet=absences`)
    const captions = [...page.text.matchAll(/<caption>([^<]*)</g)].map(([, caption]) => caption)
    // 3 days of leave, then five working days of training
    expect(captions).toEqual(['2025\u202f: 8\u00a0jours', '2024\u202f: 2\u00a0jours'])
    expect(page.text).toContain('31/12/2024')
    expect(page.text).toContain('01/01/2025')
    expect(page.text).toContain('<small>suite du 30/12/2024</small>')
    expect(page.text).toContain('<small>se poursuit jusqu’au 03/01/2025</small>')
    expect(page.text).not.toContain('Mission')
    const totals =
      await site.sql`select year, days from absence_totals where person_id = ${someone!.id} order by year desc`
    expect(totals.map(({ year, days }) => `${year}\u202f: ${days}\u00a0jours`)).toEqual(captions)
  })

  it('say the reason of health only to who may read it', async () => {
    await site.sql`delete from absences where person_id = ${one.id}`
    await site.sql`insert into absences (person_id, type, starts_on, ends_on) values (${one.id}, 'maladie', '2026-02-02', '2026-02-06')`
    for (const [role, word] of [
      ['chef', 'Autre motif'],
      ['daf', 'Autre motif'],
      ['drh', 'Maladie'],
      ['agent', 'Maladie'],
    ] as const) {
      const page = await (await as(role)).get(`${place}/${one.id}?onglet=absences`)
      expect(page.text, role).toContain(`<th scope="row">${word}</th>`)
      if (word === 'Autre motif') expect(page.text, role).not.toContain('Maladie')
    }
  })
})

describe('evaluations', () => {
  it('show five marks, the mean and its word, and one’s own draft to everybody but oneself', async () => {
    await site.sql`delete from evaluations where person_id = ${one.id}`
    await site.sql`
      insert into evaluations (person_id, year, technical, organisation, initiative, diligence, relations, state, comment)
      values (${one.id}, 2025, 17, 16, 15, 16.5, 18, 'validee', null), (${one.id}, 2026, 9, 9, 9.5, 9, 9, 'brouillon', 'À reprendre.')`
    const chef = await (await as('chef')).get(`${place}/${one.id}?onglet=evaluations`)
    for (const words of ['17,00', '16,50', '16,48', 'Excellent', '9,10', 'Insuffisant', 'Brouillon', 'À reprendre.'])
      expect(chef.text).toContain(words)
    const own = await (await as('agent')).get(`${place}/${one.id}?onglet=evaluations`)
    expect(own.text).toContain('16,48')
    for (const words of ['Brouillon', '9,10', 'À reprendre.']) expect(own.text).not.toContain(words)
    expect(own.text).toMatch(/Évaluations<span class="tab-count">1</)
    expect(chef.text).toMatch(/Évaluations<span class="tab-count">2</)
  })
})

describe('career', () => {
  it('says the échelon only to who may read what it pays', async () => {
    const pageFor = async (role: Role) => (await (await as(role)).get(`${place}/${one.id}?onglet=carriere`)).text
    expect(await pageFor('drh')).toContain('échelon\u00a01')
    expect(await pageFor('chef')).not.toContain('échelon\u00a01')
    expect(await pageFor('chef')).toContain('Nomination')
  })
})

describe('history', () => {
  it('tells who changed what, field by field', async () => {
    const drh: Client = await as('drh')
    const before = await drh.get(`${place}/${one.id}?onglet=historique`)
    expect(before.text).toContain('Rien n’a été écrit')
    const answer = await drh.json(
      'PATCH',
      `/mppeep/api/v1/personnel/${one.id}`,
      { children: 3, unit: 'DAF' },
      { 'if-match': (await drh.get(`/mppeep/api/v1/personnel/${one.id}`)).headers.etag },
    )
    expect(answer.status).toBe(200)
    const after = await drh.get(`${place}/${one.id}?onglet=historique`)
    expect(after.text).toContain('Nombre d’enfants\u202f: 9 → 3')
    expect(after.text).toMatch(/Unité\u202f: [^<]* → Direction des affaires financières/)
    expect(after.text).toContain('Modification')
  })
})

/** Each role signs in once. */
function as(role: Role): Promise<Client> {
  const client = signedIn.get(role) ?? site.as(role)
  signedIn.set(role, client)
  return client
}
