import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { takeTime, watchBody } from '../../src/http/pace'
import { open } from './raw'

const pace = { patience: 50, floor: 1_000, ceiling: 400 }
let server: Server

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

it.each<[string, { file: boolean; bytes: number; times: number }, 'cut' | 'taken']>([
  ['a form that drips is cut', { file: false, bytes: 500, times: 8 }, 'cut'],
  ['a file that comes slowly is taken', { file: true, bytes: 500, times: 8 }, 'taken'],
  ['a file that drips is cut', { file: true, bytes: 1, times: 20 }, 'cut'],
  ['a file that comes for ever is cut', { file: true, bytes: 500, times: 40 }, 'cut'],
  ['a form that is there at once is taken', { file: false, bytes: 500, times: 1 }, 'taken'],
])('%s', async (_, { file, bytes, times }, expected) => {
  const what = new Promise<string>((resolve) => {
    server = createServer((incoming, outgoing) => {
      watchBody(incoming, pace, () => incoming.socket.destroy() && resolve('cut'))
      if (file) takeTime(incoming)
      incoming.resume().once('end', () => outgoing.end() && resolve('taken'))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = await open((server.address() as AddressInfo).port)
  socket.on('error', () => undefined)
  socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${bytes * times}\r\n\r\n`)
  for (let sent = 0; sent < times && !socket.destroyed; sent += 1) {
    socket.write('x'.repeat(bytes))
    if (times > 1) await delay(15)
  }
  expect(await what).toBe(expected)
  socket.destroy()
})
