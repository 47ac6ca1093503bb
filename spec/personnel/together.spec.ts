import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { enrolled } from '../users/paper'
import { errorsOf, filledForm, form, json, problem, traces } from './paper'

/** What only the tables know is said in the same answer as what is wrong by itself. */
const place = '/mppeep/personnel'
const api = '/mppeep/api/v1/personnel'
let site: TestSite
let rh: Client
let twin: { id: string; matricule: string }
let id: string

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
  ;[twin] = await site.sql<[typeof twin]>`select id, matricule from personnel where left_on is null order by id limit 1`
  const made = await rh.post(place, form({ matricule: '900700A', cle: randomUUID() }))
  id = made.headers.location!.split('/').at(-1)!
})
afterAll(() => site.close())

const said = {
  phone: /dix chiffres/,
  matricule: /déjà porté/,
  unit: /n’existe pas, ou vous n’y tenez pas/,
  echelon: /3\séchelons/,
  recruitedOn: /18 ans/,
}
const all = Object.fromEntries(Object.entries(said).map(([field, message]) => [field, expect.stringMatching(message)]))
const wrong = () => ({
  phone: 'demain',
  matricule: twin.matricule,
  unit: 'NULLE-PART',
  echelon: '4',
  birthDate: '2015-01-01',
})
const linesOf = ({ errors }: { errors: { field: string; message: string }[] }) =>
  Object.fromEntries(errors.map(({ field, message }) => [field, message]))

describe('a new file', () => {
  it('hears of everything at once, and of who has the matricule', async () => {
    const before = await traces(site.sql)
    const page = await rh.post(place, form({ ...wrong(), cle: randomUUID() }))
    expect([page.status, errorsOf(page)]).toEqual([422, all])
    expect(page.text).toContain(`<a href="${place}/${twin.id}">`)
    expect(filledForm(page)).toMatchObject({ phone: 'demain', matricule: twin.matricule, echelon: '4' })
    const answer = problem(await rh.json('POST', api, json({ ...wrong(), echelon: 4 })))
    expect([answer.status, linesOf(answer)]).toEqual([422, all])
    expect(await traces(site.sql)).toEqual(before)
  })

  it('with every field well formed hears of the matricule beside the rest, and is a conflict by it alone', async () => {
    const both = await rh.post(place, form({ matricule: twin.matricule, unit: 'NULLE-PART', cle: randomUUID() }))
    expect([both.status, errorsOf(both)]).toEqual([422, { matricule: all.matricule, unit: all.unit }])
    expect(both.text).toContain(`<a href="${place}/${twin.id}">`)
    const alone = await rh.post(place, form({ matricule: twin.matricule, cle: randomUUID() }))
    expect([alone.status, errorsOf(alone)]).toEqual([409, { matricule: all.matricule }])
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['a unit that is none, and a class', { unit: '?', class: '', echelon: '4' }, ['class', 'unit']],
    ['a grade, where the class has fewer échelons', { grade: '', echelon: '4' }, ['echelon', 'grade']],
    ['points that are none, where the grid has others', { indexPoints: 'x', echelon: '4' }, ['echelon', 'indexPoints']],
    ['a matricule off the model', { matricule: '1', unit: 'NULLE-PART' }, ['matricule', 'unit']],
    ['a name, and nothing else', { lastName: '' }, ['lastName']],
  ])('hears nothing of what rests on a field that is wrong: %s', async (_, changes, fields) => {
    const page = await rh.post(place, form({ matricule: '900701B', ...changes, cle: randomUUID() }))
    expect([page.status, Object.keys(errorsOf(page)).sort()]).toEqual([422, fields])
  })
})

describe('a change', () => {
  const change = async (changes: Record<string, string>) => {
    const page = await rh.get(`${place}/${id}/modification`)
    return rh.post(`${place}/${id}?_method=PUT`, filledForm(page, changes))
  }

  it('hears of everything at once, whatever the version', async () => {
    const before = await traces(site.sql)
    const page = await change({ ...wrong(), version: '99' })
    expect([page.status, errorsOf(page)]).toEqual([422, all])
    expect(page.text).toContain(`<a href="${place}/${twin.id}">`)
    const patch = { ...wrong(), echelon: 4 }
    const answer = problem(await rh.json('PATCH', `${api}/${id}`, patch, { 'if-match': '"1"' }))
    expect([answer.status, linesOf(answer)]).toEqual([422, all])
    expect(problem(await rh.json('PATCH', `${api}/${id}`, patch)).status).toBe(422)
    expect(await traces(site.sql)).toEqual(before)
  })

  it('hears of the matricule beside the rest, of its model, and of a movement that may not be', async () => {
    const page = await change({ matricule: twin.matricule, unit: 'NULLE-PART' })
    expect([page.status, Object.keys(errorsOf(page)).sort()]).toEqual([422, ['matricule', 'unit']])
    const off = await change({ phone: 'demain', matricule: '1' })
    expect(errorsOf(off)).toEqual({ phone: all.phone, matricule: expect.stringMatching(/387452M/) })
    const moved = await change({ phone: 'demain', jobTitle: 'Autre', effectiveOn: '2090-01-01' })
    expect(errorsOf(moved)).toEqual({ phone: all.phone, effectiveOn: 'Au plus un an à l’avance.' })
  })

  it('hears nothing of a post that stays, nor of a matricule that is one’s own', async () => {
    expect(errorsOf(await change({ phone: 'demain' }))).toEqual({ phone: all.phone })
  })

  it('holds the days that are right against the departure that stands', async () => {
    const made = await rh.post(place, form({ matricule: '900702C', cle: randomUUID() }))
    const at = made.headers.location!
    await rh.post(`${at}/depart?_method=PUT`, { leftOn: '2021-01-01', leftReason: 'Démission', decisionNumber: '' })
    const page = await rh.get(`${at}/modification`)
    const sent = filledForm(page, { phone: 'demain', startedOn: '2022-01-01' })
    expect(errorsOf(await rh.post(`${at}?_method=PUT`, sent))).toEqual({
      phone: all.phone,
      startedOn: expect.stringMatching(/ne suit pas le départ/),
    })
  })
})

it('who keeps the files of one unit learns nothing of the others', async () => {
  const email = 'ailleurs@mppeep.example'
  const account = await enrolled(site, email, 'invite')
  await site.sql`
    insert into user_roles (user_id, role, unit_id) select ${account}, 'gestionnaire', u.id from units u where code = 'DSI'`
  const keeper = await site.as(email)
  const sent = { ...wrong(), matricule: '900703D', echelon: 4 }
  const refused = { 'if-match': '"1"' }
  for (const one of [id, '0199f0c4-1111-7222-8333-444455556666']) {
    const answer = problem(await keeper.json('PATCH', `${api}/${one}`, sent, refused))
    expect([answer.status, linesOf(answer)]).toEqual([422, { phone: all.phone }])
    expect((await keeper.post(`${place}/${one}?_method=PUT`, { version: '1' })).status).toBe(404)
  }
  const elsewhere = await keeper.post(place, form({ phone: 'demain', matricule: '900703D', cle: randomUUID() }))
  expect(errorsOf(elsewhere)).toEqual({ phone: all.phone, unit: all.unit })
})

it('nobody who may not write hears of it', async () => {
  for (const role of ['agent', 'auditeur'] as const) {
    const client = await site.as(role)
    expect((await client.post(place, form(wrong()))).status).toBe(403)
    expect((await client.json('POST', api, json(wrong()))).status).toBe(403)
  }
})
