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
  const { bytes, whole } = await readUpTo(c, most)
  if (whole) return bytes
  throw new HTTPException(413, { message: refusal })
}

/**
 * The whole body; of one that is announced or turns out to be longer than `most` bytes what it begins with, at most `beginning`
 * bytes. The rest is not read: the answer is the last of its connection.
 */
export async function readUpTo(c: Ctx, most: number, beginning = 0): Promise<{ bytes: Buffer; whole: boolean }> {
  const { incoming, outgoing } = c.env
  const announced = Number(incoming.headers['content-length'] ?? 0)
  const told = announced > most
  const { chunks, whole } = await read(incoming, told ? beginning : most, told)
  if (whole) return { bytes: Buffer.concat(chunks), whole }
  stopReading(incoming, outgoing)
  const size = chunks.reduce((sum, { length }) => sum + length, 0)
  return { bytes: Buffer.concat(chunks, Math.min(size, beginning)), whole }
}

/** ms that a body too long has for its beginning, which comes with its head in practice. */
const patience = 1_000

/** The rest is not read: the answer is the last of its connection. */
export function stopReading(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.setHeader('Connection', 'close')
  // what Node calls when the answer is sent, with the rest of the body still coming
  incoming.socket.destroySoon = () => linger(incoming.socket)
}

/** All of it, or its first chunks as soon as there is more. `hasty`: what is not there in a moment is not waited for. */
function read(incoming: IncomingMessage, most: number, hasty: boolean): Promise<{ chunks: Buffer[]; whole: boolean }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    if (incoming.destroyed && !incoming.complete) return reject(new ClientGone())
    if (hasty && most === 0) return resolve({ chunks, whole: false })
    const tooLate = hasty ? setTimeout(enough, patience) : undefined
    incoming.on('data', take)
    incoming.once('end', () => resolve({ chunks, whole: true }))
    incoming.once('error', () => reject(new ClientGone()))
    incoming.once('close', () => {
      clearTimeout(tooLate)
      reject(new ClientGone())
    })

    function take(chunk: Buffer): void {
      size += chunk.length
      chunks.push(chunk)
      if (size > most) enough()
    }

    function enough(): void {
      clearTimeout(tooLate)
      incoming.off('data', take).pause()
      resolve({ chunks, whole: false })
    }
  })
}
