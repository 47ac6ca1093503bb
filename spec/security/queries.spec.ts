import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { fewAtOnce } from '../support/few'
import { openSite, type TestSite } from '../support/site'
import { everyRoute, pathsOf, type Route } from './ground'

/** What stands in an address: its parameters and its ids, at every route that looks at something; exports are asked as their list. */
let site: TestSite
let reads: Route[]
let asked: { route: Route; at: string; client: Client; names: string[] }[]
let real: (path: string) => string

beforeAll(async () => {
  site = await openSite()
  real = await pathsOf(site)
  const [drh, admin] = [await site.as('drh'), await site.as('admin')]
  reads = (await everyRoute()).filter(({ method, path }) => method === 'GET' && !/live$|export\.\w+$/.test(path))
  asked = []
  for (const route of reads) {
    const at = real(route.path)
    const client = (await drh.get(at)).status === 403 ? admin : drh
    asked.push({ route, at, client, names: await readAt(at, client) })
  }
}, 120_000)
afterAll(() => site.close())

/** Every word of a schema of ours for an address. */
const names = [...new Set(readdirSync('src', { recursive: true, encoding: 'utf8' }).flatMap(wordsOf))]

const markup = '"><img src=x onerror=alert(1)>'
const breaking = `nom desc, (select 1)) or '1'='1`
const sent = encodeURIComponent(breaking + markup)

it('knows the parameters of the lists, and the addresses that take no others', () => {
  expect(names).toEqual(expect.arrayContaining(['q', 'tri', 'unite', 'sexe', 'avant', 'apres', 'onglet']))
  const strict = asked.filter(({ names }) => names.length > 0).map(({ route }) => route.path)
  expect(strict).toEqual(expect.arrayContaining(['/mppeep/personnel', '/mppeep/courriers', '/mppeep/journal']))
})

describe('a parameter', () => {
  let answers: { status: number; asElement: boolean; asText: boolean }[]
  beforeAll(async () => {
    answers = await each(({ at, client, names: read }) => {
      const queries = [...[...read, 'suite', 'inconnu'].map((name) => [name]), names]
      return queries.map((said) => async () => {
        const { status, text } = await client.get(`${at}?${said.map((name) => `${name}=${sent}`).join('&')}`)
        return { status, asElement: text.includes('<img src=x'), asText: text.includes('&lt;img src=x') }
      })
    })
  }, 180_000)

  it('1.2.4 is never SQL, be it a filter, an order, a limit or a place', () => {
    expect(answers.length).toBeGreaterThan(500)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    calmLog()
  })

  it('1.2.4 that is true of everybody finds nobody', async () => {
    const list = asked.find(({ route }) => route.path === '/mppeep/personnel')!
    for (const value of [breaking, "zz') or ('1'='1"]) {
      const page = await list.client.get(`${list.at}?q=${encodeURIComponent(value)}`)
      expect(page.text).toContain('Personne ne correspond')
    }
  })

  it('1.2.1 3.2.2 is shown as it was typed, never as an element', () => {
    expect(answers.filter(({ asElement }) => asElement)).toEqual([])
    expect(answers.filter(({ asText }) => asText).length).toBeGreaterThan(1)
  })

  it('15.3.7 said twice is refused', async () => {
    const strict = asked.filter(({ names }) => names.length > 0)
    const twice = strict.flatMap(({ at, client, names }) =>
      // boxes of one name are one answer, the columns to show
      names.filter((name) => name !== 'colonnes').map((name) => ({ client, address: `${at}?${name}=&${name}=1` })),
    )
    expect(twice.length).toBeGreaterThan(30)
    for (const { client, address } of twice) expect((await client.get(address)).status, address).toBe(422)
  })

  it('15.3.6 15.3.3 of the language itself, or of the tables, is nothing', async () => {
    for (const name of ['__proto__', 'constructor', '__proto__[x]', 'role', 'actor', 'held'])
      await each(({ at, client }) => [() => calm(client.get(`${at}?${name}=admin`))])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
    calmLog()
  })
})

describe('an id', () => {
  it('1.2.4 1.1.1 that is none is a page that there is not, or a sentence', async () => {
    const there = (await everyRoute()).filter(({ path }) => path.includes(':'))
    expect(there.length).toBeGreaterThan(15)
    const drh = await site.as('drh')
    for (const { method, path } of there) {
      for (const value of [
        sent,
        '..%2f..%2fetc%2fpasswd',
        '%252e%252e%252f',
        '%c0%ae%c0%ae%2f',
        '1%00',
        '.....',
        '%E2%80%AE',
      ]) {
        const type = path.includes('/api/') ? 'application/json' : 'application/x-www-form-urlencoded'
        const body = method === 'GET' ? undefined : path.includes('/api/') ? '{}' : ''
        const headers = { 'content-type': type }
        const answer = await drh.ask(path.replace(/:\w+/g, value), { method, body, headers })
        expect([303, 403, 404, 415, 422, 428], `${method} ${path} ${value}`).toContain(answer.status)
        expect(answer.text).not.toContain('<img src=x')
      }
    }
    calmLog()
  }, 60_000)

  it('8.2.2 of one kind of thing opens no other', async () => {
    const drh = await site.as('drh')
    const [own] = await site.sql<[{ id: string }]>`select id from users where email = 'drh@mppeep.example'`
    for (const path of ['/personnel/', '/personnel/exports/', '/notifications/', '/conges/recomptes/'])
      expect((await drh.get(`/mppeep${path}${own.id}`)).status, path).toBeGreaterThanOrEqual(403)
  })
})

describe('a header', () => {
  it('1.2.4 is never SQL either', async () => {
    const value = breaking + markup
    const headers = { 'user-agent': value, referer: value, 'if-none-match': value, 'hx-target': value, 'cf-ray': value }
    const [list] = asked
    await calm(list!.client.get('/mppeep/personnel', headers))
    await calm(site.visitor().get('/mppeep/accueil', { ...headers, cookie: `session_id=${value}; appareil=${value}` }))
    const body = { email: `${value}@x.example`, password: value }
    await calm(site.visitor().post('/mppeep/connexion', body, headers))
    calmLog()
  })
})

/** Those of our words that are read at this address, which says of the others that it has no such field; none where any may be said. */
async function readAt(at: string, client: Client): Promise<string[]> {
  const { status, text } = await client.get(`${at}?inconnu=1&${names.map((name) => `${name}=`).join('&')}`)
  return status === 422 ? names.filter((name) => !text.includes(`${name}\u202f: Ce champ n’existe pas.`)) : []
}

function each<T>(ask: (of: (typeof asked)[number]) => (() => Promise<T>)[]): Promise<T[]> {
  return fewAtOnce(asked.flatMap(ask), (one) => one())
}

async function calm(asking: Promise<Answer>): Promise<Answer> {
  const answer = await asking
  expect(answer.status).toBeLessThan(500)
  return answer
}

function calmLog(): void {
  expect(site.log.filter((line) => String(line['event.name']).startsWith('error.'))).toEqual([])
}

/** The keys of what is checked by zod in this file. */
function wordsOf(file: string): string[] {
  if (!/\.tsx?$/.test(file)) return []
  const text = readFileSync(join('src', file), 'utf8')
  const written = [...text.matchAll(/(?:Schema|Query|candidates) = [\w.\s]+\(\{([\s\S]*?)\}\)/g)].map(
    ([, body = '']) => body,
  )
  return written.flatMap((body) => [...body.matchAll(/(?:^|[{,\n])\s*(\w+):/g)].map(([, name = '']) => name))
}
