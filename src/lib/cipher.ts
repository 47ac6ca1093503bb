import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Key } from './keys'

/** Where a value stands: carried elsewhere, it does not open. */
export type Place = { table: string; column: string; row: string }

/**
 * A sealed value is: the form (1), the length of the key's name, the name, the nonce, the tag, and what was enciphered (AES-256 in
 * GCM, NIST SP 800-38D). The head and the place are part of what the tag stands for.
 */
const form = 1
const algorithm = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

let ring: Key[] = []

/** The first seals, all open. */
export function configureCipher(keys: Key[]): void {
  ring = keys
}

export function seal(plain: Uint8Array, place: Place): Buffer {
  const [key] = ring
  if (!key) throw new Error('no key to seal with')
  const head = headOf(key.id)
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv(algorithm, key.bytes, nonce, { authTagLength: tagLength })
  cipher.setAAD(told(head, place))
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([head, nonce, cipher.getAuthTag(), hidden])
}

/** Null for what none of our keys has sealed, or not here, or not so. */
export function open(sealed: Buffer, place: Place): Buffer | null {
  const key = ring.find(({ id }) => id === keyOf(sealed))
  if (!key) return null
  const head = headOf(key.id)
  const at = head.length + nonceLength
  if (sealed.length < at + tagLength) return null
  const cipher = createDecipheriv(algorithm, key.bytes, sealed.subarray(head.length, at), { authTagLength: tagLength })
  cipher.setAAD(told(head, place)).setAuthTag(sealed.subarray(at, at + tagLength))
  try {
    return Buffer.concat([cipher.update(sealed.subarray(at + tagLength)), cipher.final()])
  } catch {
    return null
  }
}

/** The name of the key that sealed it; null for what is not sealed. */
export function keyOf(sealed: Buffer): string | null {
  const length = sealed[1] ?? 0
  return sealed[0] === form && length > 0 && sealed.length > 2 + length
    ? sealed.toString('latin1', 2, 2 + length)
    : null
}

/** The names of the keys there are, the one that seals first. */
export function keyNames(): string[] {
  return ring.map(({ id }) => id)
}

/** How what this key has sealed begins. */
export function headOf(id: string): Buffer {
  return Buffer.concat([Buffer.from([form, id.length]), Buffer.from(id, 'latin1')])
}

function told(head: Buffer, { table, column, row }: Place): Buffer {
  return Buffer.concat([head, Buffer.from(`${table}:${column}:${row}`)])
}
