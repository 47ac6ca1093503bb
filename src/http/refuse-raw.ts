import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { log } from '../lib/log'
import { linger } from './linger'
import { uuidv7 } from './request-id'
import { securityHeaders } from './security-headers'

const sentences = {
  '400 Bad Request': 'Requête mal formée.',
  '405 Method Not Allowed': 'Cette méthode n’est pas servie ici.',
  '408 Request Timeout': 'La requête n’est pas arrivée à temps.',
  '431 Request Header Fields Too Large': 'Requête refusée : ses en-têtes sont trop longs.',
}
type Status = keyof typeof sentences

const refusedInstead = new WeakMap<ServerResponse, number>()

/** The status that a client got in place of this answer, when there was one. */
export function statusInstead(outgoing: ServerResponse): number | null {
  return refusedInstead.get(outgoing) ?? null
}

type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer }

/**
 * What Node's parser did not take: there is a socket, and nothing that could go through the pipeline, unless it is the rest
 * of a request that is already there (`open`, its answer).
 */
export function refuseUnreadable(error: ParserError, socket: Socket, open: ServerResponse | undefined): void {
  const gone = error.code === 'ECONNRESET' || (open && error.code === 'HPE_INVALID_EOF_STATE')
  if (gone || !socket.writable || open?.headersSent) socket.destroy()
  // the request before it is still being answered: never two answers at once
  else if (open?.req.complete) open.once('close', () => socket.destroy())
  else {
    const status = statusOf(error)
    if (open) refusedInstead.set(open, Number(status.slice(0, 3)))
    refuse(status, socket, error.code)
  }
}

/** We are nobody's proxy. */
export function refuseConnect(incoming: IncomingMessage, socket: Duplex): void {
  refuse('405 Method Not Allowed', socket as Socket, incoming.method)
}

function statusOf(error: ParserError): Status {
  if (error.code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large'
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout'
  const line = error.rawPacket?.toString('latin1', 0, 80) ?? ''
  // a word of HTTP that Node does not know, and not something that is no HTTP at all
  const unknownMethod = error.code === 'HPE_INVALID_METHOD' && /^[A-Za-z-]+ [/*]/.test(line)
  return unknownMethod ? '405 Method Not Allowed' : '400 Bad Request'
}

function refuse(status: Status, socket: Socket, type: string | undefined): void {
  const id = uuidv7(Date.now())
  log.warn(
    {
      'http.response.status_code': Number(status.slice(0, 3)),
      'error.type': type,
      'network.peer.address': socket.remoteAddress,
      'request.id': id,
    },
    'http.malformed',
  )
  const body = Buffer.from(sentences[status])
  const headers = {
    ...securityHeaders,
    ...(status.startsWith('405') ? { Allow: 'GET, HEAD, POST, PUT, PATCH, DELETE' } : {}),
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    'X-Request-Id': id,
    Connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.write(Buffer.concat([Buffer.from([`HTTP/1.1 ${status}`, ...lines, '', ''].join('\r\n')), body]))
  linger(socket)
}
