import { createHash, randomBytes } from 'node:crypto'
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia'
import type { Origin, User } from '../actor'
import { config } from '../config'
import { thisMoment } from '../lib/moment'
import { holdPrefetched, keysToReadWith } from '../redis/cache'
import { trustedSince } from '../redis/client'
import { dropSessions, readSession, writeSession } from '../redis/sessions'
import type { Account } from './queries'
import * as queries from './queries'

declare module 'lucia' {
  interface Register {
    Lucia: typeof lucia
    DatabaseSessionAttributes: { address: string | null; userAgent: string | null; country: string | null }
    DatabaseUserAttributes: Omit<Account, 'id'>
  }
}

const week = 604_800
/** A copy that Postgres has not confirmed for this long is checked again: a revoked session never outlives it. */
const confirmEvery = 60_000

const secure = config.PUBLIC_ORIGIN.startsWith('https:')
const name = secure ? '__Host-session_id' : 'session_id'
const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`

export const sessionCookie = {
  name,
  header: (token: string) => `${name}=${token}; Max-Age=${week}; ${attributes}`,
  cleared: `${name}=; Max-Age=0; ${attributes}`,
}

/** Postgres is the truth, Redis the copy that saves a query. Keys are the SHA-256 of the cookie's value. */
const adapter: Adapter = {
  getSessionAndUser: async (id) => (await copyOf(id)) ?? (await confirm(id)),
  getUserSessions: async (userId) =>
    (await queries.listSessionsOf(userId)).map((row) => ({ ...row, attributes: nowhere })),
  setSession: (session) => queries.insertSession({ ...session, ...session.attributes }),
  updateSessionExpiration: async (id, expiresAt) => {
    await queries.setSessionExpiry(id, expiresAt)
    await dropSessions([id])
  },
  deleteSession: async (id) => {
    await queries.deleteSession(id)
    await dropSessions([id])
  },
  deleteUserSessions: async (userId) => dropSessions(await queries.deleteSessionsOf(userId)),
  deleteExpiredSessions: async () => {
    await queries.deleteExpiredSessions()
  },
}

const nowhere = { address: null, userAgent: null, country: null }

const lucia = new Lucia(adapter, {
  sessionExpiresIn: new TimeSpan(7, 'd'),
  sessionCookie: { name, attributes: { secure } },
  getUserAttributes: (user) => user,
})

/** A new session for an account; returns the cookie's value, which is stored nowhere. */
export async function openSession(
  userId: string,
  from: { address: string | null; userAgent: string | null; country: string | null },
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await lucia.createSession(userId, from, { sessionId: hashOf(token) })
  return token
}

/** Who holds this cookie, or nothing. `renewed`: the session was prolonged and the cookie should be too. */
export async function authenticate(
  token: string,
  origin: Origin,
): Promise<{ actor: User; renewed: boolean } | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined
  const { session, user } = await lucia.validateSession(hashOf(token))
  if (!session) return undefined
  const { id, name, email, personId, held } = user
  return {
    actor: { kind: 'user', id, name, email, personId, held, sessionId: session.id, origin },
    renewed: session.fresh,
  }
}

/** The session is over in Postgres first, then in Redis; a copy Redis could not drop is dropped when it is back. */
export function closeSession(id: string): Promise<void> {
  return lucia.invalidateSession(id)
}

export function closeSessionsOf(userId: string): Promise<void> {
  return lucia.invalidateUserSessions(userId)
}

/** Also the form in which one-time tokens are kept. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

type Known = [session: DatabaseSession, user: DatabaseUser]
type Copy = { checkedAt: number; expiresAt: number; account: Account }

async function copyOf(id: string): Promise<Known | undefined> {
  const alongside = keysToReadWith(id, thisMoment()?.url ?? '')
  const read = await readSession(id, alongside)
  if (!read) return undefined
  holdPrefetched(alongside, read.alongside)
  const copy = read.session === undefined ? undefined : readCopy(read.session)
  if (!copy) return undefined
  // one from the future was made by a clock that was set back since
  const trusted = Math.abs(Date.now() - copy.checkedAt) < confirmEvery && copy.checkedAt > trustedSince()
  return trusted ? known(id, new Date(copy.expiresAt), copy.account) : undefined
}

/** What another version of the program may have left there is no copy. */
function readCopy(text: string): Copy | undefined {
  try {
    const copy = JSON.parse(text) as Copy
    const whole = Number.isFinite(copy.checkedAt) && Number.isFinite(copy.expiresAt) && Array.isArray(copy.account.held)
    return whole ? copy : undefined
  } catch {
    return undefined
  }
}

async function confirm(id: string): Promise<Known | [null, null]> {
  const checkedAt = Date.now()
  const found = await queries.findSession(id)
  if (!found) {
    await dropSessions([id])
    return [null, null]
  }
  const copy: Copy = { checkedAt, expiresAt: found.expiresAt.getTime(), account: found.account }
  await writeSession(id, JSON.stringify(copy), Math.max(1, Math.ceil((copy.expiresAt - checkedAt) / 1_000)))
  return known(id, found.expiresAt, found.account)
}

function known(id: string, expiresAt: Date, { id: userId, ...attributes }: Account): Known {
  return [
    { id, userId, expiresAt, attributes: nowhere },
    { id: userId, attributes },
  ]
}
