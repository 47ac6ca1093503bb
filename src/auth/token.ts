import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits: the value of a cookie, or the end of a link. It is kept nowhere, only its hash is. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether it can be one of ours. */
export function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
