import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { errorsOf, filledForm, form, json, problem, traces } from './paper'

const pages = '/mppeep/personnel'
const place = '/mppeep/api/v1/personnel'
let site: TestSite
let rh: Client
let made = 0

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())

describe('a form', () => {
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
    const answer = await rh.ask(pages, {
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
    expect((await rh.json('POST', pages, form())).status).toBe(415)
    expect(
      (
        await rh.ask(pages, {
          method: 'POST',
          body: 'x'.repeat(1_100_000),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(413)
    expect(await traces(site.sql)).toEqual(before)
  })

  it('drops what is copied along and shows nowhere, and knows numbers as telephones write them', async () => {
    const copied = {
      lastName: '\u200bDA\u00adGO\u200e',
      firstNames: '\ufeffAya',
      phone: '\u202a+225 07\u201107 12 34 56\u202c',
    }
    const answer = await rh.post(pages, form({ matricule: '900201A', address: '\u200b', ...copied }))
    const api = await rh.get(answer.headers.location!.replace(pages, place))
    expect(api.json()).toMatchObject({ lastName: 'DAGO', firstNames: 'Aya', phone: '+2250707123456', address: null })
    const found = await rh.get(`${place}?q=${encodeURIComponent(copied.phone)}`)
    expect(found.json<{ data: { matricule: string }[] }>().data.map(({ matricule }) => matricule)).toEqual(['900201A'])
  })

  it.each(['\u200b', '-', '12', '👍'])('with a name in which there is no letter is refused: « %s »', async (name) => {
    const answer = await rh.post(pages, form({ matricule: '900202A', lastName: name, firstNames: name }))
    expect(Object.keys(errorsOf(answer))).toEqual(['lastName', 'firstNames'])
  })

  it('of somebody who is there hears of fields and of days that do not agree at once', async () => {
    const { id } = (await create()).json<{ id: string }>()
    const before = await traces(site.sql)
    const page = await rh.get(`${pages}/${id}/modification`)
    const days = { birthDate: '2015-02-03', recruitedOn: '2020-01-01', startedOn: '2019-01-01' }
    const answer = await rh.post(`${pages}/${id}?_method=PUT`, filledForm(page, { ...days, phone: '06', echelon: '0' }))
    expect(answer.status).toBe(422)
    expect(Object.keys(errorsOf(answer)).toSorted()).toEqual(['echelon', 'phone', 'recruitedOn', 'startedOn'])
    expect(await traces(site.sql)).toEqual(before)
  })

  it('leaves an address that can be gone to by hand', async () => {
    const made = await rh.post(pages, form({ matricule: '900203A' }))
    expect((await rh.get(`${made.headers.location}?_method=PUT`)).status).toBe(200)
    expect((await rh.get(`${made.headers.location}?_methode=PUT`)).status).toBe(422)
  })

  it('that is only text is shown as text', async () => {
    const answer = await rh.post(
      pages,
      form({ matricule: '900200A', lastName: '<script>alert(1)</script>', jobTitle: '"><b>' }),
    )
    const page = await rh.get(answer.headers.location!)
    expect(page.text).toContain('&lt;SCRIPT&gt;')
    expect(page.text).not.toMatch(/<script>alert|"><b>/i)
  })
})

describe('a JSON body', () => {
  const wrong: [string, Record<string, unknown>, string][] = [
    ['a NUL byte', { lastName: 'A\0' }, 'lastName'],
    ['a lone surrogate', { firstNames: 'A\ud800' }, 'firstNames'],
    ['an array', { lastName: ['A'] }, 'lastName'],
    ['an object', { unit: { code: 'DRH' } }, 'unit'],
    ['a boolean', { children: true }, 'children'],
    ['a huge number', { children: 1e300 }, 'children'],
    ['a fraction', { echelon: 1.5 }, 'echelon'],
    ['a negative number', { children: -1 }, 'children'],
    ['a date that does not exist', { birthDate: '2001-02-29' }, 'birthDate'],
    ['an instant for a day', { startedOn: '2020-02-01T00:00:00Z' }, 'startedOn'],
    ['nothing for something', { lastName: null }, 'lastName'],
    ['an id', { id: randomUUID() }, 'id'],
    ['a role', { role: 'admin' }, 'role'],
    ['a date of creation', { created_at: '2020-01-01' }, 'created_at'],
    ['a version', { version: 7 }, 'version'],
    ['a departure', { leftOn: '2026-01-01' }, 'leftOn'],
    ['fiction', { fictitious: true }, 'fictitious'],
    ['a megabyte less a bit', { address: 'x'.repeat(900_000) }, 'address'],
  ]

  it.each(wrong)('%s is a problem at its field, in French, and leaves no trace', async (_, changes, field) => {
    const { id } = (await create()).json<{ id: string }>()
    const before = await traces(site.sql)
    const [posted, patched] = [
      await rh.json('POST', place, json({ matricule: '940000A', ...changes })),
      await rh.json('PATCH', `${place}/${id}`, changes, { 'if-match': '"1"' }),
    ]
    for (const answer of [posted, patched]) {
      const { status, errors } = problem(answer)
      expect(status).toBe(422)
      expect(errors.map((error) => error.field)).toEqual([field])
      expect(errors[0]!.message).not.toMatch(/[Ii]nvalid|expected|string|number/)
    }
    expect(await traces(site.sql)).toEqual(before)
  })

  it('that is no JSON object is refused', async () => {
    const before = await traces(site.sql)
    const send = (body: string | Buffer, type = 'application/json') =>
      rh.ask(place, { method: 'POST', body, headers: { 'content-type': type } })
    for (const body of ['{', '', 'undefined', '{"a":1,}', '{"__proto__":', Buffer.from([0xff, 0xfe])])
      expect(problem(await send(body)), String(body)).toMatchObject({ status: 400 })
    for (const body of ['[]', 'null', '7', '"x"', '{}', '{"__proto__":{"role":"admin"},"constructor":1}'])
      expect(problem(await send(body)), body).toMatchObject({ status: 422 })
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x', '']) {
      expect(problem(await send(JSON.stringify(json()), type)), type).toMatchObject({ status: 415 })
    }
    expect((await send('x'.repeat(1_100_000))).status).toBe(413)
    expect(await traces(site.sql)).toEqual(before)
  })

  it('hears of fields and of days that do not agree at once, and of no day that is none', async () => {
    const errors = async (changes: Record<string, unknown>) =>
      problem(await rh.json('POST', place, json({ matricule: '940002A', phone: '06', ...changes }))).errors
    const young = await errors({ birthDate: '2015-02-03', startedOn: '2019-01-01', echelon: 0 })
    expect(young.map(({ field }) => field)).toEqual(['phone', 'echelon', 'recruitedOn', 'startedOn'])
    const unread = await errors({ birthDate: 7, recruitedOn: '2090-02-30', startedOn: '2090-01-01', role: 'admin' })
    expect(unread.map(({ field, message }) => `${field} ${message}`)).toEqual([
      'birthDate Ce champ doit être une date.',
      expect.stringMatching(/^phone /),
      'recruitedOn Cette date n’existe pas.',
      'role Ce champ n’existe pas.',
      'startedOn Au plus un an à l’avance.',
    ])
  })

  it('follows the rules of the form', async () => {
    const mistakes: [Record<string, unknown>, string][] = [
      [{ birthDate: '2002-01-16' }, 'recruitedOn'],
      [{ startedOn: '2020-01-14' }, 'startedOn'],
      [{ echelon: 4 }, 'echelon'],
      [{ indexPoints: 916 }, 'indexPoints'],
      [{ unit: 'NULLE-PART' }, 'unit'],
      [{ phone: '+33600000000' }, 'phone'],
    ]
    for (const [changes, field] of mistakes) {
      expect(problem(await rh.json('POST', place, json({ matricule: '940001A', ...changes }))), field).toMatchObject({
        status: 422,
        errors: [{ field }],
      })
    }
  })
})

function create(changes: Record<string, unknown> = {}): Promise<Answer> {
  return rh.json('POST', place, json({ matricule: `93${String(++made).padStart(4, '0')}P`, ...changes }))
}
