import { type Adapter, Lucia, TimeSpan } from 'lucia'
import type { Origin, User } from '../actor'
import { config } from '../config'
import { afterCommit, sql, type Tx } from '../db/sql'
import { publish } from '../redis/channel'
import { dropSessions } from '../redis/sessions'
import { deleteOldDevices } from './device-queries'
import type { Account } from './queries'
import { findKnown, limits, type Standing } from './session-copies'
import * as queries from './session-queries'
import { nextToken } from './session-rotation'
import { hashOf, isToken, newToken } from './token'
import { userOf } from './user'

export { rotateSession } from './session-rotation'

declare module 'lucia' {
  interface Register {
    Lucia: typeof lucia
    DatabaseSessionAttributes: { opened?: { from: queries.Where; tx: Tx }; standing?: Standing }
    DatabaseUserAttributes: Omit<Account, 'id'>
  }
}

const secure = config.PUBLIC_ORIGIN.startsWith('https:')
const name = secure ? '__Host-session_id' : 'session_id'
const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`

export const sessionCookie = {
  name,
  /** `seconds`: what is left of the session; of a new one, all there is. */
  header: (token: string, seconds = limits().absolute * 3_600) =>
    `${name}=${token}; Max-Age=${Math.max(0, Math.round(seconds))}; ${attributes}`,
  cleared: `${name}=; Max-Age=0; ${attributes}`,
}

/**
 * Postgres is the truth, Redis the copy that saves a query. Keys are the SHA-256 of the cookie's value. How long a session lasts
 * is for the settings to say, which may change: what Lucia would do about it does nothing.
 */
const adapter: Adapter = {
  getSessionAndUser: findKnown,
  setSession: ({ id, userId, attributes: { opened } }) =>
    queries.insertSession(opened!.tx, id, userId, opened!.from, limits()),
  updateSessionExpiration: async () => undefined,
  deleteSession: (id) => dropSessions([id]),
  deleteUserSessions: (userId) => closeSessionsOf(userId),
  deleteExpiredSessions: async () => undefined,
  getUserSessions: async () => [],
}

const lucia = new Lucia(adapter, {
  sessionExpiresIn: new TimeSpan(0, 'ms'),
  sessionCookie: { name, attributes: { secure } },
  getUserAttributes: (user) => user,
  getSessionAttributes: ({ standing }) => ({ standing }),
})

/**
 * Sessions that one account has at once (ASVS 7.1.2): more than anybody has browsers, and no more than can be read, or ended one
 * by one.
 */
const most = 100

/** A new session for an account, whose row the caller holds; returns the cookie's value, which is stored nowhere. */
export async function openSession(userId: string, from: queries.Where, tx: Tx): Promise<string> {
  const token = newToken()
  await lucia.createSession(userId, { opened: { from, tx } }, { sessionId: hashOf(token) })
  const ended = await queries.deleteUnused(tx, userId, most)
  if (ended.length > 0) afterCommit(tx, () => forget(ended))
  return token
}

/** `actor`: nobody, when the session goes on under another id that the browser should have by now. */
export type Entered = { actor: User | null; cookie?: string }

/**
 * Who holds this cookie, or nothing. `cookie`: what the browser is to keep from now on. `lasting`: whether the answer can bring one.
 */
export async function authenticate(token: string, origin: Origin, lasting = true): Promise<Entered | undefined> {
  if (!isToken(token)) return undefined
  const { session, user } = await lucia.validateSession(hashOf(token))
  if (!session?.standing) return undefined
  const { state, provedAt, endsAt, successor, moved } = session.standing
  if (state === 'void') return { actor: null }
  const changes = lasting && state !== 'good'
  const present = changes ? await nextToken(token, successor) : token
  if (present === undefined) return undefined
  const actor = userOf(user, origin, { sessionId: hashOf(present), provedAt })
  const cookie = changes || moved ? sessionCookie.header(present, (endsAt - Date.now()) / 1_000) : undefined
  return { actor, cookie }
}

/** Whoever holds this session has shown again who they are. */
export async function noteProof(id: string): Promise<void> {
  await queries.setProved(id)
  await dropSessions([id])
}

/**
 * What the account may do, or what is known of it, has changed: its sessions are asked of Postgres again at their next request.
 * To be called after the commit.
 */
export async function refreshSessionsOf(userId: string): Promise<void> {
  await dropSessions(await queries.listSessionIds(userId))
  await publish('session', userId)
}

/**
 * The session is over in Postgres first, then in Redis; a copy Redis could not drop is dropped when it is back. False when it was
 * over already.
 */
export async function closeSession(id: string): Promise<boolean> {
  return forget(await queries.deleteSession(id))
}

export async function closeSessionsOf(userId: string): Promise<void> {
  await forget(await queries.deleteSessionsOf(sql, userId))
}

/** What Postgres has ended is over elsewhere too, with the pages that are open. To be called after the commit. */
export async function forget(ended: queries.Ended[]): Promise<boolean> {
  await dropSessions(ended.map(({ id }) => id))
  for (const userId of new Set(ended.map((one) => one.userId))) await publish('session', userId)
  return ended.length > 0
}

/** What is over by the limits of now leaves its row, and browsers that nobody has come back with. Returns how many sessions. */
export async function tidySessions(): Promise<number> {
  const [sessions] = await Promise.all([queries.deleteExpiredSessions(limits()), deleteOldDevices()])
  return sessions
}
