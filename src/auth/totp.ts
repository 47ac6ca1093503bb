import { randomBytes, timingSafeEqual } from 'node:crypto'
import { base32 } from 'oslo/encoding'
import { createTOTPKeyURI, generateHOTP } from 'oslo/otp'

/** What telephones know how to count with: six digits, thirty seconds, SHA-1 (RFC 6238). */
const digits = 6
const period = 30_000

/** As long as the hash: RFC 4226 §4 asks for 160 bits. */
export function newSecret(): Buffer {
  return randomBytes(20)
}

/**
 * The step (RFC 6238 §4.2) that a code is of: this one, or the one before or after, for clocks differ. Null when it is of none
 * of them, or of one that is not later than `after`, the last one taken. Each is computed and compared whatever is found.
 */
export async function stepOf(
  code: string,
  secret: Uint8Array,
  after: number,
  now = Date.now(),
): Promise<number | null> {
  const shown = Buffer.from(code)
  const current = Math.floor(now / period)
  let found: number | null = null
  for (const step of [current + 1, current, current - 1]) {
    const right = Buffer.from(await generateHOTP(secret, step, digits))
    const same = shown.length === right.length && timingSafeEqual(shown, right)
    if (same && step > after) found = step
  }
  return found
}

/** What the drawn code says (the « Key URI Format » that authenticators read). */
export function keyUri(secret: Uint8Array, issuer: string, account: string): string {
  // some telephones read « + » as itself
  return createTOTPKeyURI(issuer, account, secret, { digits }).replaceAll('+', '%20')
}

/** The key for those who type it: base32 (RFC 4648), in groups of four. */
export function keyInGroups(secret: Uint8Array): string {
  return base32.encode(secret, { includePadding: false }).replace(/(.{4})(?=.)/g, '$1 ')
}
