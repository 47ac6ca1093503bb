import { get } from 'node:http'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Role, roles } from '../src/actor'
import type { Client } from './support/client'
import { openSite, type TestSite } from './support/site'

/** Kilobytes of 1000 bytes, headers counted. */
const most = 60_000

let site: TestSite
const clients = new Map<Role, Client>()
let person: string

beforeAll(async () => {
  site = await openSite()
  for (const role of roles) clients.set(role, await site.as(role))
  const [row] = await site.sql<[{ id: string }]>`
    select person_id as id from absences a join personnel p on p.id = a.person_id where p.left_on is null
    group by person_id order by count(*) desc, person_id limit 1`
  person = row.id
})
afterAll(() => site.close())

it.each<[string, Role | null]>([
  ['/connexion', null],
  ...roles.map((role): [string, Role] => ['/accueil', role]),
  ['/dashboard', 'drh'],
  ['/personnel', 'drh'],
  ['/personnel/PERSON', 'drh'],
  ['/personnel/PERSON?onglet=absences', 'drh'],
  ['/personnel/nouveau', 'drh'],
])('%s of %s: the first load weighs at most 60 kB', async (path, role) => {
  const page = await load(`/mppeep${path.replace('PERSON', person)}`, role)
  const parts = [...page.text.matchAll(/<(?:link|script)\b[^>]*\b(?:href|src)="([^"]+)"/g)].map(([, href]) => href!)
  expect(parts.map((part) => part.replace(/\.[0-9a-f]{8}\./, '.')).sort()).toEqual([
    '/mppeep/static/app.css',
    '/mppeep/static/app.js',
    '/mppeep/static/favicon.ico',
    '/mppeep/static/htmx.js',
    '/mppeep/static/icon.svg',
  ])
  const loaded = await Promise.all(parts.map((part) => load(part, role)))
  expect(page.bytes + loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(most)
})

/** What comes through the wire, as a browser asks for it. */
function load(path: string, role: Role | null): Promise<{ bytes: number; text: string }> {
  const cookie = role ? { cookie: `session_id=${clients.get(role)!.cookies.get('session_id')}` } : {}
  const headers = {
    host: new URL(site.origin).host,
    'accept-encoding': 'gzip, deflate, br',
    connection: 'close',
    ...cookie,
  }
  return new Promise((resolve, reject) => {
    const asked = get({ port: site.port, host: '127.0.0.1', path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const body = Buffer.concat(chunks)
        const packed = answer.headers['content-encoding'] === 'br'
        expect(answer.statusCode, path).toBe(200)
        resolve({ bytes: answer.socket.bytesRead, text: (packed ? brotliDecompressSync(body) : body).toString() })
      })
    })
    asked.on('error', reject)
  })
}
