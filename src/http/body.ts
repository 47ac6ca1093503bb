import type { MiddlewareHandler } from 'hono'
import type { Env } from './env'

const limit = 1_048_576

/** Reads a request's body once, up to 1 MiB; beyond that 413, without reading the rest. */
export function body(): MiddlewareHandler<Env> {
  return async function body(c, next) {
    const { incoming } = c.env
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    const announced = Number(incoming.headers['content-length'] ?? 0)
    const bytes = announced > limit ? null : await read(incoming)
    if (bytes === null) {
      c.header('Connection', 'close')
      return c.text('Le contenu envoyé dépasse 1 Mo.', 413)
    }
    // node-server reads the body from here from now on
    Object.assign(incoming, { rawBody: bytes })
    await next()
  }
}

/** The bytes, or null as soon as there are too many. */
function read(incoming: Env['Bindings']['incoming']): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) {
        incoming.pause()
        resolve(null)
      } else chunks.push(chunk)
    })
    incoming.once('end', () => resolve(Buffer.concat(chunks)))
    incoming.once('error', reject)
    incoming.once('close', () => resolve(Buffer.concat(chunks)))
  })
}
