import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

/** Bodies of a kilobyte and more, one of each kind of answer. */
const pages: [string, number][] = [
  ['/mppeep/connexion', 200],
  ['/mppeep/personnel', 200],
  ['/mppeep/rien', 404],
  ['/mppeep/personnel?page=1&page=1', 422],
  ['/mppeep/api/v1/personnel', 200],
]

describe.each(pages)('%s (%i)', (path, status) => {
  it.each<[string | undefined, string | undefined]>([
    ['br, gzip', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.2', 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    ['identity', undefined],
    [undefined, undefined],
  ])('accepted as « %s » comes as %s', async (accepted, encoding) => {
    const client = path.endsWith('connexion') ? site.visitor() : drh
    const plain = await client.get(path, { 'accept-encoding': undefined })
    expect(plain.status).toBe(status)
    expect(plain.bytes.length).toBeGreaterThan(1_024)
    const answer = await sent(client, path, accepted)
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(answer.headers.vary).toContain('Accept-Encoding')
    expect(answer.headers['content-length']).toBe(String(answer.bytes.length))
    const read = { br: brotliDecompressSync, gzip: gunzipSync, none: (bytes: Buffer) => bytes }[encoding ?? 'none']!(
      answer.bytes,
    )
    expect(without(read.toString())).toBe(without(plain.text))
    if (encoding) expect(answer.bytes.length).toBeLessThan(plain.bytes.length)
  })
})

it('leaves alone what is short', async () => {
  const answer = await sent(drh, '/mppeep/livez', 'br, gzip')
  expect(answer.headers['content-encoding']).toBeUndefined()
  expect(answer.bytes.toString()).toBe('ok')
})

it('says that a page and its piece share an address', async () => {
  const [page, piece] = [
    await drh.get('/mppeep/personnel'),
    await drh.get('/mppeep/personnel', { 'hx-request': 'true' }),
  ]
  for (const answer of [page, piece])
    expect(answer.headers.vary?.split(', ').sort()).toEqual(['Accept-Encoding', 'HX-Request'])
  expect(piece.text).not.toContain('<html')
  expect(page.text).toContain('<html')
})

it.each([
  ['/mppeep/accueil', 'text/html; charset=utf-8'],
  ['/mppeep/rien', 'text/html; charset=utf-8'],
  ['/mppeep/livez', /^text\/plain; charset=utf-8$/i],
  ['/mppeep/api/v1/health', 'application/json; charset=utf-8'],
  ['/mppeep/api/v1/rien', 'application/problem+json; charset=utf-8'],
  ['/mppeep/personnel/export.csv', 'text/csv; charset=utf-8'],
])('says in which letters %s is written', async (path, type) => {
  expect((await drh.get(path)).headers['content-type']).toMatch(type)
})

/** What differs between two answers to the same question: the reference and the time. */
function without(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id')
    .replace(/\d\d:\d\d(:\d\d)?/g, 'hh:mm')
}

function sent(client: Client, path: string, accepted: string | undefined) {
  return new Promise<{ headers: Record<string, string | string[] | undefined>; bytes: Buffer }>((resolve, reject) => {
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      host: `localhost:${site.port}`,
      cookie,
      ...(accepted === undefined ? {} : { 'accept-encoding': accepted }),
    }
    const outgoing = request({ port: site.port, host: '127.0.0.1', path, headers }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => resolve({ headers: incoming.headers, bytes: Buffer.concat(chunks) }))
    })
    outgoing.on('error', reject).end()
  })
}
