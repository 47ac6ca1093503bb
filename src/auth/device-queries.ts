import type { Fragment } from 'postgres'
import { sql, type Tx } from '../db/sql'
import { alive, type Ended, type Limits } from './session-queries'

/** `fresh`: the account was never opened in this browser; `others`: but in another. */
export async function rememberDevice(
  tx: Tx,
  userId: string,
  tokenHash: string,
): Promise<{ fresh: boolean; others: boolean }> {
  const [row] = await tx<{ fresh: boolean; others: boolean }[]>`
    insert into known_devices (user_id, token_hash) values (${userId}, ${tokenHash})
    on conflict (user_id, token_hash) do update set last_at = now()
    returning xmax = 0 as fresh, exists (select from known_devices k where k.user_id = ${userId}) as others`
  return row!
}

/** The cookie lives for a year from the last sign-in: beyond that no browser has it. */
export async function deleteOldDevices(): Promise<number> {
  const { count } = await sql`delete from known_devices where last_at < now() - interval '400 days'`
  return count
}

export type SessionRow = {
  signInId: string
  own: boolean
  createdAt: Date
  seenAt: Date
  address: string | null
  userAgent: string | null
  country: string | null
}

/** Those that are open; one's own first, then the last used. */
export async function listSessions(userId: string, sessionId: string, limits: Limits): Promise<SessionRow[]> {
  return sql<SessionRow[]>`
    select s.sign_in_id as "signInId", s.id = ${sessionId} as own, s.created_at as "createdAt", s.seen_at as "seenAt",
      host(s.address) as address, s.user_agent as "userAgent", s.country
    from sessions s
    where s.user_id = ${userId} and s.successor is null and ${alive(limits)}
    order by own desc, s.seen_at desc, s.sign_in_id`
}

export type EndedDevice = Ended & { userAgent: string | null; successor: Buffer | null }

/** One of the account's sign-ins, or all but the one that this session belongs to. */
export async function endSessions(
  tx: Tx,
  userId: string,
  which: { signInId: string } | { except: string },
): Promise<EndedDevice[]> {
  const wanted: Fragment =
    'signInId' in which
      ? sql`sign_in_id = ${which.signInId}`
      : sql`sign_in_id is distinct from (select sign_in_id from sessions where id = ${which.except})`
  return tx<EndedDevice[]>`
    delete from sessions
    where user_id = ${userId} and ${wanted}
    returning id, user_id as "userId", sign_in_id as "signInId", user_agent as "userAgent", successor`
}

/** Whether it is the sign-in that this session belongs to. */
export async function isOwnSignIn(sessionId: string, signInId: string): Promise<boolean> {
  const rows = await sql`select from sessions where id = ${sessionId} and sign_in_id = ${signInId}`
  return rows.length > 0
}
