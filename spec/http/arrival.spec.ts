import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openSite, type TestSite } from '../support/site'
import { raw } from './raw'

let site: TestSite
let host: string

beforeAll(async () => {
  site = await openSite()
  host = `localhost:${site.port}`
})
afterAll(() => site.close())

const send = (...lines: string[]) => raw(site.port, `${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`)

describe('what is not for this site', () => {
  it.each<[string, number, (host: string) => string[]]>([
    ['two Host headers', 400, (host) => ['GET /mppeep/connexion HTTP/1.1', `Host: ${host}`, 'Host: evil.example']],
    ['the same Host twice', 400, (host) => ['GET /mppeep/connexion HTTP/1.1', `Host: ${host}`, `Host: ${host}`]],
    ['no Host', 400, () => ['GET /mppeep/connexion HTTP/1.1']],
    ['no Host, in HTTP/1.0', 400, () => ['GET /mppeep/connexion HTTP/1.0']],
    [
      'a foreign address in full',
      400,
      (host) => ['GET http://evil.example/mppeep/connexion HTTP/1.1', `Host: ${host}`],
    ],
    [
      'an address of no scheme of ours',
      400,
      (host) => ['GET ftp://localhost/mppeep/connexion HTTP/1.1', `Host: ${host}`],
    ],
    ['a backslash in the path', 400, (host) => ['GET /mppeep\\connexion HTTP/1.1', `Host: ${host}`]],
    ['no path at all', 400, (host) => ['OPTIONS * HTTP/1.1', `Host: ${host}`]],
    ['another name', 421, () => ['GET /mppeep/connexion HTTP/1.1', 'Host: evil.example']],
    ['another port', 421, () => ['GET /mppeep/connexion HTTP/1.1', 'Host: localhost:1']],
    ['a Host that is no name', 421, () => ['GET /mppeep/connexion HTTP/1.1', 'Host: a b/c@d']],
    ['an empty Host', 421, () => ['GET /mppeep/connexion HTTP/1.1', 'Host: ']],
    [
      'more than a hundred headers',
      431,
      (host) => ['GET /mppeep/connexion HTTP/1.1', `Host: ${host}`, ...Array<string>(2_000).fill('a:b')],
    ],
    [
      'a second Host after a hundred headers',
      431,
      (host) => [
        'GET /mppeep/connexion HTTP/1.1',
        `Host: ${host}`,
        ...Array<string>(110).fill('a:b'),
        'Host: evil.example',
      ],
    ],
  ])('%s is refused in French, with a line in the log', async (_what, status, lines) => {
    const answer = await send(...lines(host))
    expect(answer?.status).toBe(status)
    expect(answer?.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer?.headers['content-security-policy']).toContain("default-src 'self'")
    expect(answer?.body).toMatch(/^(Requête|Ce nom) .+\.$/)
    const line = await vi.waitFor(() => {
      const found = site.log.find((one) => one['request.id'] === answer?.headers['x-request-id'])
      if (!found) throw new Error('no line')
      return found
    })
    expect(line).toMatchObject({
      'event.name': 'http.server.request',
      'http.response.status_code': status,
      'client.address': '127.0.0.1',
    })
    expect(line['url.original']).toBeTypeOf('string')
  })

  it('is never where an address of ours comes from', async () => {
    const answer = await send('GET /mppeep/ HTTP/1.1', 'Host: evil.example')
    expect(answer?.headers.location).toBeUndefined()
  })
})

describe('what is for this site, said in another way', () => {
  it.each(['localhost', '127.0.0.1', '[::1]'])('%s is this site too, on a laptop', async (name) => {
    expect((await send('GET /mppeep/connexion HTTP/1.1', `Host: ${name}:${site.port}`))?.status).toBe(200)
  })

  it('an address in full, in capitals', async () => {
    const answer = await send(
      `GET http://LOCALHOST:${site.port}/mppeep/connexion?suite=%2Fmppeep%2Fdashboard HTTP/1.1`,
      `Host: ${host.toUpperCase()}`,
    )
    expect(answer?.status).toBe(200)
    expect(answer?.body).toContain('value="/mppeep/dashboard"')
  })

  it.each(['livez', 'readyz'])('a probe of %s from the same machine, under whatever name', async (probe) => {
    expect(await send(`GET /mppeep/${probe} HTTP/1.1`, 'Host: 127.0.0.1')).toMatchObject({ status: 200, body: 'ok' })
    expect((await send(`GET /mppeep/${probe} HTTP/1.1`, 'Host: a', 'Host: b'))?.status).toBe(400)
  })

  it('an expectation that nobody meets', async () => {
    expect((await send('GET /mppeep/livez HTTP/1.1', `Host: ${host}`, 'Expect: the unexpected'))?.status).toBe(200)
  })
})

describe('what is no HTTP', () => {
  it.each<[string, number, string]>([
    ['a word that Node does not know', 405, 'FOO /mppeep/connexion HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a tunnel to elsewhere', 405, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
    ['small talk', 400, 'hello\r\n\r\n'],
    ['the beginning of TLS', 400, '\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n'],
    ['a NUL in a header', 400, 'GET /mppeep/livez HTTP/1.1\r\nHost: a\u0000b\r\n\r\n'],
    [
      'two lengths',
      400,
      'POST /mppeep/connexion HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na',
    ],
    [
      'a length and chunks',
      400,
      'POST /mppeep/connexion HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a length that is no number', 400, 'POST /mppeep/connexion HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    [
      'headers that are too long',
      431,
      `GET /mppeep/livez HTTP/1.1\r\nHost: x\r\nCookie: a=${'b'.repeat(17_000)}\r\n\r\n`,
    ],
    ['an address that is too long', 431, `GET /mppeep/livez?${'b'.repeat(17_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ])('%s: %i, with every header, and a line in the log', async (_what, status, bytes) => {
    const answer = await raw(site.port, Buffer.from(bytes, 'latin1'))
    expect(answer?.status).toBe(status)
    expect(answer?.headers).toMatchObject({
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    })
    expect(answer?.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer?.body).toMatch(/\.$/)
    const line = site.log.find((one) => one['request.id'] === answer?.headers['x-request-id'])
    expect(line).toMatchObject({
      'event.name': 'http.malformed',
      'http.response.status_code': status,
      'network.peer.address': '127.0.0.1',
    })
  })

  it('after a good request waits until that one is answered', async () => {
    const answer = await raw(site.port, `GET /mppeep/connexion HTTP/1.1\r\nHost: ${host}\r\n\r\nrubbish\r\n\r\n`)
    expect(answer?.status).toBe(200)
    expect(answer?.body).toContain('</html>')
  })
})
