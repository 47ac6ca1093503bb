import { randomBytes } from 'node:crypto'
import { config } from '../config'
import type { Ctx } from '../http/env'

/**
 * What a browser is known by from one sign-in to the next: 128 random bits that open nothing. An address would be another
 * each day, and the same for a whole ministry.
 */
const secure = config.PUBLIC_ORIGIN.startsWith('https:')
const name = secure ? '__Host-appareil' : 'appareil'
const held = secure ? /(?:^|;\s*)__Host-appareil=([\w-]{22})(?:;|$)/ : /(?:^|;\s*)appareil=([\w-]{22})(?:;|$)/
const year = 31_536_000

export const deviceCookie = {
  name,
  header: (token: string) =>
    `${name}=${token}; Max-Age=${year}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
}

/** The browser's own, or the one that it is to have once somebody has signed in with it. */
export function deviceOf(c: Ctx): string {
  return held.exec(c.env.incoming.headers.cookie ?? '')?.[1] ?? randomBytes(16).toString('base64url')
}
