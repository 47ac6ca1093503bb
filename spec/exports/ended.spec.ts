import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

it('a file asked for after the session has ended leads back to the page it was pressed on', async () => {
  const id = '01926e2b-0000-7000-8000-000000000000'
  const page = '/mppeep/personnel?q=a'
  const headers = { referer: `${site.origin}${page}` }
  const leadsTo = async (address: string) =>
    new URL((await site.visitor().get(address, headers)).headers.location!, site.origin).searchParams.get('suite')
  const made = ['personnel/imports/modele.xlsx', `personnel/imports/${id}/messages`, `exports/${id}/fichier`]
  for (const file of [...made, 'exports/listes/actes/xlsx', 'personnel/export.csv', `documents/${id}`])
    expect(await leadsTo(`/mppeep/${file}`)).toBe(page)
  expect(await leadsTo(`/mppeep/documents/${id}/fiche`)).toBe(`/mppeep/documents/${id}/fiche`)
})
