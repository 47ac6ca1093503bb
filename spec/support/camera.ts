import decodeQR from 'qr/decode.js'
import sharp from 'sharp'

/** What a telephone reads in a picture, told by a decoder that shares nothing with what draws. */
export async function readCode(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return decodeQR({ width: info.width, height: info.height, data }, { timeLimit: 5_000 })
}

/** The address that the page offers beside the code. */
export function offeredOn(html: string): string {
  return /href="(otpauth:[^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')
}
