import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { sendLinks } from '../support/profile-pages'
import { openSite, type TestSite } from '../support/site'
import { leaveInvitation } from '../users/pages'

const password = 'une autre phrase qui tient'
let site: TestSite

beforeAll(async () => {
  site = await openSite()
  await leaveInvitation(site.sql)
})
afterAll(() => site.close())
// each of them makes the others void
beforeEach(async () => {
  await site.sql`delete from account_links`
  await sendLinks(site.sql)
})

type Link = {
  good: string
  as?: `${string}@mppeep.example`
  /** Who they are once it has been used. */
  after?: `${string}@mppeep.example`
  /** Where the page leads. */
  next: string
  body: Record<string, string>
}

const choice = { password, again: password }
const links: Record<string, Link> = {
  recovery: { good: `/mot-de-passe/${'a'.repeat(43)}`, next: '/mot-de-passe-oublie', body: choice },
  invitation: { good: '/bienvenue/pour-la-page-de-bienvenue', next: '/connexion', body: choice },
  'change of address': {
    good: `/profil/adresse/${'b'.repeat(43)}`,
    as: 'agent@mppeep.example',
    after: 'autre@mppeep.example',
    next: '/profil/adresse',
    body: {},
  },
}

describe.each(Object.entries(links))('the link of a %s', (_, { good, as, after, next, body }) => {
  const somebody = async (who = as): Promise<Client> => (who ? site.as(who) : site.visitor())
  const place = `/mppeep${good}`

  it('leads to one calm page when it is forged, truncated, too long, swapped or used, and to a way on', async () => {
    const client = await somebody()
    expect((await client.get(place)).status).toBe(200)
    const other = Object.values(links).find((one) => one.good !== good)!.good
    const swapped = place.replace(/[^/]+$/, other.split('/').at(-1)!)
    const forged = place.replace(/[^/]+$/, 'z'.repeat(43))
    const bad = [forged, place.slice(0, -1), `${place}a`, swapped, place.replace(/[^/]+$/, '%F0%9F%94%91')]
    const pages: Answer[] = []
    for (const path of bad) pages.push(await client.get(path), await client.post(path, body))
    // it was not used up by all that, and then it is
    expect((await client.get(place)).status).toBe(200)
    expect((await client.post(place, body)).status).toBe(303)
    const later = await somebody(after)
    pages.push(await later.get(place), await later.post(place, body))
    for (const page of pages) {
      expect(page.status).toBe(404)
      expect(page.headers['cache-control']).toBe('private, no-store')
      expect(page.text).toContain('<h1>Ce lien ne sert plus</h1>')
      expect(page.text).toMatch(/<title>Ce lien ne sert plus/)
      expect(page.text).not.toMatch(/Erreur|Page introuvable|Référence/)
      expect(page.text).toContain(`href="/mppeep${next}"`)
    }
    // nothing tells one reason from another
    expect(new Set(pages.map(mainOf)).size).toBe(1)
  })
})

it('the link of the first administrator says the same', async () => {
  const page = await site.visitor().get(`/mppeep/invitation/${'x'.repeat(43)}`)
  expect([page.status, page.text]).toEqual([404, expect.stringContaining('<h1>Ce lien ne sert plus</h1>')])
})

it('an address that no letter has stays a page that is not there', async () => {
  const page = await site.visitor().get('/mppeep/mot-de-passe/a/b')
  expect([page.status, page.text]).toEqual([404, expect.stringContaining('Page introuvable')])
})

function mainOf({ text }: Answer): string {
  return /<section class="error-page".*?<\/section>/s.exec(text)![0].replace(/Vous vous connectez avec [^<]+/, '')
}
