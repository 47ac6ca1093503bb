import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { User } from '../actor'
import { proofField } from '../auth/auth'
import { invalid } from '../lib/problems'
import { setAlone } from './change'
import * as queries from './queries'

/** Beside the file. */
export const logoForm = z.strictObject({ proof: proofField })

const side = 512
/** Decoded, a picture takes four bytes for each of these. */
const mostPixels = 25_000_000
/** Of each process: whoever looks at a page looks at the same one. */
let kept: { version: string; png: Buffer } | undefined

/** From now on the house wears this picture, drawn anew: what else the file carried is not kept. */
export async function wearLogo(actor: User, file: { name: string; bytes: Buffer }, proof: string | null) {
  const png = await drawnAnew(file.bytes)
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

async function drawnAnew(bytes: Buffer): Promise<Buffer> {
  if (isSvg(bytes))
    throw wrong(
      'Les images SVG ne sont pas acceptées, car elles peuvent contenir du code. Envoyez une image PNG ou JPEG.',
    )
  if (!isPng(bytes) && !isJpeg(bytes)) throw wrong('Envoyez une image PNG ou JPEG.')
  // asked for when it is needed: it takes 20 MB that most processes never use
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  try {
    return await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 9 })
      .toBuffer()
  } catch {
    throw wrong('Cette image est illisible, ou trop grande. Envoyez une image PNG ou JPEG de moins de 25 mégapixels.')
  }
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
}

function isJpeg(bytes: Buffer): boolean {
  return bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))
}

function isSvg(bytes: Buffer): boolean {
  return /^[\ufeff\s]*<(\?xml|!doctype\s+svg|!--|svg)/i.test(bytes.subarray(0, 256).toString('utf8'))
}

function wrong(message: string) {
  return invalid([{ field: 'logo', message }])
}
