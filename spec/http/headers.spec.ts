import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { raw } from './raw'

let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const expected = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
}

type Headers = Record<string, string | string[] | undefined>

function complete(headers: Headers): void {
  expect(headers).toMatchObject(expected)
  expect(headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  for (const name of ['x-powered-by', 'server', 'access-control-allow-origin', 'via'])
    expect(headers[name]).toBeUndefined()
}

describe('every answer carries every security header, an id of its own and no-store', () => {
  it.each<[string, string, number, Record<string, string>]>([
    ['GET', '/mppeep/accueil', 200, {}],
    ['GET', '/mppeep/dashboard', 200, {}],
    ['GET', '/mppeep/personnel', 200, { 'hx-request': 'true' }],
    ['GET', '/mppeep/personnel/export.csv', 200, {}],
    ['GET', '/mppeep/personnel/export.xlsx', 200, {}],
    ['GET', '/mppeep/api/v1/personnel', 200, {}],
    ['GET', '/mppeep', 303, {}],
    ['GET', '/mppeep/personnel/pas-un-numero', 404, {}],
    ['GET', '/mppeep/rien', 404, {}],
    ['GET', '/', 404, {}],
    ['GET', '/mppeep/static/rien.css', 404, {}],
    ['GET', '/mppeep/personnel?age_min=x', 422, {}],
    ['POST', '/mppeep/accueil', 405, {}],
    ['TRACE', '/mppeep/accueil', 405, {}],
    ['POST', '/mppeep/personnel', 403, { 'sec-fetch-site': 'cross-site' }],
    ['POST', '/mppeep/personnel', 415, {}],
    ['POST', '/mppeep/api/v1/personnel', 415, {}],
    ['GET', '/mppeep/livez', 200, {}],
    ['GET', '/mppeep/readyz', 200, {}],
    ['GET', '/mppeep/api/v1/health', 200, {}],
  ])('%s %s: %i', async (method, path, status, headers) => {
    const answer = await drh.ask(path, { method, headers })
    expect(answer.status).toBe(status)
    complete(answer.headers)
    expect(answer.headers['cache-control']).toBe('private, no-store')
  })

  it('too large, not modified, not ours, not even HTTP', async () => {
    const page = await drh.get('/mppeep/connexion')
    const style =
      /href="(\/mppeep\/static\/app\.[^"]+css)"/.exec((await site.visitor().get('/mppeep/connexion')).text)?.[1] ?? ''
    const { etag = '' } = (await drh.get(style)).headers
    const unchanged = await drh.get(style, { 'if-none-match': etag })
    expect([page.status, unchanged.status]).toEqual([303, 304])
    complete(unchanged.headers)
    const host = `Host: localhost:${site.port}`
    const others: [number, string][] = [
      [
        413,
        `POST /mppeep/connexion HTTP/1.1\r\n${host}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 9999999\r\n\r\n`,
      ],
      [421, 'GET /mppeep/connexion HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
      [400, `GET /mppeep/connexion HTTP/1.1\r\n${host}\r\n${host}\r\n\r\n`],
      [400, 'GET /mppeep/connexion HTTP/1.1\r\n\r\n'],
      [400, 'hello\r\n\r\n'],
      [405, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
      [431, `GET /mppeep/livez HTTP/1.1\r\n${host}\r\nCookie: ${'a'.repeat(17_000)}\r\n\r\n`],
      [431, `GET /mppeep/livez HTTP/1.1\r\n${host}\r\n${'a:b\r\n'.repeat(200)}\r\n`],
    ]
    for (const [status, bytes] of others) {
      const answer = await raw(site.port, bytes)
      expect(answer?.status, bytes.slice(0, 60)).toBe(status)
      complete(answer!.headers)
      expect(answer!.headers['cache-control']).toBe('private, no-store')
    }
  })

  it('and gives no id twice', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => drh.get('/mppeep/livez')))
    expect(new Set(answers.map((answer) => answer.headers['x-request-id'])).size).toBe(50)
  })
})
