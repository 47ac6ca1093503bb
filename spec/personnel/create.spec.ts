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
    const sent = filledForm(page, form({ matricule: ' 900001a ' }))
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
    const lines = await site.sql`select * from activities where person_id = ${id}`
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
    expect(before.text).not.toContain('ZOKOU')
    await rh.post(place, form({ matricule: '900003C', lastName: 'Zokou' }))
    const after = await rh.get(`${place}?q=zokou`)
    expect(after.text).toContain('ZOKOU')
  })

  it('is announced on the page where one arrives, once', async () => {
    const answer = await rh.post(place, form({ matricule: '900004D' }))
    const page = await rh.get(answer.headers.location!)
    expect(page.text).toContain('Le dossier a été créé.')
    expect((await rh.get(answer.headers.location!)).text).not.toContain('Le dossier a été créé.')
  })

  it('costs at most four queries and its transaction', async () => {
    const began = site.log.length
    await rh.post(place, form({ matricule: '900005E', cle: randomUUID() }))
    const line = site.log.slice(began).find((one) => one['http.request.method'] === 'POST')
    expect(line?.['db.calls']).toBe(1)
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
      { phone: /07 00 00 12 34/, workEmail: /prenom\.nom@/, personalEmail: /prenom\.nom@/ },
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

describe('hostile input', () => {
  const hostile: [string, () => string | URLSearchParams][] = [
    ['a NUL byte', () => new URLSearchParams(form({ lastName: 'A\0B' }))],
    ['an escape character', () => new URLSearchParams(form({ firstNames: 'A\u001b[2J' }))],
    [
      'half a surrogate pair',
      () => `${new URLSearchParams(form({ address: '' })).toString().replace('address=', 'address=%ED%A0%80')}`,
    ],
    [
      'bytes that are no UTF-8',
      () => `${new URLSearchParams(form({ address: '' })).toString().replace('address=', 'address=%FF%FE')}`,
    ],
    ['half a megabyte', () => new URLSearchParams(form({ address: 'x'.repeat(500_000) }))],
    ['a field twice', () => `${new URLSearchParams(form())}&lastName=AUTRE`],
    ['an array', () => `${new URLSearchParams(form())}&lastName[]=AUTRE`],
    [
      'fields that are not asked',
      () => new URLSearchParams(form({ id: randomUUID(), role: 'admin', created_at: '2020-01-01', version: '9' })),
    ],
    ['a prototype', () => `${new URLSearchParams(form())}&__proto__=x&constructor=y`],
    ['a key that is none', () => new URLSearchParams(form({ cle: "' or 1=1" }))],
    ['nothing', () => ''],
  ]

  it.each(hostile)('is refused with a sentence and leaves no trace: %s', async (_, body) => {
    const before = await traces(site.sql)
    const sent = body()
    const answer = await rh.ask(place, {
      method: 'POST',
      body: String(sent),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('<form class="form"')
    expect(await traces(site.sql)).toEqual(before)
  })

  it('of another kind than a form is refused', async () => {
    const before = await traces(site.sql)
    expect((await rh.json('POST', place, form())).status).toBe(422)
    expect(
      (
        await rh.ask(place, {
          method: 'POST',
          body: 'x'.repeat(1_100_000),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(413)
    expect(await traces(site.sql)).toEqual(before)
  })

  it('that is only text is shown as text', async () => {
    const answer = await rh.post(
      place,
      form({ matricule: '900200A', lastName: '<script>alert(1)</script>', jobTitle: '"><b>' }),
    )
    const page = await rh.get(answer.headers.location!)
    expect(page.text).toContain('&lt;SCRIPT&gt;')
    expect(page.text).not.toMatch(/<script>alert|"><b>/i)
  })
})

describe('the same matricule', () => {
  it('is refused at its field, with a link to who has it', async () => {
    const [twin] =
      await site.sql`select id, matricule, last_name || ' ' || first_names as name from personnel where left_on is null order by id limit 1`
    const before = await traces(site.sql)
    const page = await rh.post(place, form({ matricule: twin!.matricule.toLowerCase(), cle: randomUUID() }))
    expect(page.status).toBe(409)
    expect(errorsOf(page).matricule).toMatch(/déjà/)
    expect(page.text).toContain(`<a href="${place}/${twin!.id}">`)
    expect(filledForm(page)).toMatchObject({ lastName: 'Kouassi-Yao', phone: '07 00 00 12 34' })
    expect(await traces(site.sql)).toEqual(before)
  })

  it('asked for two hundred times at once makes one file and 199 refusals', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => rh.post(place, form({ matricule: '900300A', cle: randomUUID() }))),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(199)
    const [made] = await site.sql`
      select count(*)::int as people,
        (select count(*)::int from career_events e join personnel p on p.id = e.person_id where p.matricule = '900300A') as events,
        (select count(*)::int from activities a join personnel p on p.id = a.person_id where p.matricule = '900300A') as lines
      from personnel where matricule = '900300A'`
    expect(made).toEqual({ people: 1, events: 1, lines: 1 })
  })
})

describe('the same form', () => {
  it('sent twice leads to the same file', async () => {
    const sent = form({ matricule: '900400A', cle: randomUUID() })
    const [first, second] = [await rh.post(place, sent), await rh.post(place, sent)]
    expect([first.status, second.status]).toEqual([303, 303])
    expect(second.headers.location).toBe(first.headers.location)
  })

  it('sent twenty times at once makes one file, to which every answer leads', async () => {
    const sent = form({ matricule: '900401A', cle: randomUUID() })
    const before = (await traces(site.sql)) as Record<string, number>
    const answers = await Promise.all(Array.from({ length: 20 }, () => rh.post(place, sent)))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(303))
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
    const after = (await traces(site.sql)) as Record<string, number>
    expect(after.personnel! - before.personnel!).toBe(1)
    expect(after.career! - before.career!).toBe(1)
    expect(after.journal! - before.journal!).toBe(1)
    expect(after.submissions! - before.submissions!).toBe(1)
  })

  it('filled in again for somebody else is not swallowed', async () => {
    const cle = randomUUID()
    await rh.post(place, form({ matricule: '900402A', cle }))
    const page = await rh.post(place, form({ matricule: '900403A', lastName: 'AUTRE', cle }))
    expect(page.status).toBe(409)
    expect(page.text).toContain('a déjà servi')
    const again = filledForm(page)
    expect(again.cle).not.toBe(cle)
    expect((await rh.post(place, again)).status).toBe(303)
  })

  it('of two people may bear the same key', async () => {
    const cle = randomUUID()
    const drh = await site.as('drh')
    const [one, other] = await Promise.all([
      rh.post(place, form({ matricule: '900404A', cle })),
      drh.post(place, form({ matricule: '900405A', cle })),
    ])
    expect([one.status, other.status]).toEqual([303, 303])
    expect(one.headers.location).not.toBe(other.headers.location)
  })
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
