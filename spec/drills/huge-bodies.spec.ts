import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { onLinux } from '../support/owner'
import { type Database, openDatabase, type SiteProcess, startSite } from './ground'

/** In a process whose memory is its own; what each refusal says is in `http/body.spec.ts`. */
let database: Database
let site: SiteProcess

beforeAll(async () => {
  database = await openDatabase()
  site = await startSite({ DATABASE_URL: database.url, PATH: '' })
})
afterAll(async () => {
  await site.kill()
  await database.stop()
})

const gigabyte = 2 ** 30
const piece = Buffer.alloc(65_536, 'x')

it.each([
  ['a gigabyte in chunks', 'Transfer-Encoding: chunked', `${piece.length.toString(16)}\r\n${piece}\r\n`],
  ['a gigabyte that is announced', `Content-Length: ${gigabyte}`, String(piece)],
])('%s is refused after a few pieces of it, eight times at once, and takes no memory', async (_what, header, part) => {
  const before = residentMegabytes()
  const sent = await Promise.all(Array.from({ length: 8 }, () => pour(header, part)))
  for (const { pieces, answer } of sent) {
    // a connection that is closed while one still pours may lose the answer
    expect(answer).toMatch(/^(HTTP\/1\.1 413 |$)/)
    // what the buffers of both ends hold comes on top of the megabyte that may be read
    expect(pieces).toBeLessThan(200)
  }
  if (onLinux) expect(residentMegabytes() - before).toBeLessThan(50)
  expect((await site.visitor().get('/mppeep/connexion')).status).toBe(200)
})

it('a length that lies is cut where it said, or waited for in vain, and is nobody’s request', async () => {
  const [less, more] = await Promise.all([
    exchange('Content-Length: 10', `email=a&pa${'password=b'.repeat(1_000)}`),
    exchange('Content-Length: 5000', 'email=a', 1_000),
  ])
  // the ten bytes are a form that lacks everything; what follows them is no request
  expect(less).toMatch(/^HTTP\/1\.1 422 /)
  expect(less.match(/^HTTP\/1\.1 \d+/gm)).not.toContain('HTTP/1.1 200')
  expect(more).toBe('')
  expect(await database.sql`select 1 from activities where event like 'session.%'`).toEqual([])
  expect((await site.visitor().get('/mppeep/connexion')).status).toBe(200)
})

/** Pours until it is answered, or all is sent. */
async function pour(header: string, part: string): Promise<{ pieces: number; answer: string }> {
  const socket = open(header)
  let answer = ''
  socket.on('data', (data) => {
    answer += data
  })
  let pieces = 0
  for (; answer === '' && !socket.destroyed && pieces < gigabyte / piece.length; pieces++)
    if (!socket.write(part)) await any(socket, 'drain', 'data', 'close')
  if (answer === '') await any(socket, 'data', 'close')
  socket.destroy()
  return { pieces, answer }
}

async function exchange(header: string, body: string, patience = 5_000): Promise<string> {
  const socket = open(header)
  socket.write(body)
  let answer = ''
  socket.on('data', (data) => {
    answer += data
  })
  await Promise.race([once(socket, 'close'), delay(patience)])
  socket.destroy()
  return answer
}

/** The first of these, or an error. */
async function any(socket: Socket, ...events: string[]): Promise<void> {
  await Promise.race(events.map((event) => once(socket, event))).catch(() => undefined)
}

function open(header: string): Socket {
  const origin = `http://localhost:${site.port}`
  const socket = connect(site.port, '127.0.0.1').on('error', () => undefined)
  socket.write(
    `POST /mppeep/connexion HTTP/1.1\r\nHost: localhost:${site.port}\r\nOrigin: ${origin}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n${header}\r\n\r\n`,
  )
  return socket
}

function residentMegabytes(): number {
  if (!onLinux) return 0
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${site.child.pid}/status`, 'utf8'))?.[1]) / 1_024
}
