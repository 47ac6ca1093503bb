import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { errorsOf, filledForm, form, traces } from './paper'

const place = '/mppeep/personnel'
let site: TestSite
let rh: Client

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())

describe('a new file', () => {
  it('is written from the form, as the house writes things', async () => {
    const page = await rh.get(`${place}/nouveau`)
    const sent = filledForm(page, form({ matricule: ' 900 001 a ' }))
    const answer = await rh.post(place, sent)
    expect(answer.status).toBe(303)
    const [row] = await site.sql`
      select p.*, u.code as unit from personnel p join units u on u.id = p.unit_id where matricule = '900001A'`
    expect(answer.headers.location).toBe(`${place}/${row!.id}`)
    expect(row).toMatchObject({
      last_name: 'KOUASSI-YAO',
      first_names: 'Aya Marie-Laure',
      maiden_name: null,
      sex: 'F',
      birth_date: '1990-05-04',
      nationality: 'Ivoirienne',
      marital_status: 'marie',
      children: 2,
      national_id: 'CI001234567',
      passport: null,
      phone: '+2250700001234',
      other_phone: '+2250500001234',
      work_email: 'aya.kouassi-yao@mppeep.example',
      personal_email: null,
      address: 'Cocody, Angré',
      unit: 'DRH-PAIE',
      grade: 'B1',
      class: 'deuxieme',
      echelon: 2,
      index_points: 915,
      position: 'en_activite',
      recruited_on: '2020-01-15',
      started_on: '2020-02-01',
      version: 1,
      fictitious: false,
      retirement_on: '2050-12-31',
    })
  })

  it('begins with a nomination, and a line of the journal that says who, from where, by which request', async () => {
    const answer = await rh.post(place, form({ matricule: '900002B' }), { 'cf-ray': '230b030023ae2822-ABJ' })
    const id = answer.headers.location?.split('/').at(-1) ?? ''
    expect(
      await site.sql`
      select e.kind, effective_on, decision_number, grade, class, echelon, position, u.code
      from career_events e join units u on u.id = e.unit_id where person_id = ${id}`,
    ).toEqual([
      {
        kind: 'nomination',
        effective_on: '2020-02-01',
        decision_number: '2020-0042/MPPEEP/DRH',
        grade: 'B1',
        class: 'deuxieme',
        echelon: 2,
        position: 'en_activite',
        code: 'DRH-PAIE',
      },
    ])
    const lines = await site.sql`select * from activities where person_id = ${id} and event <> 'personnel.read'`
    expect(lines).toMatchObject([
      {
        event: 'personnel.created',
        target_kind: 'personnel',
        target_id: id,
        target_name: 'KOUASSI-YAO Aya Marie-Laure',
        before: null,
        address: rh.address,
        cf_ray: '230b030023ae2822-ABJ',
        request_id: answer.headers['x-request-id'],
      },
    ])
    expect(lines[0]!.actor_name).toMatch(/\S/)
    expect(lines[0]!.after).toMatchObject({
      matricule: '900002B',
      lastName: 'KOUASSI-YAO',
      unit: 'DRH-PAIE',
      indexPoints: 915,
    })
    expect(lines[0]!.after).not.toHaveProperty('passport')
  })

  it('is found by its words and counted at the next load of the list', async () => {
    const before = await rh.get(`${place}?q=zokou`)
    expect(before.text).toContain('Personne ne correspond')
    await rh.post(place, form({ matricule: '900003C', lastName: 'Zokou' }))
    const after = await rh.get(`${place}?q=zokou`)
    expect(after.text).toContain('ZOKOU')
    expect(after.text).toContain('1\u00a0personne')
  })

  it('is announced on the page where one arrives, once', async () => {
    const answer = await rh.post(place, form({ matricule: '900004D' }))
    const page = await rh.get(answer.headers.location!)
    expect(page.text).toContain('Le dossier a été créé.')
    expect((await rh.get(answer.headers.location!)).text).not.toContain('Le dossier a été créé.')
  })

  it('costs one read and one transaction', async () => {
    const began = site.log.length
    await rh.post(place, form({ matricule: '900005E', cle: randomUUID() }))
    const line = site.log.slice(began).find((one) => one['http.request.method'] === 'POST')
    expect(line?.['db.calls']).toBe(2)
  })
})

describe('a form with mistakes', () => {
  const mistakes: [string, Record<string, string>, Record<string, RegExp>][] = [
    [
      'empty',
      Object.fromEntries(Object.keys(form()).map((name) => [name, ''])),
      {
        matricule: /obligatoire/,
        lastName: /obligatoire/,
        firstNames: /obligatoire/,
        sex: /liste/,
        birthDate: /obligatoire/,
        unit: /obligatoire/,
        grade: /liste/,
        class: /liste/,
        echelon: /entier/,
        recruitedOn: /obligatoire/,
        startedOn: /obligatoire/,
      },
    ],
    [
      'identifiers',
      { matricule: '12345', nationalId: 'CI12', passport: '?' },
      { matricule: /387452M/, nationalId: /neuf chiffres/, passport: /lettres/ },
    ],
    [
      'contacts',
      { phone: '06 00 00 12 34', workEmail: 'aya', personalEmail: 'aya@' },
      { phone: /07\s00\s00\s12\s34/, workEmail: /prenom\.nom@/, personalEmail: /prenom\.nom@/ },
    ],
    [
      'days that do not exist',
      { birthDate: '1990-02-30', recruitedOn: '2020-13-01' },
      { birthDate: /n’existe pas/, recruitedOn: /n’existe pas/ },
    ],
    ['a minor', { birthDate: '2002-01-16' }, { recruitedOn: /18 ans/ }],
    ['service before recruitment', { startedOn: '2020-01-14' }, { startedOn: /ne précède pas/ }],
    ['far away', { recruitedOn: '2090-01-01', startedOn: '2090-01-01' }, { recruitedOn: /un an/, startedOn: /un an/ }],
    ['an unknown unit', { unit: 'NULLE-PART' }, { unit: /n’existe pas/ }],
    ['an échelon too high', { echelon: '4' }, { echelon: /3\séchelons/ }],
    ['an index off the grid', { indexPoints: '916' }, { indexPoints: /915/ }],
    [
      'numbers',
      { children: '31', echelon: '1.5', indexPoints: '99999999999999999999' },
      { children: /0 à 30/, echelon: /1 à 10/, indexPoints: /100 à 5000/ },
    ],
    [
      'fields, and days that do not agree',
      {
        phone: '06 00 00 12 34',
        nationalId: 'CI12',
        echelon: '99',
        birthDate: '2015-02-03',
        recruitedOn: '2020-01-01',
        startedOn: '2019-01-01',
      },
      { phone: /07/, nationalId: /neuf/, echelon: /1 à 10/, recruitedOn: /18 ans/, startedOn: /ne précède pas/ },
    ],
    [
      'a day, and others that do not agree',
      { birthDate: '1990-02-30', startedOn: '2020-01-14' },
      { birthDate: /n’existe pas/, startedOn: /ne précède pas/ },
    ],
    ['too long', { lastName: 'A'.repeat(81), address: 'B'.repeat(201) }, { lastName: /80/, address: /200/ }],
  ]

  it.each(mistakes)(
    'is shown again with the message at the field and nothing lost: %s',
    async (_, changes, expected) => {
      const before = await traces(site.sql)
      const sent = form({ matricule: '900100A', ...changes, cle: randomUUID() })
      const page = await rh.post(place, sent)
      expect(page.status).toBe(422)
      const shown = errorsOf(page)
      expect(Object.keys(shown).sort()).toEqual(Object.keys(expected).sort())
      for (const [field, pattern] of Object.entries(expected)) expect(shown[field]).toMatch(pattern)
      const { cle: _key, unit, ...kept } = filledForm(page)
      const { cle: _sent, unit: typedUnit, ...typed } = sent
      // a browser can only send back a unit, a grade or a sex that the list has
      expect({ ...typed, ...kept }).toEqual(typed)
      if (!expected.unit) expect(unit).toBe(typedUnit)
      for (const field of Object.keys(expected)) expect(page.text).toContain(`href="#champ-${field}"`)
      expect(await traces(site.sql)).toEqual(before)
    },
  )
})

it('a text that is too long is not cut by the browser, so that it is refused and not changed', async () => {
  const [fields] = /<form class="form"[^>]*>.*?<\/form>/s.exec((await rh.get(`${place}/nouveau`)).text) ?? ['']
  expect(fields).toContain('name="lastName"')
  expect(fields).not.toContain('maxlength')
  const most = { matricule: 20, nationality: 60, passport: 30, poBox: 60, jobTitle: 120, decisionNumber: 60 }
  const page = await rh.post(place, form(Object.fromEntries(Object.keys(most).map((name) => [name, 'A'.repeat(300)]))))
  const said = Object.entries(most).map(([name, length]) => [name, `Au plus ${length} caractères.`])
  expect(errorsOf(page)).toEqual(Object.fromEntries(said))
})

describe('whoever may not write', () => {
  const others: Role[] = ['agent', 'chef', 'daf', 'admin', 'auditeur', 'invite']

  it.each(others)('cannot create a file: %s', async (role) => {
    const someone = await site.as(role)
    const before = await traces(site.sql)
    expect((await someone.get(`${place}/nouveau`)).status).toBe(403)
    expect((await someone.post(place, form({ matricule: '900500A' }))).status).toBe(403)
    expect(await traces(site.sql)).toEqual(before)
  })

  it('signs in first', async () => {
    const answer = await site.visitor().post(place, form({ matricule: '900501A' }))
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toContain('/mppeep/connexion')
  })
})
