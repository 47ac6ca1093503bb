import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import { userWith } from '../support/actors'
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
      expect(page.text.includes(`<dt>${label}`), `${label} to ${role}`).toBe(
        groups.includes(group as keyof typeof secrets),
      )
    }
  })

  it('is read from Postgres without what the reader may not see', async () => {
    const { findFile } = await import('../../src/personnel/file-queries')
    const file = await findFile(userWith('daf', null), one.id)
    const hidden = [
      'nationalId',
      'passport',
      'birthPlace',
      'nationality',
      'maritalStatus',
      'children',
      'personalEmail',
      'address',
      'poBox',
      'averageMark',
    ]
    expect(file).toMatchObject(Object.fromEntries(hidden.map((field) => [field, null])))
    expect(file).toMatchObject({ echelon: expect.any(Number), indexPoints: expect.any(Number) })
    expect(file!.sees).toEqual({
      identity: false,
      private: false,
      salary: true,
      whole: true,
      evaluations: false,
      activities: false,
      write: false,
    })
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

/** Each role signs in once. */
function as(role: Role): Promise<Client> {
  const client = signedIn.get(role) ?? site.as(role)
  signedIn.set(role, client)
  return client
}
