import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ask, askRaw, firstChunk } from './ask'
import { compressed, type House, startHouse } from './behind-nginx'
import { nginxVersion } from './nginx'

const version = nginxVersion()

describe.skipIf(!version)(`tunnel/nginx.conf under ${version ?? 'nginx, which this machine does not have'}`, () => {
  let house: House

  beforeAll(async () => {
    house = await startHouse()
  })
  afterAll(() => house?.stop())
  beforeEach(() => house.forget())

  describe('the door', () => {
    it.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s and HTTP/2', async (protocol) => {
      const spoken = await new Promise((resolve, reject) => {
        const options = { servername: 'mppeep.example', ca: house.nginx.certificate, ALPNProtocols: ['h2', 'http/1.1'] }
        const socket = connectTls({
          port: house.nginx.https,
          minVersion: protocol,
          maxVersion: protocol,
          host: '127.0.0.1',
          ...options,
        })
        socket.on('error', reject).on('secureConnect', () => {
          resolve([socket.getProtocol(), socket.alpnProtocol])
          socket.destroy()
        })
      })
      expect(spoken).toEqual([protocol, 'h2'])
    })

    it('serves the site under its base path and nothing else', async () => {
      const status = async (path: string) => [path, (await ask(house.browser, path)).status]
      for (const path of ['', '/', '/personnel?q=kone', '/api/v1/health', '/livezone'])
        expect(await status(`/mppeep${path}`)).toEqual([`/mppeep${path}`, 200])
      for (const path of ['/', '/mppeepx', '/.git/config', '/mppeep/../connexion'])
        expect(await status(path)).toEqual([path, 404])
    })

    it.each([
      '/mppeep/metrics',
      '/mppeep/readyz?verbose',
      '/mppeep/livez/',
      '/mppeep/internal/jobs',
      '/mppeep/./metrics',
      '/mppeep//metrics',
      '/mppeep/%6detrics',
      '/mppeep/personnel/%2e%2e/metrics',
    ])('keeps %s inside', async (path) => {
      expect((await ask(house.browser, path)).status).toBe(404)
      expect(house.reached()).toEqual([])
    })

    it('leads from http to https under its own name, the method kept', async () => {
      const redirect = await askRaw(
        house.nginx.http,
        'POST /mppeep/a?b=c HTTP/1.1\r\nHost: mppeep.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      )
      expect(redirect).toMatch(/^HTTP\/1\.1 308 /)
      expect(redirect).toContain('\r\nLocation: https://mppeep.example/mppeep/a?b=c\r\n')
    })

    it('does not answer to another name', async () => {
      const foreign = 'GET /mppeep HTTP/1.1\r\nHost: autre.example\r\nConnection: close\r\n\r\n'
      await expect(askRaw(house.nginx.http, foreign)).rejects.toThrow(/ECONNRESET/)
      await expect(
        askRaw(house.nginx.https, foreign, { servername: 'autre.example', ca: house.nginx.certificate }),
      ).rejects.toThrow(/unrecognized name/)
      expect(
        await askRaw(house.nginx.https, foreign, { servername: 'mppeep.example', ca: house.nginx.certificate }),
      ).toMatch(/^HTTP\/1\.1 421 /)
      expect(house.reached()).toEqual([])
    })
  })

  describe('what the site is told', () => {
    it('is who really asks, and nothing that the client claims', async () => {
      const claims = [
        'cf-connecting-ip',
        'cf-connecting-ipv6',
        'cf-ray',
        'cf-ipcountry',
        'cf-visitor',
        'cf-worker',
        'cf-ew-via',
      ]
        .concat(['cf-access-jwt-assertion', 'cdn-loop', 'forwarded', 'true-client-ip', 'x-real-ip'])
        .concat(['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'])
      await ask(house.browser, '/mppeep', { headers: Object.fromEntries(claims.map((name) => [name, '198.51.100.6'])) })
      const told = house.reached()[0]!.headers
      expect(
        Object.fromEntries(claims.flatMap((name) => (told[name] === undefined ? [] : [[name, told[name]]]))),
      ).toEqual({
        'cf-connecting-ip': '127.0.0.1',
        'x-forwarded-proto': 'https',
      })
      expect(told.host).toBe('mppeep.example')
      expect(told.connection).not.toBe('close')
    })

    it('comes over connections that are kept', async () => {
      for (let turn = 0; turn < 30; turn += 1) await ask(house.browser, '/mppeep')
      expect(house.first.connections() + house.second.connections()).toBeLessThan(20)
    })
  })

  describe('what the browser gets', () => {
    it('is compressed by the site and left as it is', async () => {
      const refused = await ask(house.browser, '/mppeep/invalide', { headers: { 'accept-encoding': 'br, gzip' } })
      expect(refused).toMatchObject({ status: 422, headers: { 'content-encoding': 'br', etag: '"fort"' } })
      expect(refused.body.equals(compressed)).toBe(true)
      expect(house.reached()[0]!.headers['accept-encoding']).toBe('br, gzip')
    })

    it('has each security header once', async () => {
      expect((await ask(house.browser, '/mppeep')).headers['strict-transport-security']).toBe('max-age=31536000')
    })

    it('is a static file from nginx, in the encoding asked for, and never an export', async () => {
      const asset = async (encoding: string, query = '') => {
        const headers = { 'accept-encoding': encoding }
        return String((await ask(house.browser, `/mppeep/static/app.1a2b.css${query}`, { headers })).body)
      }
      expect([await asset('br'), await asset('gzip'), await asset('br', '?x'), await asset('gzip')]).toEqual([
        'br',
        'gzip',
        'br',
        'gzip',
      ])
      expect(house.reached()).toHaveLength(2)
      for (const path of ['/mppeep/rh/export.xlsx', '/mppeep/static/export.xlsx']) {
        await ask(house.browser, path)
        await ask(house.browser, path)
      }
      expect(house.reached()).toHaveLength(6)
    })

    it('is an event as soon as it is sent', async () => {
      expect(await firstChunk(house.nginx, '/mppeep/live')).toBe('data: un\n\n')
    })
  })

  describe('limits', () => {
    it('lets 40 MB through and refuses 60 MB in French, without the site', async () => {
      expect((await ask(house.browser, '/mppeep/documents', { method: 'POST', body: Buffer.alloc(40e6) })).status).toBe(
        200,
      )
      expect(house.reached()).toHaveLength(1)
      const refused = await ask(house.browser, '/mppeep/documents', {
        method: 'POST',
        headers: { 'content-length': '60000000' },
      })
      expect(refused).toMatchObject({
        status: 413,
        headers: { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' },
      })
      expect(String(refused.body)).toContain('L’envoi dépasse la taille permise\u202f: 51\u00a0Mo.')
      expect(house.reached()).toHaveLength(1)
    })

    it('holds back a flood of sign-ins and nothing else', async () => {
      const flood = await Promise.all(
        Array.from({ length: 60 }, () => ask(house.browser, '/mppeep/connexion', { method: 'POST' })),
      )
      const refused = flood.filter(({ status }) => status === 429)
      expect(refused.length).toBeGreaterThanOrEqual(10)
      expect(refused[0]!.headers['retry-after']).toBe('5')
      expect(String(refused[0]!.body)).toContain('Veuillez patienter')
      expect(house.reached()).toHaveLength(60 - refused.length)
      expect(house.reached().length).toBeGreaterThanOrEqual(20)
      expect((await ask(house.browser, '/mppeep/connexion')).status).toBe(200)
    })
  })

  describe('when the site fails', () => {
    it('asks the other process again for a GET and never for a POST', async () => {
      expect(await ask(house.browser, '/mppeep/tombe')).toMatchObject({ status: 200, body: Buffer.from('debout') })
      house.forget()
      const lost = await ask(house.browser, '/mppeep/tombe', { method: 'POST' })
      expect(lost).toMatchObject({ status: 502, headers: { 'retry-after': '5', 'cache-control': 'private, no-store' } })
      expect(String(lost.body)).toContain('momentanément indisponible')
      expect(house.reached()).toHaveLength(1)
    })

    it('writes for each request one line of JSON, without its query', async () => {
      await ask(house.browser, '/mppeep/personnel/%22?q=kone')
      const lines = house.nginx.accessLog().map((line) => JSON.parse(line))
      expect(lines.at(-1)).toMatchObject({
        'client.address': '127.0.0.1',
        'url.path': '/mppeep/personnel/"',
        'http.response.status_code': 200,
      })
    })

    it('goes on with one process when the other dies, acts included', async () => {
      await house.first.stop()
      for (let turn = 0; turn < 20; turn += 1) {
        expect((await ask(house.browser, '/mppeep')).status).toBe(200)
        expect((await ask(house.browser, '/mppeep/personnel', { method: 'POST', body: 'nom=KONE' })).status).toBe(200)
      }
      expect(house.second.seen).toHaveLength(40)
    })
  })
})
