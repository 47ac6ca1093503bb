import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { atOnce, filledForm, form, traces } from './paper'

const place = '/mppeep/personnel'
let site: TestSite
let rh: Client
let drh: Client
let one: { id: string; at: string }
let made = 0

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
  drh = await site.as('drh')
})
afterAll(() => site.close())
beforeEach(async () => {
  const at = await created()
  one = { id: at.split('/').at(-1)!, at }
})

describe('two people on one file', () => {
  it('the second is shown what the first changed, beside what was typed, and may confirm', async () => {
    const [mine, theirs] = await Promise.all([rh.get(`${one.at}/modification`), drh.get(`${one.at}/modification`)])
    await save(drh, filledForm(theirs, { phone: '05 00 00 00 05', jobTitle: 'Cheffe de bureau', unit: 'DAF' }))
    const before = await traces(site.sql)

    const refused = await save(rh, filledForm(mine, { phone: '01 00 00 00 01', address: 'Marcory' }))
    expect(refused.status).toBe(409)
    expect(await traces(site.sql)).toEqual(before)
    const [name] = await site.sql`select name from users where email = 'drh@mppeep.example'`
    expect(refused.text).toContain(name!.name.replace("'", '&#39;'))
    expect(rowsOf(refused)).toEqual([
      ['Téléphone', '+225 07 00 00 12 34', '+225 05 00 00 00 05', '+225 01 00 00 00 01'],
      ['Fonction', 'Archiviste', 'Cheffe de bureau', 'reprend la nouvelle valeur'],
      ['Unité', 'Service de la paie', 'Direction des affaires financières', 'reprend la nouvelle valeur'],
    ])
    const again = filledForm(refused)
    expect(again).toMatchObject({
      version: '2',
      phone: '01 00 00 00 01',
      address: 'Marcory',
      jobTitle: 'Cheffe de bureau',
      unit: 'DAF',
    })

    expect((await save(rh, again)).status).toBe(303)
    const [row] =
      await site.sql`select phone, address, job_title, u.code, p.version from personnel p join units u on u.id = p.unit_id where p.id = ${one.id}`
    expect(row).toEqual({
      phone: '+2250100000001',
      address: 'Marcory',
      job_title: 'Cheffe de bureau',
      code: 'DAF',
      version: 3,
    })
  })

  it('the same change made twice is one change', async () => {
    const page = await rh.get(`${one.at}/modification`)
    const sent = filledForm(page, { children: '5' })
    const answers = await atOnce(8, () => save(rh, sent))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(303))
    const [row] = await site.sql`select version from personnel where id = ${one.id}`
    expect(row!.version).toBe(2)
    expect(
      await site.sql`select id from activities where person_id = ${one.id} and event = 'personnel.updated'`,
    ).toHaveLength(1)
  })

  it('of many at once on one version, one wins and the others are told', async () => {
    const page = await rh.get(`${one.at}/modification`)
    const answers = await atOnce(8, (i) => save(rh, filledForm(page, { children: String(i + 10) })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(7).fill(409)])
    const [row] = await site.sql`select version from personnel where id = ${one.id}`
    expect(row!.version).toBe(2)
  })

  it('a departure recorded meanwhile is told as well', async () => {
    const page = await rh.get(`${one.at}/modification`)
    await drh.post(`${one.at}/depart?_method=PUT`, { leftOn: '2026-06-30', leftReason: 'Mutation', decisionNumber: '' })
    const refused = await save(rh, filledForm(page, { children: '4' }))
    expect(refused.status).toBe(409)
    expect(rowsOf(refused)).toEqual([
      ['Date de départ', 'vide', '30/06/2026', 'reprend la nouvelle valeur'],
      ['Motif du départ', 'vide', 'Mutation', 'reprend la nouvelle valeur'],
    ])
    expect((await save(rh, filledForm(refused))).status).toBe(303)
  })

  it('a version from the future is not believed', async () => {
    const page = await rh.get(`${one.at}/modification`)
    const expected = { '2': 409, '0': 422, '-1': 422, '': 422, x: 422, '99999999999': 422 }
    for (const [version, status] of Object.entries(expected)) {
      expect((await save(rh, filledForm(page, { children: '9', version }))).status, version).toBe(status)
    }
    const [row] = await site.sql`select version, children from personnel where id = ${one.id}`
    expect(row).toEqual({ version: 1, children: 2 })
  })
})

async function created(): Promise<string> {
  const answer = await rh.post(place, form({ matricule: `94${String(++made).padStart(4, '0')}E` }))
  expect(answer.status).toBe(303)
  return answer.headers.location!
}

function save(client: Client, fields: Record<string, string>): Promise<Answer> {
  return client.post(`${one.at}?_method=PUT`, fields)
}

/** The lines of the table of what changed meanwhile, as text. */
function rowsOf(page: Answer): string[][] {
  const [, table = ''] = /Ce qui a changé entre-temps<\/caption>.*?<tbody>(.*?)<\/tbody>/s.exec(page.text) ?? []
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replace(/[\u00a0\u202f]/g, ' ')),
  )
}
