import { Readable } from 'node:stream'
import type { Ctx } from '../http/env'
import { disposition } from '../lib/disposition'
import { pictureShownPolicy } from '../lib/inert'
import { isShown } from '../lib/papers'
import type { Opened } from './reading'

/**
 * To be kept, or looked at alone in a page that may do nothing: whatever it holds, no browser runs it here. In parts when parts are
 * asked for (RFC 9110 §14).
 */
export function sendOpened(c: Ctx, { document, part, content }: Opened, how: 'attachment' | 'inline'): Response {
  const { bytes, hash, mime, name } = document
  c.header('Content-Disposition', disposition(isShown(mime) ? how : 'attachment', name))
  c.header('Content-Security-Policy', pictureShownPolicy)
  c.header('Accept-Ranges', 'bytes')
  if (!content) {
    c.header('Content-Range', `bytes */${bytes}`)
    return c.body(null, 416)
  }
  c.header('Content-Type', mime)
  c.header('ETag', `"${hash}"`)
  const { start, end } = part ?? { start: 0, end: bytes - 1 }
  c.header('Content-Length', String(end - start + 1))
  if (part) c.header('Content-Range', `bytes ${start}-${end}/${bytes}`)
  return c.body(Readable.toWeb(content) as ReadableStream, part ? 206 : 200)
}
