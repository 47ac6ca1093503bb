import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
const page = '/mppeep/profil'
const usual = { theme: 'navigateur', density: 'confortable', formats: 'francais' }

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const choose = (client: Client, typed: Record<string, string>) =>
  client.post(`${page}/preferences?_method=PUT`, { ...usual, ...typed })

describe('one’s profile', () => {
  it('shows one’s own account: roles with their unit and days, and the way to one’s file', async () => {
    const client = await site.as('chef')
    await site.sql`
      update user_roles set starts_on = '2026-01-05', ends_on = '2099-12-31' where role = 'chef'
        and user_id = (select id from users where email = 'chef@mppeep.example')`
    const [own] = await site.sql<{ id: string; matricule: string }[]>`
      select p.id, p.matricule from users u join personnel p on p.id = u.person_id where u.email = 'chef@mppeep.example'`
    const { text } = await client.get(page)
    expect(text).toContain('depuis le 05/01/2026, jusqu’au 31/12/2099')
    for (const part of ['chef@mppeep.example', own!.matricule, `/mppeep/personnel/${own!.id}`])
      expect(text).toContain(part)
    for (const door of ['mot-de-passe', 'adresse', 'preferences', 'second-facteur', 'appareils'])
      expect(text).toContain(`href="/mppeep/profil/${door}"`)
    expect((await client.get('/mppeep/accueil')).text).toContain('href="/mppeep/profil"')
  })
})

describe('how the pages look', () => {
  it('is as chosen at the next page, on every device, and as the browser wishes before', async () => {
    const [client, phone] = [await site.as('agent'), await site.as('agent')]
    expect((await phone.get('/mppeep/accueil')).text).toContain('<html lang="fr">')
    expect((await choose(client, { theme: 'sombre', density: 'compacte' })).status).toBe(303)
    for (const device of [client, phone])
      expect((await device.get('/mppeep/accueil')).text).toContain(
        '<html lang="fr" data-theme="dark" data-density="compact">',
      )
    expect((await client.get(`${page}/preferences`)).text).toMatch(
      /value="sombre"[^>]*checked|checked[^>]*value="sombre"/,
    )
    await choose(client, {})
    expect((await phone.get('/mppeep/accueil')).text).toContain('<html lang="fr">')
  })

  it('refuses what is no choice', async () => {
    const answer = await choose(await site.as('agent'), { theme: 'rose' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('id="champ-theme-erreur"')
  })

  it('is each reader’s own, on pages that many are served from one cached piece', async () => {
    // the same account twice would share its choice: two who see the same lines
    const [one, other] = [await site.as('rh'), await site.as('drh')]
    const addresses = ['/mppeep/personnel?colonnes=naissance', '/mppeep/dashboard']
    for (const address of addresses) for (const client of [one, other, one]) await client.get(address)
    await choose(one, { formats: 'iso', density: 'compacte' })
    const list = async (client: Client) => (await client.get(addresses[0]!)).text
    const french = /<td[^>]*>(<[^>]*>)*\d\d\/\d\d\/\d{4}</
    const iso = /<td[^>]*>(<[^>]*>)*\d{4}-\d\d-\d\d</
    for (let round = 0; round < 2; round++) {
      const [mine, theirs] = [await list(one), await list(other)]
      expect([iso.test(mine), french.test(mine)]).toEqual([true, false])
      expect([iso.test(theirs), french.test(theirs)]).toEqual([false, true])
      expect(mine).toContain('data-density="compact"')
      expect(theirs).not.toContain('data-density')
    }
    const today = new Date().toISOString().slice(0, 10)
    const [mine, theirs] = [(await one.get(addresses[1]!)).text, (await other.get(addresses[1]!)).text]
    expect(mine.includes(today) || !/\d\d\/\d\d\/\d{4}/.test(mine)).toBe(true)
    expect(theirs).toMatch(/\d\d\/\d\d\/\d{4}/)
    // what is taken away is as before, for who reads it elsewhere
    const file = await one.get('/mppeep/personnel/export.csv?colonnes=naissance&q=konan')
    expect(file.text).toMatch(/\d\d\/\d\d\/\d{4}/)
    await choose(one, {})
    expect(french.test(await list(one))).toBe(true)
  })
})
