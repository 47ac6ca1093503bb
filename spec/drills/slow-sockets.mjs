import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * `node slow-sockets.mjs <port> <how many>`: opens that many connections, of which every other says nothing and the rest write
 * one header that never ends, a byte at a time. Says `open`, then, when the last is gone, how many were told that it was too
 * late, how long the longest was open, and for how long this process itself was kept waiting meanwhile, in ms.
 */
const [port, wanted] = process.argv.slice(2).map(Number)
const sockets = []
let [answered, closed] = [0, 0]

for (let i = 0; i < wanted; i++) {
  sockets.push(open(i))
  // no more at once than a listening socket has places for
  if (i % 250 === 249) await Promise.all(sockets.slice(-250).map(({ opened }) => opened))
}
await Promise.all(sockets.map(({ opened }) => opened))
process.stdout.write('open\n')
let late = 0
while (closed < wanted) {
  const began = performance.now()
  for (const { socket, speaks } of sockets) if (speaks && socket.writable) socket.write('a')
  await delay(1_000)
  late += performance.now() - began - 1_000
}
process.stdout.write(`${JSON.stringify({ answered, late, longest: Math.max(...sockets.map(({ lived }) => lived)) })}\n`)

function open(i) {
  const one = { speaks: i % 2 === 0, lived: 0 }
  one.socket = connect(port, '127.0.0.1')
  one.opened = new Promise((resolve) => one.socket.once('connect', resolve).once('error', resolve))
  let began = 0
  one.socket
    .once('connect', () => {
      began = performance.now()
      if (one.speaks) one.socket.write('GET /mppeep/connexion HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    })
    .once('data', (data) => {
      if (String(data).startsWith('HTTP/1.1 408 ')) answered += 1
    })
    .on('error', () => undefined)
    .once('close', () => {
      one.lived = began && performance.now() - began
      closed += 1
    })
  return one
}
