import type { Fragment } from 'postgres'
import { sql, type Tx } from '../db/sql'
import { type Account, account } from './queries'

/** After how many hours a session is over: without a request, and whatever happens. */
export type Limits = { idle: number; absolute: number }

/** Where a session was opened. */
export type Where = { address: string | null; userAgent: string | null; country: string | null }

/** `successor`: another id has taken its place. `outdated`: the account's rights have changed since it got this id. */
export type SessionFound = {
  createdAt: Date
  expiresAt: Date
  provedAt: Date
  alive: boolean
  outdated: boolean
  successor: Buffer | null
  /** Seconds since it was last noted that somebody is there. */
  unseen: number
  account: Account
}

/** One that is still good, or that another has taken the place of; its account is in use. */
export async function findSession(id: string, limits: Limits): Promise<SessionFound | undefined> {
  const [row] = await sql<(Account & Omit<SessionFound, 'account'>)[]>`
    select ${account()}, s.created_at as "createdAt", s.expires_at as "expiresAt", s.proved_at as "provedAt", s.successor,
      ${alive(limits)} as alive, coalesce(s.epoch, u.auth_epoch) <> u.auth_epoch as outdated,
      extract(epoch from now() - s.seen_at)::int as unseen
    from sessions s
    join users u on u.id = s.user_id
    where s.id = ${id} and u.disabled_at is null and (s.successor is not null or ${alive(limits)})`
  if (!row) return undefined
  const { createdAt, expiresAt, provedAt, alive: good, outdated, successor, unseen, ...found } = row
  return { createdAt, expiresAt, provedAt, alive: good, outdated, successor, unseen, account: found }
}

/** Whether it has not come to its end (alias `s`). */
export function alive({ idle, absolute }: Limits): Fragment {
  return sql`(
    s.expires_at > now()
    and s.seen_at > now() - make_interval(hours => ${idle})
    and s.created_at > now() - make_interval(hours => ${absolute})
  )`
}

export async function insertSession(tx: Tx, id: string, userId: string, from: Where, limits: Limits): Promise<void> {
  await tx`
    insert into sessions (id, user_id, expires_at, address, user_agent, country, epoch)
    select ${id}, id, now() + make_interval(hours => ${limits.absolute}), ${from.address}, ${from.userAgent}, ${from.country}, auth_epoch
    from users where id = ${userId}`
}

type Replacement = {
  /** The new id, and what made it. */
  by: string
  successor: Buffer
  /** Seconds for which the old one is still good. */
  grace: number
  /** Where it is used now, when its owner has just shown that they are who they are. */
  proved: Where | null
}

/** The session goes on under another id. False when it does so already, or is over. */
export async function replaceSession(
  id: string,
  { by, successor, grace, proved }: Replacement,
  limits: Limits,
): Promise<boolean> {
  const { count } = await sql`
    with s as (
      update sessions s
      set successor = ${successor}, expires_at = least(s.expires_at, now() + make_interval(secs => ${grace}))
      where s.id = ${id} and s.successor is null and ${alive(limits)}
      returning s.*
    )
    insert into sessions (id, user_id, sign_in_id, created_at, expires_at, proved_at, address, user_agent, country, epoch)
    select ${by}, s.user_id, s.sign_in_id, s.created_at, s.created_at + make_interval(hours => ${limits.absolute}),
      ${proved ? sql`now(), ${proved.address}, ${proved.userAgent}, ${proved.country}` : sql`s.proved_at, s.address, s.user_agent, s.country`},
      u.auth_epoch
    from s
    join users u on u.id = s.user_id`
  return count > 0
}

/** The id that is good now of the sign-in that this one belongs to. */
export async function findSuccessor(id: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select s.id
    from sessions old
    join sessions s on s.sign_in_id = old.sign_in_id and s.successor is null
    where old.id = ${id}`
  return row?.id
}

/** Somebody is there; and it ends when the limit says by now. Written once in so many seconds, whoever else notes it. */
export async function noteSeen(id: string, every: number, limits: Limits): Promise<void> {
  await sql`
    update sessions s
    set seen_at = now(), expires_at = s.created_at + make_interval(hours => ${limits.absolute}),
      epoch = coalesce(s.epoch, (select u.auth_epoch from users u where u.id = s.user_id))
    where s.id = ${id} and s.successor is null and s.seen_at < now() - make_interval(secs => ${every}) and ${alive(limits)}`
}

export async function setProved(id: string): Promise<void> {
  await sql`update sessions set proved_at = now() where id = ${id}`
}

/** What was ended: the ids it had, with whose it was. Nothing when it was over already. */
export type Ended = { id: string; userId: string; signInId: string }

/** With the ids that it had before. */
export async function deleteSession(id: string): Promise<Ended[]> {
  return sql<Ended[]>`
    delete from sessions s
    where s.sign_in_id = (select sign_in_id from sessions where id = ${id})
    returning s.id, s.user_id as "userId", s.sign_in_id as "signInId"`
}

/** All but so many sign-ins of the account, those that were used last. */
export async function deleteUnused(tx: Tx, userId: string, but: number): Promise<Ended[]> {
  return tx<Ended[]>`
    delete from sessions
    where user_id = ${userId} and sign_in_id in (
      select sign_in_id from sessions
      where user_id = ${userId} and successor is null
      order by seen_at desc, sign_in_id desc
      offset ${but}
    )
    returning id, user_id as "userId", sign_in_id as "signInId"`
}

/** All of the account but the sign-in that `except` belongs to, with the ids that they had before. */
export async function deleteSessionsOf(on: Tx, userId: string, except: string | null = null): Promise<Ended[]> {
  return on<Ended[]>`
    delete from sessions
    where user_id = ${userId} and sign_in_id is distinct from (select sign_in_id from sessions where id = ${except})
    returning id, user_id as "userId", sign_in_id as "signInId"`
}

export async function listSessionIds(userId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from sessions where user_id = ${userId}`
  return rows.map(({ id }) => id)
}

export async function deleteExpiredSessions({ idle, absolute }: Limits): Promise<number> {
  const { count } = await sql`
    delete from sessions
    where expires_at < now()
      or seen_at < now() - make_interval(hours => ${idle})
      or created_at < now() - make_interval(hours => ${absolute})`
  return count
}
