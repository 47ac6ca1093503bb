import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { atOnce, errorsOf, filledForm, form, traces } from './paper'

const place = '/mppeep/personnel'
let site: TestSite
let rh: Client
let one: { id: string; at: string }
let made = 0

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())
beforeEach(async () => {
  const at = await created()
  one = { id: at.split('/').at(-1)!, at }
})

describe('the form of a file', () => {
  it('shows what the file says, and changes nothing when nothing is changed', async () => {
    const page = await rh.get(`${one.at}/modification`)
    const filled = filledForm(page)
    expect(filled).toMatchObject({
      lastName: 'KOUASSI-YAO',
      phone: '07 00 00 12 34',
      unit: 'DRH-PAIE',
      class: 'deuxieme',
      echelon: '2',
      sex: 'F',
      indexPoints: '',
      version: '1',
    })
    const before = await traces(site.sql)
    const answer = await save(rh, filled)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe(one.at)
    expect(await traces(site.sql)).toEqual(before)
  })

  it('writes what was changed, and a line with only that', async () => {
    const page = await rh.get(`${one.at}/modification`)
    const answer = await save(
      rh,
      filledForm(page, { phone: '+225 01 00 00 00 01', children: '3', poBox: '01 BP 1 Abidjan' }),
    )
    expect(answer.status).toBe(303)
    expect((await rh.get(one.at)).text).toContain('Les modifications sont enregistrées.')
    const [row] =
      await site.sql`select phone, children, po_box, version, index_points, last_name from personnel where id = ${one.id}`
    expect(row).toEqual({
      phone: '+2250100000001',
      children: 3,
      po_box: '01 BP 1 Abidjan',
      version: 2,
      index_points: 915,
      last_name: 'KOUASSI-YAO',
    })
    const [line] =
      await site.sql`select before, after, event, actor_name, address from activities where person_id = ${one.id} and event <> 'personnel.read' order by id desc limit 1`
    expect(line).toMatchObject({
      event: 'personnel.updated',
      before: { phone: '+2250700001234', children: 2, poBox: null, version: 1 },
      after: { phone: '+2250100000001', children: 3, poBox: '01 BP 1 Abidjan', version: 2 },
      address: rh.address,
    })
    expect(Object.keys(line!.after)).toHaveLength(4)
    expect(await site.sql`select kind from career_events where person_id = ${one.id}`).toHaveLength(1)
  })

  it('is shown again with its mistakes, and leaves no trace', async () => {
    const page = await rh.get(`${one.at}/modification`)
    const before = await traces(site.sql)
    const again = await save(rh, filledForm(page, { phone: 'demain', startedOn: '2019-01-01', firstNames: 'Akissi' }))
    expect(again.status).toBe(422)
    expect(errorsOf(again)).toEqual({
      phone: expect.stringMatching(/07\s00\s00\s12\s34/),
      startedOn: expect.stringMatching(/ne précède pas/),
    })
    expect(filledForm(again)).toMatchObject({ phone: 'demain', firstNames: 'Akissi', version: '1' })
    const dates = await save(rh, filledForm(page, { startedOn: '2019-01-01', birthDate: '2015-01-01' }))
    expect(Object.keys(errorsOf(dates)).sort()).toEqual(['recruitedOn', 'startedOn'])
    expect(await traces(site.sql)).toEqual(before)
  })

  it('refuses the matricule of somebody else, also when two ask for it at once', async () => {
    const page = await rh.get(`${one.at}/modification`)
    const [twin] = await site.sql`select id, matricule from personnel where id <> ${one.id} limit 1`
    const before = await traces(site.sql)
    const refused = await save(rh, filledForm(page, { matricule: twin!.matricule }))
    expect(refused.status).toBe(409)
    expect(errorsOf(refused).matricule).toMatch(/déjà/)
    expect(refused.text).toContain(`<a href="${place}/${twin!.id}">`)
    expect(await traces(site.sql)).toEqual(before)

    const others = await Promise.all(Array.from({ length: 10 }, created))
    const pages = await Promise.all(others.map((at) => rh.get(`${at}/modification`)))
    const answers = await atOnce(10, (i) =>
      rh.post(`${others[i]}?_method=PUT`, filledForm(pages[i]!, { matricule: '955555Z' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(9).fill(409)])
    expect(await site.sql`select id from personnel where matricule = '955555Z'`).toHaveLength(1)
  })
})

describe('a movement', () => {
  it('is kept by the career with its date and its decision', async () => {
    const page = await rh.get(`${one.at}/modification`)
    await save(
      rh,
      filledForm(page, {
        unit: 'DAF-BUDGET',
        grade: 'B3',
        class: 'premiere',
        echelon: '1',
        position: 'detachement',
        effectiveOn: '2026-01-05',
        decisionNumber: '2026-0007/MPPEEP',
      }),
    )
    const events = await site.sql`
      select e.kind, e.effective_on as on, e.decision_number as decision, u.code, e.grade, e.class, e.echelon, e.position
      from career_events e left join units u on u.id = e.unit_id
      where e.person_id = ${one.id} and e.kind <> 'nomination' order by e.kind`
    const shared = {
      on: '2026-01-05',
      decision: '2026-0007/MPPEEP',
      code: null,
      grade: null,
      class: null,
      echelon: null,
      position: null,
    }
    expect([...events]).toEqual([
      { ...shared, kind: 'affectation', code: 'DAF-BUDGET' },
      { ...shared, kind: 'position', position: 'detachement' },
      { ...shared, kind: 'promotion', grade: 'B3', class: 'premiere', echelon: 1 },
    ])
    const [row] = await site.sql`select index_points from personnel where id = ${one.id}`
    expect(row!.index_points).toBe(995 + 3 * 45)
  })

  it('takes effect today when nothing is said, never before the recruitment nor years ahead', async () => {
    const page = await rh.get(`${one.at}/modification`)
    for (const effectiveOn of ['2020-01-14', '2099-01-01']) {
      const before = await traces(site.sql)
      const again = await save(rh, filledForm(page, { echelon: '3', effectiveOn }))
      expect(again.status).toBe(422)
      expect(errorsOf(again)).toHaveProperty('effectiveOn')
      expect(await traces(site.sql)).toEqual(before)
    }
    await save(rh, filledForm(page, { echelon: '3' }))
    const [event] =
      await site.sql`select kind, effective_on = current_date as today from career_events where person_id = ${one.id} and kind <> 'nomination'`
    expect(event).toEqual({ kind: 'avancement_echelon', today: true })
  })
})

describe('whoever may not write', () => {
  const others: Role[] = ['agent', 'chef', 'daf', 'admin', 'auditeur', 'invite']

  it.each(others)('changes nothing, not even the own file: %s', async (role) => {
    const someone = await site.as(role)
    const [own] =
      await site.sql`select coalesce(person_id, ${one.id}) as id from users where email = ${`${role}@mppeep.example`}`
    const before = await traces(site.sql)
    expect((await someone.get(`${place}/${own!.id}/modification`)).status).toBe(403)
    expect(
      (await someone.post(`${place}/${own!.id}?_method=PUT`, { ...form(), version: '1', effectiveOn: '' })).status,
    ).toBe(403)
    expect(await traces(site.sql)).toEqual(before)
  })

  it('nor does anybody change a file that is not there', async () => {
    for (const id of ['0199f0c4-1111-7222-8333-444455556666', 'abc']) {
      expect((await rh.post(`${place}/${id}?_method=PUT`, { ...form(), version: '1', effectiveOn: '' })).status).toBe(
        404,
      )
      expect((await rh.post(`${place}/${id}?_method=PUT`, { matricule: 'x' })).status).toBe(404)
    }
  })
})

async function created(): Promise<string> {
  const answer = await rh.post(place, form({ matricule: `91${String(++made).padStart(4, '0')}E` }))
  expect(answer.status).toBe(303)
  return answer.headers.location!
}

function save(client: Client, fields: Record<string, string>): Promise<Answer> {
  return client.post(`${one.at}?_method=PUT`, fields)
}
