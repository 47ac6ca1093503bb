import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
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
  const accepted = c.env.incoming.headers['accept-encoding']
  if (text.length < worthwhile || typeof accepted !== 'string') return c.body(text)
  c.header('Vary', 'Accept-Encoding', { append: true })
  if (/\bbr\b/.test(accepted)) {
    c.header('Content-Encoding', 'br')
    return c.body(await compressBr(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }))
  }
  if (/\bgzip\b/.test(accepted)) {
    c.header('Content-Encoding', 'gzip')
    return c.body(await compressGz(text, { level: 4 }))
  }
  return c.body(text)
}

/** Sends JSON. */
export function sendJson(c: Ctx, value: unknown): Promise<Response> {
  return send(c, JSON.stringify(value), 'application/json; charset=utf-8')
}
