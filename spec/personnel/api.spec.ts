import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { atOnce, json, problem, traces } from './paper'

const place = '/mppeep/api/v1/personnel'
const nobody = `${place}/0199f0c4-1111-7222-8333-444455556666`
let site: TestSite
let rh: Client
let made = 0

type Page = { data: { id: string; lastName: string }[]; next: string | null; total: number }

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())

describe('the list', () => {
  it('is read page after page, each person once, with the exact total', async () => {
    const seen: string[] = []
    let query = '?limite=100'
    let total = 0
    for (let pages = 0; query && pages < 20; pages++) {
      const page = (await rh.get(place + query)).json<Page>()
      seen.push(...page.data.map(({ id }) => id))
      total = page.total
      query = page.next ? `?limite=100&apres=${page.next}` : ''
    }
    const [there] =
      await site.sql`select count(*)::int as count from personnel where left_on is null or left_on > current_date`
    expect(total).toBe(there!.count)
    expect(seen).toHaveLength(total)
    expect(new Set(seen).size).toBe(total)
  })

  it('takes the conditions of the page, and refuses what it does not know', async () => {
    const women = (await rh.get(`${place}?sexe=F&unite=DSI&limite=5`)).json<Page>()
    const [there] = await site.sql`
      select count(*)::int as count from personnel
      where sex = 'F' and unit_id in (select subtree(id) from units where code = 'DSI') and (left_on is null or left_on > current_date)`
    expect(women.total).toBe(there!.count)
    for (const query of [
      'limite=0',
      'limite=101',
      'limite=x',
      'sexe=X',
      'couleur=bleu',
      'apres=%00',
      'apres=e30',
      'sexe=F&sexe=M',
      `q=${'a'.repeat(101)}`,
    ]) {
      expect(problem(await rh.get(`${place}?${query}`)), query).toMatchObject({ status: 422 })
    }
  })

  it('is that of the reader’s own reach', async () => {
    const dsi = (await (await site.as('chef')).get(place)).json<Page>()
    const [there] = await site.sql`
      select count(*)::int as count from personnel
      where unit_id in (select subtree(id) from units where code = 'DSI') and (left_on is null or left_on > current_date)`
    expect(dsi.total).toBe(there!.count)
    expect(problem(await (await site.as('agent')).get(place))).toMatchObject({ status: 403 })
  })
})

describe('one person', () => {
  it('is created, read, changed, and read again', async () => {
    const created = await create()
    expect(created.status).toBe(201)
    const { id } = created.json<{ id: string }>()
    expect(created.headers).toMatchObject({ location: `${place}/${id}`, etag: '"1"' })
    const read = await rh.get(`${place}/${id}`)
    expect(read.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(read.headers['cache-control']).toBe('private, no-store')
    expect(read.json()).toMatchObject({
      ...created.json(),
      unit: 'DRH-PAIE',
      indexPoints: 915,
      phone: '+2250700001234',
      retirementOn: '2050-12-31',
      leftOn: null,
    })
    const changed = await rh.json(
      'PATCH',
      `${place}/${id}`,
      { phone: null, jobTitle: 'Documentaliste' },
      { 'if-match': '"1"' },
    )
    expect(changed.status).toBe(200)
    expect(changed.headers.etag).toBe('"2"')
    expect(changed.json()).toMatchObject({
      phone: null,
      jobTitle: 'Documentaliste',
      nationality: 'Ivoirienne',
      children: 2,
      echelon: 2,
      version: 2,
    })
    expect((await rh.get(`${place}/${id}`)).json()).toMatchObject(changed.json())
    for (const known of ['"2"', 'W/"2"', '"1", W/"2"', '*'])
      expect((await rh.get(`${place}/${id}`, { 'if-none-match': known })).status, known).toBe(304)
    for (const other of ['"1"', 'W/"1"', '2'])
      expect((await rh.get(`${place}/${id}`, { 'if-none-match': other })).status, other).toBe(200)
  })

  it('keeps what a change does not mention', async () => {
    const { id } = (await create({ nationality: 'Togolaise', position: 'detachement', children: 4 })).json<{
      id: string
    }>()
    await rh.json('PATCH', `${place}/${id}`, { poBox: '01 BP 1' }, { 'if-match': '"1"' })
    expect((await rh.get(`${place}/${id}`)).json()).toMatchObject({
      nationality: 'Togolaise',
      position: 'detachement',
      children: 4,
      poBox: '01 BP 1',
    })
  })

  it('has only the fields that the reader may see', async () => {
    const [dsi] =
      await site.sql`select id from personnel where unit_id = (select id from units where code = 'DSI-RESEAUX') and left_on is null limit 1`
    const fieldsFor = async (role: Role) => Object.keys((await (await site.as(role)).get(`${place}/${dsi!.id}`)).json())
    const [all, chef, daf] = [await fieldsFor('drh'), await fieldsFor('chef'), await fieldsFor('daf')]
    const identity = ['nationalId', 'passport']
    const life = ['birthPlace', 'nationality', 'maritalStatus', 'children', 'personalEmail', 'address', 'poBox']
    const salary = ['echelon', 'indexPoints']
    expect(all).toEqual(expect.arrayContaining([...identity, ...life, ...salary, 'averageMark']))
    expect(all.filter((field) => !chef.includes(field)).sort()).toEqual([...identity, ...life, ...salary].sort())
    expect(all.filter((field) => !daf.includes(field)).sort()).toEqual([...identity, ...life, 'averageMark'].sort())
  })

  it('does not exist out of reach', async () => {
    const [stranger] =
      await site.sql`select p.id from personnel p join units u on u.id = p.unit_id where u.code = 'DAF-BUDGET' limit 1`
    expect(problem(await (await site.as('chef')).get(`${place}/${stranger!.id}`))).toMatchObject({ status: 404 })
    for (const id of [nobody, `${place}/abc`, `${place}/1`]) {
      expect(problem(await rh.get(id))).toMatchObject({ status: 404 })
      expect(problem(await rh.json('PATCH', id, {}, { 'if-match': '"1"' }))).toMatchObject({ status: 404 })
    }
  })

  it('created twice is 409, said at the field', async () => {
    const { matricule } = (await create()).json<{ matricule: string }>()
    const before = await traces(site.sql)
    expect(problem(await rh.json('POST', place, json({ matricule })))).toMatchObject({
      status: 409,
      errors: [{ field: 'matricule' }],
    })
    const answers = await atOnce(100, () => rh.json('POST', place, json({ matricule })))
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(409))
    expect(await traces(site.sql)).toEqual(before)
  })

  it('created two hundred times at once is created once', async () => {
    const answers = await atOnce(200, () => rh.json('POST', place, json({ matricule: '939999X' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(199).fill(409)])
    expect(await site.sql`select id from personnel where matricule = '939999X'`).toHaveLength(1)
  })
})

describe('the version', () => {
  it('must be said, and be the present one', async () => {
    const { id } = (await create()).json<{ id: string }>()
    const before = await traces(site.sql)
    expect(problem(await rh.json('PATCH', `${place}/${id}`, { children: 3 }))).toMatchObject({ status: 428 })
    const refused = async (tag: string) =>
      problem(await rh.json('PATCH', `${place}/${id}`, { children: 3 }, { 'if-match': tag }))
    for (const tag of ['"2"', '"0"'])
      expect(await refused(tag), tag).toMatchObject({
        status: 412,
        detail: 'Ce dossier a été modifié depuis que vous l’avez ouvert.',
      })
    expect(await refused('*')).toMatchObject({
      status: 428,
      title: 'Version à préciser',
      detail: expect.stringContaining('accepterait n’importe quelle version. Indiquez dans If-Match'),
    })
    for (const tag of ['1', '"1', '"x"', '""', '', '"1", "2"', '"1", *', 'w/"1"', '"9999999999"'])
      expect(await refused(tag), tag).toMatchObject({
        status: 428,
        title: 'Version à préciser',
        detail:
          'Indiquez dans If-Match la version que vous modifiez, telle que l’ETag du dossier la donne\u202f: "1", par exemple.',
      })
    expect(await traces(site.sql)).toEqual(before)
    expect((await rh.json('PATCH', `${place}/${id}`, { children: 3 }, { 'if-match': 'W/"1"' })).status).toBe(200)
  })

  it('lets one of many pass', async () => {
    const { id } = (await create()).json<{ id: string }>()
    const answers = await atOnce(10, (i) =>
      rh.json('PATCH', `${place}/${id}`, { children: 10 + i }, { 'if-match': '"1"' }),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)])
  })
})

describe('who asks', () => {
  it('signs in first: 401, as a problem document', async () => {
    const someone = site.visitor()
    for (const answer of [
      await someone.get(place),
      await someone.get(nobody),
      await someone.json('POST', place, json()),
      await someone.json('PATCH', nobody, {}, { 'if-match': '"1"' }),
    ]) {
      expect(problem(answer)).toMatchObject({ status: 401 })
    }
  })

  it.each<Role>(['agent', 'chef', 'daf', 'admin', 'auditeur', 'invite'])(
    'writes only with the right to: %s',
    async (role) => {
      const { id } = (await create()).json<{ id: string }>()
      const someone = await site.as(role)
      const before = await traces(site.sql)
      expect(problem(await someone.json('POST', place, json({ matricule: '940002A' })))).toMatchObject({ status: 403 })
      expect(
        problem(await someone.json('PATCH', `${place}/${id}`, { children: 1 }, { 'if-match': '"1"' })),
      ).toMatchObject({ status: 403 })
      expect(await traces(site.sql)).toEqual(before)
    },
  )

  it('asks with a method that exists: 405 otherwise', async () => {
    const answer = await rh.ask(nobody, { method: 'DELETE' })
    expect(problem(answer)).toMatchObject({ status: 405 })
    expect(answer.headers.allow).toBe('GET, HEAD, PATCH')
  })
})

function create(changes: Record<string, unknown> = {}): Promise<Answer> {
  return rh.json('POST', place, json({ matricule: `93${String(++made).padStart(4, '0')}P`, ...changes }))
}
