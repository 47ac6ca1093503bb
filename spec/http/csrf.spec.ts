import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let drh: Client
let person: string

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
  const [row] = await site.sql<{ id: string }[]>`select id from personnel where left_on is null limit 1`
  person = row!.id
})
afterAll(() => site.close())

const fetchSites = [undefined, 'same-origin', 'same-site', 'cross-site', 'none', 'same-origin, cross-site'] as const
const origins = () => ({
  none: undefined,
  null: 'null',
  ours: site.origin,
  'ours, over https': site.origin.replace('http:', 'https:'),
  'ours, on another port': `http://localhost:${site.port + 1}`,
  'a name below ours': `http://x.localhost:${site.port}`,
  other: 'https://evil.example',
})
const originNames = [
  'none',
  'null',
  'ours',
  'ours, over https',
  'ours, on another port',
  'a name below ours',
  'other',
] as const
const bodies = {
  form: { type: 'application/x-www-form-urlencoded', body: 'a=1' },
  json: { type: 'application/json', body: '{}' },
  text: { type: 'text/plain', body: '{}' },
}
/** Addresses that know the method, so that nothing but the origin decides. */
const acts = () => [
  ['POST', '/mppeep/personnel'],
  ['POST', '/mppeep/api/v1/personnel'],
  ['PUT', `/mppeep/personnel/${person}`],
  ['PATCH', `/mppeep/api/v1/personnel/${person}`],
  ['DELETE', `/mppeep/personnel/${person}/depart`],
  ['POST', `/mppeep/personnel/${person}?_method=PUT`],
  ['POST', '/mppeep/connexion'],
  ['POST', '/mppeep/deconnexion?_method=GET'],
]

describe.each(fetchSites)('Sec-Fetch-Site: %s', (from) => {
  it.each(originNames)('Origin: %s', async (name) => {
    const welcome = from === undefined ? name === 'ours' : from === 'same-origin'
    for (const [method = '', path = ''] of acts()) {
      for (const { type, body } of Object.values(bodies)) {
        // signing out would be the end of the matrix
        const client = path.includes('deconnexion') ? site.visitor() : drh
        const headers = { 'content-type': type, 'sec-fetch-site': from, origin: origins()[name] }
        const answer = await client.ask(path, { method, body, headers })
        expect(answer.status === 403, `${method} ${path} ${type}: ${answer.status}`).toBe(!welcome)
        if (!welcome) expect(answer.text).toContain('ne vient pas d’une page du site')
      }
    }
  })
})

it('has changed nothing by all that', async () => {
  const [row] = await site.sql`select count(*)::int as changed from personnel where version > 1`
  expect(row).toEqual({ changed: 0 })
})

it.each([undefined, 'cross-site'])('lets anybody look (Sec-Fetch-Site: %s): looking changes nothing', async (from) => {
  const headers = { 'sec-fetch-site': from, origin: 'https://evil.example' }
  expect((await drh.get('/mppeep/accueil', headers)).status).toBe(200)
  expect((await drh.get('/mppeep/accueil?_method=DELETE', headers)).status).toBe(200)
  expect((await drh.get('/mppeep/deconnexion', headers)).status).toBe(405)
  expect((await drh.get('/mppeep/accueil')).status).toBe(200)
})

it('takes another method from a POST only, and only one that changes something', async () => {
  const departure = `/mppeep/personnel/${person}/depart`
  expect((await drh.post(`${departure}?_method=PUT`, {})).status).toBe(422)
  expect((await drh.post(`${departure}?_method=GET`, {})).status).toBe(405)
  expect((await drh.post(`${departure}?_method=put`, {})).status).toBe(405)
  expect((await drh.post(`${departure}&_method=PUT`, {})).status).toBe(404)
  expect((await drh.post('/mppeep/deconnexion?_method=PUT', {})).status).toBe(405)
  expect((await drh.get('/mppeep/accueil')).status).toBe(200)
})
