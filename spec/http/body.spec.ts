import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { firstAnswer, open, raw } from './raw'

let site: TestSite
let drh: Client
let head: (path: string, ...headers: string[]) => string

beforeAll(async () => {
  site = await openSite({ pace: { patience: 1_000, floor: 8_192, ceiling: 3_000 } })
  drh = await site.as('drh')
  const cookie = [...drh.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  head = (path, ...headers) =>
    [
      `POST ${path} HTTP/1.1`,
      `Host: localhost:${site.port}`,
      'Sec-Fetch-Site: same-origin',
      `Cookie: ${cookie}`,
      ...headers,
      '',
      '',
    ].join('\r\n')
})
afterAll(() => site.close())

const mebibyte = 1_048_576
const form = 'Content-Type: application/x-www-form-urlencoded'
const json = 'Content-Type: application/json'

describe('a body of more than 1 MiB', () => {
  it.each([
    ['/mppeep/personnel', form],
    ['/mppeep/connexion', form],
    ['/mppeep/deconnexion', form],
    ['/mppeep/api/v1/personnel', json],
  ])('announced to %s is refused without being waited for', async (path, type) => {
    const answer = await raw(site.port, head(path, type, `Content-Length: ${mebibyte + 1}`))
    expect(answer).toMatchObject({
      status: 413,
      headers: { connection: 'close', 'cache-control': 'private, no-store' },
    })
    const document = answer?.headers['content-type'] === 'application/problem+json; charset=utf-8'
    expect(document).toBe(path.includes('/api/'))
    expect(answer?.body).toContain('Le contenu envoyé dépasse 1')
    expect(answer?.body.includes('id="navigation"')).toBe(!document)
    expect((await drh.get('/mppeep/accueil')).status).toBe(200)
  })

  it('that comes in chunks is refused as soon as it is too much, and takes no memory', async () => {
    const before = process.memoryUsage().rss
    const sent = await flood(120)
    expect(sent.answer?.status).toBe(413)
    expect(sent.mebibytes).toBeLessThan(100)
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * mebibyte)
  })

  it('of exactly 1 MiB is read', async () => {
    const body = `a=${'b'.repeat(mebibyte - 2)}`
    expect(
      (
        await drh.ask('/mppeep/personnel', {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(422)
  })
})

describe('a body that is not what it says', () => {
  it('cut short is nobody’s request: nothing is done', async () => {
    const socket = await open(site.port)
    const full = 'email=drh%40mppeep.example&password=faux'
    site.log.length = 0
    socket.write(`${head('/mppeep/connexion', form, `Content-Length: ${full.length + 100}`)}${full}`)
    await delay(100)
    socket.destroy()
    const line = await vi.waitFor(
      () => site.log.find((one) => one['http.request.method'] === 'POST') ?? Promise.reject(new Error('no line')),
    )
    expect(line).toMatchObject({ 'http.response.status_code': null, 'error.type': 'client_abort', 'http.route': null })
    expect(site.log.filter((one) => one.severity_text === 'ERROR')).toEqual([])
    expect(await site.sql`select 1 from activities where event = 'session.refused'`).toEqual([])
  })

  it('longer than it says is cut where it said, and the rest is no request', async () => {
    const answer = await raw(
      site.port,
      `${head('/mppeep/connexion', form, 'Content-Length: 7')}email=a&password=xxxxxxxxxxxxxxx`,
    )
    expect(answer?.status).toBe(422)
    expect(answer?.body).not.toContain('xxxxxxxx')
  })

  it('that comes too slowly is a 408, in time, in French', async () => {
    const socket = await open(site.port)
    site.log.length = 0
    socket.write(head('/mppeep/connexion', form, 'Content-Length: 100'))
    const dripping = setInterval(() => socket.write('a'), 100)
    const began = performance.now()
    const answer = await firstAnswer(socket)
    clearInterval(dripping)
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(answer).toMatchObject({
      status: 408,
      body: 'La requête n’est pas arrivée à temps.',
      headers: { connection: 'close', 'cache-control': 'private, no-store' },
    })
    await vi.waitFor(
      () =>
        expect(site.log.find((one) => one['event.name'] === 'http.server.request')).toMatchObject({
          'http.response.status_code': 408,
          'error.type': 'unreadable',
        }),
      5_000,
    )
    expect(site.log.filter((one) => one.severity_text === 'ERROR')).toEqual([])
  })

  it('that is a file may take longer, from whoever may send one', async () => {
    const file = '--essai\r\nContent-Disposition: form-data; name="logo"; filename="a.png"\r\n\r\n'
    const end = '\r\n--essai--\r\n'
    const bytes = 40_000
    const type = 'Content-Type: multipart/form-data; boundary=essai'
    const length = `Content-Length: ${file.length + bytes + end.length}`
    const admin = await site.as('admin')
    const asAdmin = `Cookie: session_id=${admin.cookies.get('session_id')}`
    const headOf = (cookie: string) => head('/mppeep/parametres/logo', type, length).replace(/Cookie: .*/, cookie)
    const socket = await open(site.port)
    socket.write(headOf(asAdmin) + file)
    for (let sent = 0; sent < bytes; sent += 4_000) {
      socket.write('x'.repeat(4_000))
      await delay(120)
    }
    socket.write(end)
    // no picture, and all of it was read
    expect((await firstAnswer(socket))?.status).toBe(422)
  })

  it('whose headers come too slowly is a 408 too', async () => {
    const socket = await open(site.port)
    socket.write('GET /mppeep/livez HTTP/1.1\r\nHost: ')
    expect((await firstAnswer(socket))?.status).toBe(408)
  })

  it('broken in the middle is a 400', async () => {
    const answer = await raw(
      site.port,
      `${head('/mppeep/connexion', form, 'Transfer-Encoding: chunked')}3\r\nabc\r\nzz\r\n`,
    )
    expect(answer?.status).toBe(400)
  })
})

it('lets a connection go on after a refusal that has read its body', async () => {
  const [first, second] = [
    `${head('/mppeep/personnel', form, 'Content-Length: 3')}a=1`,
    `GET /mppeep/livez HTTP/1.1\r\nHost: localhost:${site.port}\r\n\r\n`,
  ]
  const socket = await open(site.port)
  socket.write(first)
  expect((await firstAnswer(socket))?.status).toBe(422)
  socket.write(second)
  expect((await firstAnswer(socket))?.body).toBe('ok')
  socket.destroy()
})

/** Sends up to so many MiB in chunks until it is stopped: what was answered, and how much got away. */
function flood(most: number): Promise<{ answer: { status: number } | null; mebibytes: number }> {
  return new Promise((resolve) => {
    const headers = {
      host: `localhost:${site.port}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    }
    const outgoing = request({ port: site.port, host: '127.0.0.1', method: 'POST', path: '/mppeep/connexion', headers })
    let mebibytes = 0
    let answer: { status: number } | null = null
    outgoing.on('response', (incoming) => {
      answer = { status: incoming.statusCode ?? 0 }
      incoming.resume()
    })
    outgoing.on('error', () => undefined)
    outgoing.on('close', () => resolve({ answer, mebibytes }))
    const piece = Buffer.alloc(mebibyte, 'a')
    const push = (): void => {
      if (mebibytes >= most || outgoing.destroyed) {
        outgoing.destroy()
        return
      }
      mebibytes += 1
      if (outgoing.write(piece)) setImmediate(push)
      else outgoing.once('drain', push)
    }
    push()
  })
}
