import { raw } from 'hono/html'
import { framed, inMain } from '../../components/layout/frame'
import type { User } from '../actor'
import { encodingFor } from './encoding'
import type { Ctx } from './env'
import { pageUser } from './page-user'
import { isPiece, type PageOptions, render } from './render'
import { compressed } from './send'

/** A piece from the cache: `kept` is the same object as long as these very bytes are served. */
type Kept = { bytes: Buffer; kept: object }

/**
 * A page whose content is one piece from the cache. The piece is never decoded, and the page around it made and compressed
 * once for each reader: all that costs more than all the rest of a request that finds everything there.
 */
export async function renderPiece(c: Ctx, options: PageOptions, piece: Kept): Promise<Response> {
  const actor = c.get('actor')
  const { headers } = c.env.incoming
  const announced = headers.cookie?.includes('annonce=') ?? false
  if (!actor || announced) return render(c, options, raw(piece.bytes.toString()))
  const encoding = encodingFor(headers['accept-encoding'])
  const type = { 'Content-Type': 'text/html; charset=utf-8', Vary: 'HX-Request, Accept-Encoding' }
  const alone = isPiece(c)
  const pages = pagesOf(piece)
  const key = `${encoding} ${alone ? '' : readerOf(actor)}`
  const bytes = pages.get(key) ?? (await page())
  if (pages.size < (encoding ? mostReaders : mostPrograms)) pages.set(key, bytes)
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, encoding ? { ...type, 'Content-Encoding': encoding } : type)

  async function page(): Promise<Uint8Array> {
    const whole = alone ? inMain(piece.bytes, options) : framed(piece.bytes, { ...options, user: pageUser(actor!) })
    return encoding ? compressed(whole, encoding) : whole
  }
}

/** Who takes no compression is a program; its pages are eight times as long. */
const mostPrograms = 5
const mostReaders = 200
const pagesMade = new WeakMap<object, Map<string, Uint8Array>>()

function pagesOf({ kept }: Kept): Map<string, Uint8Array> {
  const known = pagesMade.get(kept) ?? new Map()
  pagesMade.set(kept, known)
  return known
}

/** All that the frame of the page depends on. */
function readerOf({ id, name, personId, held }: User): string {
  return `${id} ${name} ${personId} ${held.map(({ role, unitId }) => `${role}${unitId ?? ''}`).join()}`
}
