import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/personnel'
const secrets = {
  identity: ['CI999888777', '00FX99999'],
  private: [
    'Grand-Lahou',
    'Togolaise',
    'Union libre',
    '7 enfants',
    'chez.soi@mppeep.example',
    'Rue des Manguiers',
    '09 BP 999',
  ],
  salary: ['Indice', 'Échelon'],
}

let site: TestSite
/** The file of the agent's own account, in the chef's subtree. */
let one: { id: string }
const signedIn = new Map<Role, Promise<Client>>()

beforeAll(async () => {
  site = await openSite()
  const [agent] = await site.sql`select person_id as id from users where email = 'agent@mppeep.example'`
  one = { id: agent!.id }
  await site.sql`
    update personnel set national_id = 'CI999888777', passport = '00FX99999', birth_place = 'Grand-Lahou', nationality = 'Togolaise',
      marital_status = 'union_libre', children = 7, personal_email = 'chez.soi@mppeep.example', address = 'Rue des Manguiers',
      po_box = '09 BP 999'
    where id = ${one.id}`
})
afterAll(() => site.close())

describe('a file', () => {
  const sees: [Role, (keyof typeof secrets)[]][] = [
    ['agent', ['identity', 'private', 'salary']],
    ['chef', []],
    ['gestionnaire', ['identity', 'private', 'salary']],
    ['drh', ['identity', 'private', 'salary']],
    ['daf', ['salary']],
    ['auditeur', ['identity', 'private', 'salary']],
    ['invite', []],
  ]

  it.each(sees)('shows to %s what the role may see of it, and not even the label of the rest', async (role, groups) => {
    const page = await (await as(role)).get(`${place}/${one.id}`)
    expect(page.status).toBe(200)
    for (const [group, words] of Object.entries(secrets)) {
      for (const word of words) {
        const shown = page.text.replaceAll('\u00a0', ' ').includes(word)
        expect(shown, `${word} to ${role}`).toBe(groups.includes(group as keyof typeof secrets))
      }
    }
    const labels = { private: 'Lieu de naissance', identity: 'Passeport', salary: 'Indice' }
    for (const [group, label] of Object.entries(labels)) {
      expect(page.text.includes(`<dt>${label}</dt>`), `${label} to ${role}`).toBe(
        groups.includes(group as keyof typeof secrets),
      )
    }
  })

  it('does not exist for who may not reach it', async () => {
    const [stranger] = await site.sql`
      select p.id from personnel p
      where p.unit_id not in (select subtree(id) from units where code = 'DSI') and p.left_on is null
      order by id limit 1`
    const nobody = '0199f0c4-1111-7222-8333-444455556666'
    for (const [role, id] of [
      ['agent', stranger!.id],
      ['chef', stranger!.id],
      ['gestionnaire', nobody],
      ['chef', nobody],
    ] as const) {
      for (const tab of ['', '?onglet=carriere', '?onglet=absences', '?onglet=evaluations', '?onglet=historique']) {
        expect((await (await as(role)).get(`${place}/${id}${tab}`)).status, `${role} ${tab}`).toBe(404)
      }
    }
    await site.sql`update personnel set fictitious = false where id = ${stranger!.id}`
    expect((await (await as('invite')).get(`${place}/${stranger!.id}`)).status).toBe(404)
    expect((await (await as('admin')).get(`${place}/${one.id}`)).status).toBe(403)
  })

  it.each(['abc', '1', '0199f0c4-1111-7222-8333-44445555666', 'nouveau2', '%00', '..%2f..', `${'a'.repeat(3000)}`])(
    'is not at an address like %s',
    async (id) => {
      const drh = await as('drh')
      for (const path of [`${place}/${id}`, `${place}/${id}/modification`, `${place}/${id}/depart`]) {
        expect((await drh.get(path)).status).toBe(404)
      }
    },
  )

  it('tells the post: unit up to its direction, programme, chief, seniority, age and retirement', async () => {
    const [row] = await site.sql`
      select u.code, u.name, p.started_on, p.birth_date, p.retirement_on, extract(year from age(p.birth_date))::int as age,
        (select c.last_name || ' ' || c.first_names from units d join personnel c on c.id = d.chief_id where d.code = 'DSI') as chief,
        (select c.last_name || ' ' || c.first_names from personnel c where c.id = u.chief_id) as nearer
      from personnel p join units u on u.id = p.unit_id where p.id = ${one.id}`
    const page = await (await as('drh')).get(`${place}/${one.id}`)
    expect(page.text).toContain(`${row!.age}\u00a0ans`)
    expect(page.text).toContain(`unite=${row!.code}`)
    expect(page.text).toContain('unite=DSI"')
    expect(page.text).not.toContain('unite=PILOTAGE')
    expect(page.text).toContain('Programme Pilotage et Soutien Institutionnel')
    expect(page.text).toContain(`>${(row!.nearer ?? row!.chief).replace("'", '&#39;')}</a>`)
    expect(page.text).toContain(row!.retirement_on.split('-').reverse().join('/'))
  })

  it('names the next chief upward for who is a chief', async () => {
    const [chief] = await site.sql`
      select u.chief_id as id, c.last_name || ' ' || c.first_names as above
      from units u join units up on up.id = u.parent_id join personnel c on c.id = up.chief_id
      where u.code = 'DSI'`
    const page = await (await as('drh')).get(`${place}/${chief!.id}`)
    expect(page.text).toContain(`>${chief!.above.replace("'", '&#39;')}</a>`)
  })
})

describe('the tabs of a file', () => {
  it('are addresses; htmx takes the part that changes', async () => {
    const drh = await as('drh')
    for (const [tab, label] of [
      ['carriere', 'Carrière'],
      ['absences', 'Absences'],
      ['evaluations', 'Évaluations'],
      ['historique', 'Historique'],
    ]) {
      const page = await drh.get(`${place}/${one.id}?onglet=${tab}`)
      expect(page.status).toBe(200)
      expect(page.text).toMatch(new RegExp(`onglet=${tab}" aria-current="page"[^>]*>${label}`))
      const piece = await drh.get(`${place}/${one.id}?onglet=${tab}`, { 'hx-request': 'true' })
      expect(piece.text).toContain('id="volet"')
      expect(piece.text).not.toContain('<html')
    }
    expect((await drh.get(`${place}/${one.id}?onglet=solde`)).status).toBe(422)
    expect((await drh.get(`${place}/${one.id}?onglet=carriere&onglet=absences`)).status).toBe(422)
  })

  it('are there only for who may open them', async () => {
    const rights: [Role, boolean, boolean][] = [
      ['chef', true, false],
      ['daf', false, false],
      ['invite', false, false],
      ['auditeur', true, true],
      ['agent', true, true],
    ]
    for (const [role, evaluations, history] of rights) {
      const someone = await as(role)
      const page = await someone.get(`${place}/${one.id}`)
      expect(page.text.includes('onglet=evaluations"'), `${role} evaluations`).toBe(evaluations)
      expect(page.text.includes('Moyenne des évaluations'), `${role} average`).toBe(evaluations)
      expect(page.text.includes('onglet=historique"'), `${role} history`).toBe(history)
      expect((await someone.get(`${place}/${one.id}?onglet=evaluations`)).status).toBe(evaluations ? 200 : 404)
      expect((await someone.get(`${place}/${one.id}?onglet=historique`)).status).toBe(history ? 200 : 404)
    }
  })

  it('ask Postgres at most four times', async () => {
    const drh = await as('drh')
    for (const tab of ['identite', 'carriere', 'absences', 'evaluations', 'historique'])
      await drh.get(`${place}/${one.id}?onglet=${tab}`)
    const calls = site.log
      .filter((line) => line['http.route'] === `${place}/:id` && line['http.response.status_code'] === 200)
      .map((line) => line['db.calls'])
    expect(calls.length).toBeGreaterThan(4)
    expect(Math.max(...(calls as number[]))).toBeLessThanOrEqual(4)
  })
})

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
    expect(page.text).not.toContain('Mission')
    const totals =
      await site.sql`select year, days from absence_totals where person_id = ${someone!.id} order by year desc`
    expect(totals.map(({ year, days }) => `${year}\u202f: ${days}\u00a0jours`)).toEqual(captions)
  })

  it('say the reason of health only to who may read it', async () => {
    await site.sql`delete from absences where person_id = ${one.id}`
    await site.sql`insert into absences (person_id, type, starts_on, ends_on) values (${one.id}, 'maladie', '2026-02-02', '2026-02-06')`
    for (const [role, word] of [
      ['chef', 'Absence'],
      ['daf', 'Absence'],
      ['drh', 'Maladie'],
      ['agent', 'Maladie'],
    ] as const) {
      const page = await (await as(role)).get(`${place}/${one.id}?onglet=absences`)
      expect(page.text, role).toContain(`<th scope="row">${word}</th>`)
      if (word === 'Absence') expect(page.text, role).not.toContain('Maladie')
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
    expect(await pageFor('drh')).toContain('échelon 1')
    expect(await pageFor('chef')).not.toContain('échelon 1')
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
    expect(after.text).toContain('Nombre d’enfants\u202f: 7 → 3')
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
