import { createHash } from 'node:crypto'
import type { User } from '../actor'
import { drawnAnew, pictureKind } from '../lib/picture'
import { invalid } from '../lib/problems'
import { setAlone } from './change'
import * as queries from './queries'

const side = 512
/** Of each process: whoever looks at a page looks at the same one. */
let kept: { version: string; png: Buffer } | undefined

/** From now on the house wears this picture, drawn anew: what else the file carried is not kept. */
export async function wearLogo(actor: User, file: { name: string; bytes: Buffer }, proof: string | null) {
  const png = await redrawn(file.bytes)
  const version = createHash('sha256').update(png).digest('hex').slice(0, 32)
  await setAlone(actor, proof, { logo: version }, (tx) =>
    queries.insertLogo(tx, { version, name: file.name, png }, actor.id),
  )
}

export function removeLogo(actor: User, proof: string | null): Promise<void> {
  return setAlone(actor, proof, { logo: null })
}

/** The picture of that version, for anybody; those of the past too, which letters and pages may still show. */
export async function logoOf(version: string): Promise<Buffer | undefined> {
  if (!/^[0-9a-f]{32}$/.test(version)) return undefined
  if (kept?.version === version) return kept.png
  const png = await queries.findLogo(version)
  if (png) kept = { version, png }
  return png
}

async function redrawn(bytes: Buffer): Promise<Buffer> {
  if (isSvg(bytes))
    throw wrong(
      'Les images SVG ne sont pas acceptées, car elles peuvent contenir du code. Envoyez une image PNG ou JPEG.',
    )
  if (!pictureKind(bytes)) throw wrong('Envoyez une image PNG ou JPEG.')
  const png = await drawnAnew(bytes, side, (picture) => picture.png({ compressionLevel: 9 }))
  if (png && isSeen(png)) return png
  if (png)
    throw wrong(
      'Cette image ne se verrait pas dans l’en-tête des pages. Prenez-en une de 24 points de côté au moins, ni plus de cinq fois plus large que haute, ni plus de deux fois plus haute que large.',
    )
  throw wrong('Cette image est illisible, ou trop grande. Envoyez une image PNG ou JPEG de moins de 25 mégapixels.')
}

/** In a box of 96 by 28; the sides of a PNG stand in its first chunk (PNG, third edition, 11.2.1). */
function isSeen(png: Buffer): boolean {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  return Math.min(width, height) >= 24 && width <= height * 5 && height <= width * 2
}

function isSvg(bytes: Buffer): boolean {
  return /^[\ufeff\s]*<(\?xml|!doctype\s+svg|!--|svg)/i.test(bytes.subarray(0, 256).toString('utf8'))
}

function wrong(message: string) {
  return invalid([{ field: 'logo', message }])
}
