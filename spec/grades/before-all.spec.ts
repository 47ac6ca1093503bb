import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/referentiels'
let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

it('a day before everything is said to be one, with the day on which it began and the way to today', async () => {
  const [first] = await site.sql<[{ on: string; shown: string; eve: string }]>`
    select min(opened_on)::text as on, to_char(min(opened_on), 'DD/MM/YYYY') as shown, (min(opened_on) - 1)::text as eve
    from grades`
  for (const day of ['1900-01-01', first.eve]) {
    const page = await drh.get(`${place}?le=${day}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('Aucun grade n’était en vigueur ce jour-là.')
    expect(page.text).toContain(first.shown)
    expect(page.text).toMatch(new RegExp(`<a class="button[^"]*" href="${place}">`))
    expect(page.text).not.toContain('<caption>Grades')
  }
  const begun = await drh.get(`${place}?le=${first.on}`)
  expect(begun.text).not.toContain('Aucun grade n’était')
  expect(begun.text).toMatch(/href="\/mppeep\/referentiels\/grades\/[A-Z]\d/)
})
