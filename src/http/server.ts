import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { log } from '../lib/log'
import type { Env } from './env'
import { securityHeaders, setSecurityHeaders } from './security-headers'

/** The HTTP server: time limits, headers on every answer, and an orderly stop. */
export type Site = { server: Server; listen(port: number, host: string): Promise<number>; stop(): Promise<void> }

export function createSite(app: Hono<Env>, options: { lameDuck: number; onStop: () => void }): Site {
  let stopping = false
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: true, errorHandler: malformed })
  const server = createServer({ maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 }, (incoming, outgoing) => {
    setSecurityHeaders(outgoing)
    if (stopping) outgoing.setHeader('Connection', 'close')
    void answer(withMethod(incoming), outgoing)
  })
  // longer than cloudflared keeps an idle connection (60 s in tunnel/config.yml), or a POST may meet a closing socket
  server.keepAliveTimeout = 75_000
  server.maxHeadersCount = 100
  server.maxConnections = 10_000
  server.on('clientError', refuseRaw)

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
      await new Promise((resolve) => setTimeout(resolve, options.lameDuck))
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      await closed
    },
  }
}

const overridden = /[?&]_method=(PUT|PATCH|DELETE)(?:&|$)/

/** A plain form can only POST: `?_method=PUT` says which act is meant, before anything of the pipeline has run. */
function withMethod(incoming: IncomingMessage): IncomingMessage {
  const method = incoming.method === 'POST' && incoming.url ? overridden.exec(incoming.url)?.[1] : undefined
  if (method) incoming.method = method
  return incoming
}

/** What Hono never saw: an address or a Host that is no URL. */
function malformed(error: unknown): Response {
  log.warn({ 'error.type': error instanceof Error ? error.name : 'unknown', 'http.response.status_code': 400 }, 'http.malformed')
  return new Response('Requête mal formée.', { status: 400, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}

const rawStatus: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What Node's parser refused: no request object, only a socket. */
function refuseRaw(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status = rawStatus[error.code ?? ''] ?? '400 Bad Request'
  log.warn({ 'network.peer.address': socket.remoteAddress, 'error.type': error.code, 'http.response.status_code': Number(status.slice(0, 3)) }, 'http.malformed')
  const headers = Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Length: 0', ...headers, '', ''].join('\r\n'))
}

