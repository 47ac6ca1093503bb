import { raw } from 'hono/html'
import { framed } from '../../components/layout/frame'
import type { User } from '../actor'
import { encodingFor } from './encoding'
import type { Ctx } from './env'
import { pageUser } from './page-user'
import { isPiece, type PageOptions, render } from './render'
import { compressed } from './send'

/** A piece from the cache: `kept` is the same object as long as this very text is served. */
type Kept = { html: string; kept: object }

/**
 * A page whose content is one piece from the cache. The piece is made bytes once, and the page around it compressed once
 * for each reader: both cost more than all the rest of a request that finds everything there.
 */
export async function renderPiece(c: Ctx, options: PageOptions, piece: Kept): Promise<Response> {
  const actor = c.get('actor')
  const { headers } = c.env.incoming
  const announced = headers.cookie?.includes('annonce=') ?? false
  if (!actor || announced || isPiece(c)) return render(c, options, raw(piece.html))
  const encoding = encodingFor(headers['accept-encoding'])
  const type = { 'Content-Type': 'text/html; charset=utf-8', Vary: 'HX-Request, Accept-Encoding' }
  const page = () => framed(bytesOf(piece), { ...options, user: pageUser(actor) })
  if (encoding === null) return c.body(page() as Uint8Array<ArrayBuffer>, 200, type)
  const pages = partsOf(piece).pages
  const key = `${encoding} ${readerOf(actor)}`
  const bytes = pages.get(key) ?? (await compressed(page(), encoding))
  if (pages.size < mostReaders) pages.set(key, bytes)
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, { ...type, 'Content-Encoding': encoding })
}

type Parts = { bytes?: Uint8Array; pages: Map<string, Uint8Array> }

const mostReaders = 200
const parts = new WeakMap<object, Parts>()

function partsOf({ kept }: Kept): Parts {
  const known = parts.get(kept) ?? { pages: new Map() }
  parts.set(kept, known)
  return known
}

function bytesOf(piece: Kept): Uint8Array {
  const made = partsOf(piece)
  made.bytes ??= Buffer.from(piece.html)
  return made.bytes
}

/** All that the frame of the page depends on. */
function readerOf({ id, name, personId, held }: User): string {
  return `${id} ${name} ${personId} ${held.map(({ role, unitId }) => `${role}${unitId ?? ''}`).join()}`
}
