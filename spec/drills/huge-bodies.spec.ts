import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { onLinux } from '../support/owner'
import { layGround } from './ground'

/** In a process whose memory is its own; what each refusal says is in `http/body.spec.ts`. */
const ground = layGround()

const gigabyte = 2 ** 30
const piece = Buffer.alloc(65_536, 'x')

it.each([
  // whoever says so beforehand is told why; a connection that is closed while one still pours may lose the answer
  ['a gigabyte that is announced', /^HTTP\/1\.1 413 /, `Content-Length: ${gigabyte}`, String(piece)],
  [
    'a gigabyte in chunks',
    /^(HTTP\/1\.1 413 |$)/,
    'Transfer-Encoding: chunked',
    `${piece.length.toString(16)}\r\n${piece}\r\n`,
  ],
])(
  '%s is refused after a few pieces of it, eight times at once, and takes no memory',
  async (_what, told, header, part) => {
    const [before, unwritten] = [residentMegabytes(), await traces()]
    const sent = await Promise.all(Array.from({ length: 8 }, () => pour(header, part)))
    for (const { pieces, answer } of sent) {
      expect(answer).toMatch(told)
      // what the buffers of both ends hold comes on top of the megabyte that may be read
      expect(pieces).toBeLessThan(200)
    }
    if (onLinux) expect(residentMegabytes() - before).toBeLessThan(50)
    expect(await traces()).toEqual(unwritten)
    expect((await ground.site.visitor().get('/mppeep/connexion')).status).toBe(200)
  },
)

it('a length that lies is cut where it said, or waited for in vain, and is nobody’s request', async () => {
  const [less, more] = await Promise.all([
    exchange('Content-Length: 10', `email=a&pa${'password=b'.repeat(1_000)}`),
    exchange('Content-Length: 5000', 'email=a', 1_000),
  ])
  // the ten bytes are a form that lacks everything; what follows them is no request
  expect(less).toMatch(/^HTTP\/1\.1 422 /)
  expect(less.match(/^HTTP\/1\.1 \d+/gm)).not.toContain('HTTP/1.1 200')
  expect(more).toBe('')
  expect(await ground.database.sql`select 1 from activities where event like 'session.%'`).toEqual([])
  expect((await ground.site.visitor().get('/mppeep/connexion')).status).toBe(200)
})

/** What a request to sign in leaves, whether it succeeds or not. */
async function traces(): Promise<unknown> {
  return ground.database.sql`
    select (select count(*)::int from activities) as lines, (select count(*)::int from sessions) as sessions,
      (select count(*)::int from sign_in_failures) as failures`
}

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
  const origin = `http://localhost:${ground.site.port}`
  const socket = connect(ground.site.port, '127.0.0.1').on('error', () => undefined)
  socket.write(
    `POST /mppeep/connexion HTTP/1.1\r\nHost: localhost:${ground.site.port}\r\nOrigin: ${origin}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n${header}\r\n\r\n`,
  )
  return socket
}

function residentMegabytes(): number {
  if (!onLinux) return 0
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${ground.site.child.pid}/status`, 'utf8'))?.[1]) / 1_024
}
