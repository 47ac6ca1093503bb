import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { applied, checked, file, header, line, send } from './hand'

let site: TestSite
let rh: Client

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())

it('keeps quotes as they were said, however the file writes them', async () => {
  const whole = (text: string) => `"${text.replaceAll(';', '";"')}"`
  const said = { 1: 'Œuvre ""Le Grand""', 2: '""Loulou"" D\'Almeida' }
  const some = { 1: `"${said[1]}"`, 2: `"${said[2]}"`, 5: '12" écran' }
  const files = [
    { name: 'agents.csv', bytes: [header, line('084031A', said)].map(whole).join('\r\n') },
    file([line('084032B', some)]),
  ]
  for (const sent of files) {
    const { page } = await checked(site, rh, sent)
    expect((await rh.get(`${page}/colonnes`)).text).toContain('Point-virgule (;), UTF-8, en-tête à la ligne 1')
    const { text } = await rh.get(`${page}/messages`)
    expect(text).toContain(`;${some[1]};${some[2]};`)
    const bytes = text.replace('"12"" écran"', 'DAJ')
    await applied(site, rh, (await checked(site, rh, { name: 'encore.csv', bytes })).page)
  }
  const quoted = { last: 'ŒUVRE "LE GRAND"', first: '"Loulou" D\'Almeida' }
  expect(
    await site.sql`
      select last_name as last, first_names as first from personnel where matricule in ('084031A', '084032B')`,
  ).toEqual([quoted, quoted])
})

it('says which quotes a file is read with, where they are not double ones', async () => {
  const said = async (name: string, lines: string[]) =>
    (await rh.get(`${await send(rh, { name, bytes: lines.join('\n') })}/colonnes`)).text
  expect(await said('simples.csv', ["'Mle';'Nom'", "'084041A';'N''Dri'"])).toContain(
    'Point-virgule (;), apostrophes (&#39;) autour des textes, UTF-8, en-tête à la ligne 1',
  )
  expect(await said('sans.csv', ['Mle;Nom', '084042B;"Yao', '084043C;"Koné'])).toContain(
    'Point-virgule (;), sans guillemets, UTF-8, en-tête à la ligne 1',
  )
})
