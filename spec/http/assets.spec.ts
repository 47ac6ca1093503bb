import { readFileSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

type Manifest = Record<string, { file: string; type: string; etag: string; age?: number }>

let site: TestSite
let visitor: Client
const manifest: Manifest = JSON.parse(readFileSync('dist/public/manifest.json', 'utf8'))
const style = `/mppeep/static/${manifest['app.css']!.file}`
const content = readFileSync(`dist/public/${manifest['app.css']!.file}`)

beforeAll(async () => {
  site = await openSite({ demo: false, redis: false })
  visitor = site.visitor()
})
afterAll(() => site.close())

describe('a static file', () => {
  it('that a page names is there, for ever, under a name made of its content', async () => {
    const page = await visitor.get('/mppeep/connexion')
    const named = [...page.text.matchAll(/(?:href|src)="(\/mppeep\/static\/[^"]+)"/g)].map((match) => match[1]!)
    expect(named.length).toBeGreaterThanOrEqual(3)
    for (const path of named) {
      const file = await visitor.get(path)
      expect(file.status, path).toBe(200)
      if (path.endsWith('.ico')) continue
      expect(path).toMatch(/\.[0-9a-f]{8}\.\w+$/)
      expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    }
  })

  it('has its type, length and validator, no cookie, and every security header', async () => {
    for (const [name, { file, type, etag }] of Object.entries(manifest)) {
      const answer = await visitor.get(`/mppeep/static/${file}`)
      expect(answer.headers, name).toMatchObject({ 'content-type': type, etag: `W/${etag}`, vary: 'Accept-Encoding' })
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      })
    }
  })

  it.each<[string | undefined, string | undefined]>([
    ['br, gzip', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0, gzip;q=0', undefined],
    ['BR', 'br'],
    ['gzip;q=0.5, *;q=0', 'gzip'],
    ['*', 'br'],
    ['identity', undefined],
    ['brotli, x-gzipped', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('accepted as « %s » comes as %s', async (accepted, encoding) => {
    const answer = await visitor.get(style, { 'accept-encoding': accepted })
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(answer.headers.vary).toBe('Accept-Encoding')
    expect(answer.bytes.equals(content)).toBe(true)
  })

  it('is compressed once, at build time, as far as it goes', async () => {
    const head = (encoding: string) => visitor.ask(style, { method: 'HEAD', headers: { 'accept-encoding': encoding } })
    const [br, gzip] = [
      readFileSync(`dist/public${style.slice(14)}.br`),
      readFileSync(`dist/public${style.slice(14)}.gz`),
    ]
    expect(brotliDecompressSync(br).equals(content)).toBe(true)
    expect(gunzipSync(gzip).equals(content)).toBe(true)
    expect((await head('br')).headers['content-length']).toBe(String(br.length))
    expect((await head('gzip')).headers['content-length']).toBe(String(gzip.length))
    expect((await head('identity')).headers['content-length']).toBe(String(content.length))
  })

  it.each(['etag', 'strong', 'list', '*'])('already there is a 304 (%s)', async (how) => {
    const etag = `W/${manifest['app.css']!.etag}`
    const said = { etag, strong: etag.slice(2), list: `"other", ${etag}`, '*': '*' }[how]
    const answer = await visitor.get(style, { 'if-none-match': said })
    expect(answer.status).toBe(304)
    expect(answer.bytes.length).toBe(0)
    expect(answer.headers).toMatchObject({
      etag,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect((await visitor.get(style, { 'if-none-match': '"other"' })).status).toBe(200)
    expect((await visitor.get(style, { 'if-none-match': etag.slice(0, -2) })).status).toBe(200)
  })

  it('is answered to HEAD without its content', async () => {
    const [get, head] = [await visitor.get(style), await visitor.ask(style, { method: 'HEAD' })]
    expect(head.status).toBe(200)
    expect(head.bytes.length).toBe(0)
    for (const name of ['content-type', 'etag', 'content-length', 'content-encoding'])
      expect(head.headers[name]).toBe(get.headers[name])
  })

  it('can only be read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']) {
      expect(await visitor.ask(style, { method })).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD', 'cache-control': 'private, no-store' },
      })
    }
  })

  it('has a route of its own in the log', async () => {
    expect(await site.lineOf(await visitor.get(style))).toMatchObject({
      'http.route': '/mppeep/static/*',
      'url.path': style,
      'db.calls': 0,
    })
  })

  it('whose name is asked for by itself is under the base', async () => {
    const icon = await visitor.get('/mppeep/favicon.ico')
    const there = 'favicon.ico' in manifest
    expect(icon.status).toBe(there ? 200 : 404)
    expect(icon.headers['cache-control']).toBe(there ? 'public, max-age=3600' : 'private, no-store')
  })
})

describe('what is not a static file', () => {
  it.each([
    'app.00000000.css',
    'app.css',
    'nothing',
    '',
    'manifest.json',
    `${manifest['app.css']!.file}.br`,
    'main.js',
    'main.js.map',
    '../main.js',
    '..%2fmain.js',
    '%2e%2e/main.js',
    '..%5cmain.js',
    '../../package.json',
    '..%2f..%2fpackage.json',
    'app.js.map',
    '__proto__',
    'constructor',
    '%00',
    '.env',
  ])('/static/%s is a 404 that no edge keeps', async (name) => {
    const answer = await visitor.get(`/mppeep/static/${name}`)
    expect(answer.status).toBe(404)
    expect(answer.headers['cache-control']).toBe('private, no-store')
    expect(answer.text).not.toContain('dependencies')
  })

  it.each([
    '/mppeep/connexion.css',
    '/mppeep/accueil/app.css',
    '/mppeep/personnel/x.js',
    '/mppeep/package.json',
    '/package.json',
    '/mppeep/.env',
  ])('%s either', async (path) => {
    const answer = await visitor.get(path)
    expect([303, 404]).toContain(answer.status)
    expect(answer.headers['cache-control']).toBe('private, no-store')
  })
})
