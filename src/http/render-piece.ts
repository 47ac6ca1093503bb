import type { Flash } from '../../components/layout/flash'
import { framed, inMain } from '../../components/layout/frame'
import type { User } from '../actor'
import { organisationSignature } from '../lib/organisation'
import { isoToday } from '../lib/today'
import { encodingFor } from './encoding'
import type { Ctx } from './env'
import { takeAnnouncement } from './flash'
import { actorOf } from './guards'
import { pageUser } from './page-user'
import { isPiece, type PageOptions } from './render'
import { compressed } from './send'

/** A piece from the cache: `kept` is the same object as long as these very bytes are served. */
type Kept = { bytes: Buffer; kept: object }
type Bytes = Uint8Array<ArrayBuffer>
/** What is the reader's alone in a piece that others share, and the text before which it stands. */
type Own = { html: string; before: string }

/**
 * A page whose content is one piece from the cache. The piece is never decoded, and the page around it made and compressed
 * once for each reader: all that costs more than all the rest of a request that finds everything there.
 */
export async function renderPiece(c: Ctx, options: PageOptions, piece: Kept, own?: Own): Promise<Response> {
  const actor = actorOf(c)
  const encoding = encodingFor(c.env.incoming.headers['accept-encoding'])
  const type = { 'Content-Type': 'text/html; charset=utf-8', Vary: 'HX-Request, Accept-Encoding' }
  const headers = encoding ? { ...type, 'Content-Encoding': encoding } : type
  const alone = isPiece(c)
  const message = alone ? undefined : takeAnnouncement(c)
  // what is announced is on this one page only
  if (message !== undefined) return c.body(await page({ message }), 200, headers)
  const pages = pagesOf(piece)
  const key = `${encoding} ${alone ? '' : readerOf(actor) + organisationSignature() + isoToday()} ${own?.html ?? ''}`
  const bytes = pages.get(key) ?? (await page())
  if (pages.size < (encoding ? mostReaders : mostPrograms)) pages.set(key, bytes)
  return c.body(bytes, 200, headers)

  async function page(flash?: Flash): Promise<Bytes> {
    const user = pageUser(actor)
    const content = own ? inserted(piece.bytes, own) : piece.bytes
    const whole = alone ? inMain(content, options) : framed(content, { ...options, user, flash })
    return encoding ? compressed(whole, encoding) : whole
  }
}

function inserted(bytes: Buffer, { html, before }: Own): Buffer {
  const at = bytes.indexOf(before)
  return at === -1 ? bytes : Buffer.concat([bytes.subarray(0, at), Buffer.from(html), bytes.subarray(at)])
}

/** Who takes no compression is a program; its pages are eight times as long. */
const mostPrograms = 5
const mostReaders = 200
const pagesMade = new WeakMap<object, Map<string, Bytes>>()

function pagesOf({ kept }: Kept): Map<string, Bytes> {
  const known = pagesMade.get(kept) ?? new Map()
  pagesMade.set(kept, known)
  return known
}

/** All that the frame of the page depends on. */
function readerOf({ id, name, personId, held, preferences: { theme, density, list } }: User): string {
  return `${id} ${name} ${personId} ${theme} ${density} ${list} ${held.map(({ role, unitId }) => `${role}${unitId ?? ''}`).join()}`
}
