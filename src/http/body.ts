import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Ctx, Env } from './env'
import { linger } from './linger'

const limit = 1_048_576

/** The client left before its request was there: nothing was done, and nobody waits for an answer. */
export class ClientGone extends Error {
  override name = 'ClientGone'
}

/**
 * Reads a request's body once, up to 1 MiB; beyond that 413, without reading the rest. A form with a file is left to the route
 * that expects one (`uploaded`), which knows who sends it and how much it takes; anywhere else it stays unread.
 */
export function body(): MiddlewareHandler<Env> {
  return async function body(c, next) {
    const { incoming, outgoing } = c.env
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    if ((incoming.headers['content-encoding'] ?? 'identity') !== 'identity')
      throw new HTTPException(415, { message: 'Le contenu envoyé ne doit pas être compressé.' })
    if (isMultipart(incoming)) {
      await next()
      if (!incoming.complete) stopReading(incoming, outgoing)
      return
    }
    const bytes = await readBody(c, limit, 'Le contenu envoyé dépasse 1 Mo. Rien n’a été enregistré.')
    // node-server reads the body from here from now on
    Object.assign(incoming, { rawBody: bytes })
    return next()
  }
}

export function isMultipart({ headers }: IncomingMessage): boolean {
  return /^\s*multipart\/form-data\s*(;|$)/i.test(headers['content-type'] ?? '')
}

/** The whole body, or 413 with this sentence, as soon as it is announced or turns out to be longer than `most` bytes. */
export async function readBody(c: Ctx, most: number, refusal: string): Promise<Buffer> {
  const { incoming, outgoing } = c.env
  const announced = Number(incoming.headers['content-length'] ?? 0)
  const bytes = announced > most ? null : await read(incoming, most)
  if (bytes) return bytes
  stopReading(incoming, outgoing)
  throw new HTTPException(413, { message: refusal })
}

function stopReading(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.setHeader('Connection', 'close')
  // what Node calls when the answer is sent, with the rest of the body still coming
  incoming.socket.destroySoon = () => linger(incoming.socket)
}

/** All the bytes, or null as soon as there are too many. */
function read(incoming: IncomingMessage, most: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    if (incoming.destroyed && !incoming.complete) return reject(new ClientGone())
    incoming.on('data', take)
    incoming.once('end', () => resolve(Buffer.concat(chunks)))
    incoming.once('error', () => reject(new ClientGone()))
    incoming.once('close', () => reject(new ClientGone()))

    function take(chunk: Buffer): void {
      size += chunk.length
      if (size <= most) {
        chunks.push(chunk)
        return
      }
      chunks.length = 0
      incoming.off('data', take).pause()
      resolve(null)
    }
  })
}
