import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Encoding, encodingFor } from './encoding'
import type { Ctx } from './env'

const compressBr = promisify(brotliCompress)
const compressGz = promisify(gzip)
/** Below this, compression costs more than it saves. */
const worthwhile = 1_024

/**
 * Sends a text. The origin compresses: Cloudflare leaves 4xx and 5xx bodies as they are, and the ministry's uplink is
 * the narrow part of the way.
 */
export async function send(c: Ctx, text: string, type: string): Promise<Response> {
  c.header('Content-Type', type)
  if (text.length < worthwhile) return c.body(text)
  c.header('Vary', 'Accept-Encoding', { append: true })
  const encoding = encodingFor(c.env.incoming.headers['accept-encoding'])
  // made bytes once: given a text, Node would measure it and then encode it
  if (encoding === null) return c.body(Buffer.from(text))
  c.header('Content-Encoding', encoding)
  return c.body(await compressed(text, encoding))
}

/** Brotli 4 and gzip 4: what the time of one answer is worth. */
export function compressed(content: string | Uint8Array, encoding: Encoding): Promise<Buffer<ArrayBuffer>> {
  return encoding === 'br' ? compressBr(content, brotli(content.length)) : compressGz(content, { level: 4 })
}

/** Sends JSON. */
export function sendJson(c: Ctx, value: unknown): Promise<Response> {
  return send(c, JSON.stringify(value), 'application/json; charset=utf-8')
}

/** The window no larger than the text: by default each compression under way would take 8 MB. */
function brotli(length: number) {
  const window = Math.min(22, Math.max(constants.BROTLI_MIN_WINDOW_BITS, Math.ceil(Math.log2(length))))
  return {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 4,
      [constants.BROTLI_PARAM_LGWIN]: window,
      [constants.BROTLI_PARAM_SIZE_HINT]: length,
    },
  }
}
