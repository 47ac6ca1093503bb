import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { surnames } from '../../src/demonstration/names'
import { type Asked, askOnce, request } from './client'
import { password, visitors } from './database'
import { deepPlaces, oneWord, twoWords } from './places'
import type { Site } from './site'

/** Something that is asked of the site over and over. `target` and `aim` are parts of the floor. */
export type Case = {
  name: string
  next: () => Buffer | null
  status: number
  target?: number
  aim?: number
  connections?: number
  /** Each request is made once: what is measured is an answer of which nothing is kept yet. */
  firstTime?: boolean
}

const basePath = '/mppeep'

export async function casesFor(site: Site, sql: Sql, root: string): Promise<Case[]> {
  const ask = (asked: Omit<Asked, 'host'>) => request({ ...asked, host: site.host })
  const cookie = await signIn(site)
  const page = (path: string, headers: Record<string, string> = {}) =>
    ask({ path: basePath + path, headers: { Cookie: cookie, ...headers } })
  const list = (query: Record<string, string>) => page(`/personnel?${new URLSearchParams(query)}`)
  const brotli = { 'Accept-Encoding': 'gzip, deflate, br' }

  const deep = (await deepPlaces(sql)).map(list)
  const [word, words] = [(await oneWord(sql)).map((q) => list({ q })), (await twoWords(sql)).map((q) => list({ q }))]
  const others = (await deepPlaces(sql, 'recrutement')).map((place) => list({ tri: 'recrutement', ...place }))
  return [
    { name: 'dashboard, cached', next: over([page('/dashboard')]), status: 200, target: 0.15, aim: 0.25 },
    { name: 'dashboard, cached, br', next: over([page('/dashboard', brotli)]), status: 200 },
    { name: 'list, first page', next: over([page('/personnel')]), status: 200, target: 0.04 },
    { name: 'list, first page, br', next: over([page('/personnel', brotli)]), status: 200 },
    { name: 'list, last page', next: over([list({ fin: '1' })]), status: 200, target: 0.04 },
    { name: 'list, last tenth', next: over(deep), status: 200, target: 0.04 },
    { name: 'list, by recruitment', next: over(others), status: 200 },
    { name: 'search, one word, new', next: each(word), status: 200, firstTime: true },
    { name: 'search, one word', next: over(word), status: 200, target: 0.04 },
    { name: 'search, two words, new', next: each(words), status: 200, firstTime: true },
    { name: 'search, two words', next: over(words), status: 200, target: 0.04 },
    {
      name: 'static file, br',
      next: over([ask({ path: `${basePath}/static/${styleSheet(root)}`, headers: brotli })]),
      status: 200,
      target: 0.5,
    },
    { name: 'creation by API', next: people(ask, cookie), status: 201, target: 0.08 },
    { name: 'sign-in', next: visits(ask), status: 303, connections: 16 },
  ]
}

type Ask = (asked: Omit<Asked, 'host'>) => Buffer

async function signIn(site: Site): Promise<string> {
  const answer = await askOnce(site.port, request({ ...signInOf('drh@mppeep.example', '192.0.2.1'), host: site.host }))
  const cookie = /\r\nset-cookie: (session_id=[^;]+)/i.exec(answer.head)?.[1]
  if (answer.status !== 303 || !cookie) throw new Error(`The bench could not sign in:\n${answer.head}`)
  return cookie
}

function signInOf(email: string, address: string): Omit<Asked, 'host'> {
  return {
    method: 'POST',
    path: `${basePath}/connexion`,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Sec-Fetch-Site': 'same-origin',
      'CF-Connecting-IP': address,
    },
    body: new URLSearchParams({ email, password }).toString(),
  }
}

/** Every attempt from an address of its own. */
function visits(ask: Ask): () => Buffer {
  let count = 0
  return () => {
    count += 1
    return ask(
      signInOf(`visiteur${(count % visitors) + 1}@mppeep.example`, `198.18.${(count >> 8) & 255}.${count & 255}`),
    )
  }
}

/** A new person each time. Nobody else's matricule ends in Q. */
function people(ask: Ask, cookie: string): () => Buffer {
  let count = 0
  return () => {
    count += 1
    const person = {
      matricule: `${String(count).padStart(6, '0')}Q`,
      lastName: surnames[count % surnames.length],
      firstNames: 'Aya Marie',
      sex: 'F',
      birthDate: '1990-05-17',
      birthPlace: 'Bouaké',
      phone: `07${String(count).padStart(8, '0')}`,
      jobTitle: 'Agent',
      unit: 'DRH',
      grade: 'A3',
      class: 'deuxieme',
      echelon: 1,
      recruitedOn: '2020-02-03',
      startedOn: '2020-02-03',
    }
    return ask({
      method: 'POST',
      path: `${basePath}/api/v1/personnel`,
      headers: { Cookie: cookie, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      body: JSON.stringify(person),
    })
  }
}

function styleSheet(root: string): string {
  const manifest = JSON.parse(readFileSync(join(root, 'dist/public/manifest.json'), 'utf8')) as Record<
    string,
    { file: string }
  >
  return manifest['app.css']!.file
}

/** One after the other, again and again. */
function over(requests: Buffer[]): () => Buffer {
  let count = 0
  return () => requests[count++ % requests.length]!
}

function each(requests: Buffer[]): () => Buffer | null {
  let count = 0
  return () => requests[count++] ?? null
}
