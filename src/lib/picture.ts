import type { Sharp } from 'sharp'

/** Decoded, a picture takes four bytes for each of these. */
const mostPixels = 25_000_000

/** What the first bytes say it is. */
export function pictureKind(bytes: Buffer): 'png' | 'jpeg' | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg'
  return bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) ? 'png' : null
}

/** The same, and a PDF. */
export function shownKind(bytes: Buffer): 'pdf' | 'png' | 'jpeg' | null {
  return bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? 'pdf' : pictureKind(bytes)
}

/** A sheet of paper that was photographed, drawn anew and large enough to be read. Null as below. */
export function sheetOf(bytes: Buffer, kind: 'png' | 'jpeg'): Promise<Buffer | null> {
  return drawnAnew(bytes, 3_500, (picture) => (kind === 'png' ? picture.png() : picture.jpeg({ quality: 85 })))
}

/**
 * A picture drawn anew, upright and at most `side` pixels wide and high, without what else its file carried (the place, the
 * device). Null for one that cannot be decoded, or of more than 25 million pixels.
 */
export async function drawnAnew(
  bytes: Buffer,
  side: number,
  encode: (picture: Sharp) => Sharp,
): Promise<Buffer | null> {
  // asked for when it is needed: it takes 20 MB that most processes never use
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    return await encode(picture).toBuffer()
  } catch {
    return null
  }
}

/** Which square of a picture: where there is most to see, or its beginning (top or left), its middle, its end. */
export const cropNames = ['auto', 'start', 'centre', 'end'] as const
export type Crop = (typeof cropNames)[number]
const crops: Record<Crop, string> = { auto: 'attention', start: 'left top', centre: 'centre', end: 'right bottom' }

/** A square cut out of a picture, `side` pixels wide. */
export async function faceOf(bytes: Buffer, side: number, crop: Crop): Promise<Buffer | null> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  try {
    return await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(side, side, { fit: 'cover', position: crops[crop] })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82 })
      .toBuffer()
  } catch {
    return null
  }
}
