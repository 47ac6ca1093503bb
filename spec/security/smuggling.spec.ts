import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { open } from '../http/raw'
import { openSite, type TestSite } from '../support/site'

/** Bytes that two readers of HTTP could part in two ways: there is never a second request hidden in the first. */
let site: TestSite
let host: string

beforeAll(async () => {
  site = await openSite({ demo: false })
  host = `localhost:${site.port}`
})
afterAll(() => site.close())

const hidden = 'GET /mppeep/cache-dans-le-corps HTTP/1.1\r\nHost: localhost\r\n\r\n'
const chunks = `0\r\n\r\n${hidden}`
const post = (...headers: string[]) => [
  'POST /mppeep/connexion HTTP/1.1',
  'Host: HOST',
  'Sec-Fetch-Site: same-origin',
  ...headers,
]
const length = `Content-Length: ${chunks.length}`

describe('4.2.1 a request whose end can be read in two ways', () => {
  it.each<[string, string[]]>([
    ['a length and chunks', post(length, 'Transfer-Encoding: chunked')],
    ['chunks and a length', post('Transfer-Encoding: chunked', length)],
    ['a space before the colon', post(length, 'Transfer-Encoding : chunked')],
    ['a tab before the word', post(length, 'Transfer-Encoding:\tchunked')],
    ['a word of no meaning', post(length, 'Transfer-Encoding: xchunked')],
    ['two words', post(length, 'Transfer-Encoding: chunked, identity')],
    ['twice, one of them strange', post(length, 'Transfer-Encoding: chunked', 'Transfer-Encoding: x')],
    ['a line that goes on', post(length, 'Transfer-Encoding:', ' chunked')],
    ['a bare line feed before it', post(`${length}\nTransfer-Encoding: chunked`)],
    ['a bare carriage return before it', post(`${length}\rTransfer-Encoding: chunked`)],
    ['two lengths', post('Content-Length: 5', length)],
    ['a list of lengths', post(`Content-Length: 5, ${chunks.length}`)],
    ['a length with a sign', post(`Content-Length: +${chunks.length}`)],
    ['a length in hexadecimal', post('Content-Length: 0x10')],
    ['a name with a NUL', post(length, 'Transfer-Encoding\u0000: chunked')],
    ['a word in another case and quotes', post(length, 'TRANSFER-ENCODING: "chunked"')],
    ['HTTP/1.0 with chunks', ['POST /mppeep/connexion HTTP/1.0', 'Host: HOST', length, 'Transfer-Encoding: chunked']],
  ])('%s is refused or read in one, and nothing in it is a request', async (_what, lines) => {
    site.log.length = 0
    const said = await conversation(`${lines.join('\r\n').replace('HOST', host)}\r\n\r\n${chunks}`)
    expect(said.match(/HTTP\/1\.1 \d\d\d/g) ?? []).not.toContain('HTTP/1.1 200')
    expect((said.match(/HTTP\/1\.1 \d\d\d/g) ?? []).length).toBe(1)
    expect(Number(/HTTP\/1\.1 (\d\d\d)/.exec(said)?.[1])).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(site.log)).not.toContain('cache-dans-le-corps')
  })

  it('is told from one whose end is clear, after which the next is answered', async () => {
    const first = `GET /mppeep/livez HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    const said = await conversation(first + hidden.replace('localhost', `${host}\r\nConnection: close`))
    expect(said.match(/HTTP\/1\.1 \d\d\d/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404'])
    await vi.waitFor(() => expect(JSON.stringify(site.log)).toContain('cache-dans-le-corps'))
  })
})

describe('4.2.1 an answer', () => {
  it('takes no line of its own from an address', async () => {
    for (const evil of [
      '%0d%0aSet-Cookie:%20a=b',
      '%0aX-Evil:1',
      '\u010d\u010aX-Evil:1',
      '%E5%98%8A%E5%98%8DX-Evil:1',
    ]) {
      const path = Buffer.from(`/mppeep/connexion?suite=${evil}`, 'utf8').toString('latin1')
      const said = await conversation(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      expect(said.split('\r\n\r\n')[0]).not.toMatch(/^(x-evil|set-cookie: a=b)/im)
    }
  })
})

describe('4.1.3 the name one calls us by', () => {
  it.each([
    'evil.example',
    'evil.example:443',
    'localhost.evil.example',
    'localhost@evil.example',
    '[::1',
    '169.254.169.254',
  ])('%s is another’s, and stands in no answer', async (name) => {
    const said = await conversation(
      `GET /mppeep/ HTTP/1.1\r\nHost: ${name}\r\nX-Forwarded-Host: ${name}\r\nConnection: close\r\n\r\n`,
    )
    expect(said).toMatch(/^HTTP\/1\.1 4(00|21) /)
    expect(said).not.toContain(name)
  })

  it('is not taken from what a proxy forwards', async () => {
    const forwarded =
      'X-Forwarded-Host: evil.example\r\nX-Host: evil.example\r\nForwarded: host=evil.example\r\nX-Original-URL: /mppeep/ops\r\nX-Rewrite-URL: /mppeep/ops\r\nX-HTTP-Method-Override: DELETE'
    const said = await conversation(
      `GET /mppeep/connexion HTTP/1.1\r\nHost: ${host}\r\n${forwarded}\r\nConnection: close\r\n\r\n`,
    )
    expect(said).toMatch(/^HTTP\/1\.1 200 /)
    expect(said).not.toContain('evil.example')
  })
})

/** All that comes back until the site ends the connection, or has been silent for a while. */
async function conversation(bytes: string): Promise<string> {
  const socket = await open(site.port)
  let said = ''
  let over = false
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1')
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    over = true
  })
  socket.write(Buffer.from(bytes, 'latin1'))
  await vi.waitFor(() => expect(said).not.toBe(''), 10_000)
  for (let silent = 0; silent < 8 && !over; silent++) await delay(25)
  socket.destroy()
  return said
}
