import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { gate, type Pipeline } from './gate'
import { type Pace, pace as usualPace, watchBody } from './pace'
import { refuseConnect, refuseUnreadable } from './refuse-raw'

/** The HTTP server: time limits, and an orderly stop. */
export type Site = { server: Server; listen(port: number, host: string): Promise<number>; stop(): Promise<void> }

export type SiteOptions = {
  /** For how long a stopping site goes on taking requests, in ms. */
  lameDuck: number
  onStop: () => void
  pace?: Pace
}

/** When stopping: answers that are not over by then are cut, in ms. */
const patience = 15_000

export function createSite(pipeline: Pipeline, { pace = usualPace, ...options }: SiteOptions): Site {
  let stopping = false
  let closing = false
  const sockets = new Set<Socket>()
  const answers = new Map<Socket, ServerResponse>()
  const answer = gate(pipeline)
  const server = createServer(limits(pace), (incoming, outgoing) => {
    const { socket } = incoming
    answers.set(socket, outgoing)
    watchBody(incoming, pace, () => server.emit('clientError', tooSlow(), socket))
    outgoing.on('close', () => {
      if (answers.get(socket) === outgoing) answers.delete(socket)
      if (closing) socket.destroySoon()
    })
    if (stopping) outgoing.setHeader('Connection', 'close')
    answer(incoming, outgoing)
  })
  // longer than cloudflared keeps an idle connection (60 s in tunnel/config.yml), or a POST may meet a closing socket
  server.keepAliveTimeout = 75_000
  // beyond a limit Node drops headers in silence, a second Host among them: `arrive` counts them instead
  server.maxHeadersCount = 0
  server.maxConnections = 10_000
  server.on('connection', (socket) => sockets.add(socket).size && socket.once('close', () => sockets.delete(socket)))
  server.on('checkExpectation', (incoming, outgoing) => server.emit('request', incoming, outgoing))
  server.on('connect', refuseConnect)
  server.on('clientError', (error, socket: Socket) => refuseUnreadable(error, socket, answers.get(socket)))

  return {
    server,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, 4_096, () => {
          server.off('error', reject)
          const address = server.address()
          resolve(typeof address === 'object' && address ? address.port : port)
        })
      }),
    async stop() {
      stopping = true
      options.onStop()
      await delay(options.lameDuck)
      closing = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // also what a browser opened in advance without asking anything: for Node that is a request on its way
      for (const socket of sockets) if (!answers.has(socket)) socket.destroy()
      const cut = setTimeout(() => server.closeAllConnections(), patience)
      await closed
      clearTimeout(cut)
    },
  }
}

function limits({ patience, ceiling }: Pace) {
  return {
    maxHeaderSize: 16_384,
    headersTimeout: Math.min(10_000, patience),
    // bodies are watched one by one: this is for what escapes that
    requestTimeout: ceiling + 2 * patience,
    connectionsCheckingInterval: 2_000,
    // refused by the pipeline, with our headers on the answer
    requireHostHeader: false,
  }
}

/** As Node says it of what it has cut by itself. */
function tooSlow(): Error {
  return Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
}
