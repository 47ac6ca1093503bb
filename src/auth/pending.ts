import { config } from '../config'
import { findPending, insertPending } from './pending-queries'
import { hashOf, isToken, newToken } from './token'

const secure = config.PUBLIC_ORIGIN.startsWith('https:')
const name = secure ? '__Host-sign_in_id' : 'sign_in_id'
const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`

/** Held by who has shown the right password and not yet a code, for ten minutes; it opens nothing else. */
export const pendingCookie = {
  name,
  header: (token: string) => `${name}=${token}; Max-Age=600; ${attributes}`,
  cleared: `${name}=; Max-Age=0; ${attributes}`,
}

/** Returns the cookie's value, which is stored nowhere. */
export async function holdSignIn(userId: string, passwordHash: string): Promise<string> {
  const token = newToken()
  await insertPending(hashOf(token), userId, passwordHash)
  return token
}

/** Whose sign-in waits for a code; undefined for what is forged, over, or has served. */
export async function pendingOf(token: string | undefined): Promise<string | undefined> {
  return token !== undefined && isToken(token) ? findPending(hashOf(token)) : undefined
}
