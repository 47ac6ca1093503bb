import type { Fragment } from 'postgres'
import type { Held, Role } from '../actor'
import { sql, type Tx } from '../db/sql'

export type Account = { id: string; email: string; name: string; personId: string | null; epoch: number; held: Held[] }

const account = () => sql`
  u.id, u.email, u.name, u.person_id as "personId", u.auth_epoch as epoch,
  coalesce((
    select jsonb_agg(jsonb_build_object('role', r.role, 'unitId', r.unit_id) order by r.role, r.unit_id)
    from user_roles r where r.user_id = u.id
  ), '[]') as held`

export async function findForSignIn(
  email: string,
): Promise<(Account & { passwordHash: string | null; disabled: boolean }) | undefined> {
  const [row] = await sql<(Account & { passwordHash: string | null; disabled: boolean })[]>`
    select ${account()}, u.password_hash as "passwordHash", u.disabled_at is not null as disabled
    from users u
    where lower(u.email) = ${email.toLowerCase()}`
  return row
}

/** One that is in use, as it is now. */
export async function findAccount(id: string): Promise<Account | undefined> {
  const [row] = await sql<Account[]>`select ${account()} from users u where u.id = ${id} and u.disabled_at is null`
  return row
}

/** A session that is still good: not expired, its account not disabled. */
export async function findSession(id: string): Promise<{ expiresAt: Date; account: Account } | undefined> {
  const [row] = await sql<(Account & { expiresAt: Date })[]>`
    select ${account()}, s.expires_at as "expiresAt"
    from sessions s
    join users u on u.id = s.user_id
    where s.id = ${id} and s.expires_at > now() and u.disabled_at is null`
  if (!row) return undefined
  const { expiresAt, ...found } = row
  return { expiresAt, account: found }
}

export async function listSessionsOf(userId: string): Promise<{ id: string; userId: string; expiresAt: Date }[]> {
  return sql`select id, user_id as "userId", expires_at as "expiresAt" from sessions where user_id = ${userId}`
}

export async function insertSession(session: {
  id: string
  userId: string
  expiresAt: Date
  address: string | null
  userAgent: string | null
  country: string | null
}): Promise<void> {
  await sql`
    insert into sessions (id, user_id, expires_at, address, user_agent, country)
    values (${session.id}, ${session.userId}, ${session.expiresAt}, ${session.address}, ${session.userAgent}, ${session.country})`
}

export async function setSessionExpiry(id: string, expiresAt: Date): Promise<void> {
  await sql`update sessions set expires_at = ${expiresAt} where id = ${id}`
}

export async function deleteSession(id: string): Promise<void> {
  await sql`delete from sessions where id = ${id}`
}

export async function deleteSessionsOf(userId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`delete from sessions where user_id = ${userId} returning id`
  return rows.map((row) => row.id)
}

export async function deleteExpiredSessions(): Promise<number> {
  const result = await sql`delete from sessions where expires_at < now()`
  return result.count
}

/**
 * Counts an attempt on this e-mail address as failed before it is tried, so that from a hundred addresses at once no more are
 * tried than one by one. False while attempts must wait, except from an address known to be its owner's.
 */
export async function claimAttempt(emailHash: Buffer, email: string, address: string): Promise<boolean> {
  const failures = sql`case when f.last_at < now() - interval '1 day' then 1 else f.failures + 1 end`
  const [row] = await sql`
    insert into sign_in_failures as f (email_hash, failures, last_at) values (${emailHash}, 1, now())
    on conflict (email_hash) do update
    set failures = ${failures}, last_at = now(), blocked_until = now() + ${delayAfter(failures)}
    where f.blocked_until is null or f.blocked_until <= now()
      or exists (
        select from known_addresses k
        join users u on u.id = k.user_id
        where lower(u.email) = ${email} and k.address = ${placeOf(address)} and k.last_at > now() - interval '90 days'
      )
    returning f.failures`
  return row !== undefined
}

/** No wait for the first ten; then twice as long each time, from 5 s to a quarter of an hour: never for good. */
function delayAfter(failures: Fragment): Fragment {
  return sql`case when ${failures} < 10 then null else least(interval '15 minutes', interval '5 seconds' * 2 ^ least(${failures} - 10, 20)) end`
}

/** The attempt that was counted has succeeded. */
export async function forgiveAttempt(emailHash: Buffer): Promise<void> {
  await sql`update sign_in_failures set failures = greatest(failures - 1, 0), blocked_until = null where email_hash = ${emailHash}`
}

/** Seconds until the next attempt on this e-mail address. */
export async function findDelay(emailHash: Buffer): Promise<number> {
  const [row] = await sql<{ seconds: number }[]>`
    select ceil(extract(epoch from blocked_until - now()))::int as seconds from sign_in_failures where email_hash = ${emailHash}`
  return Math.max(1, row?.seconds ?? 1)
}

export async function rememberAddress(userId: string, address: string): Promise<void> {
  await sql`
    insert into known_addresses (user_id, address, last_at) values (${userId}, ${placeOf(address)}, now())
    on conflict (user_id, address) do update set last_at = now()`
}

/** An IPv4 address, or the /64 network of an IPv6 one: within it a machine changes its address every day. */
function placeOf(address: string): Fragment {
  return address.includes(':') ? sql`network(set_masklen(${address}::inet, 64))::inet` : sql`${address}::inet`
}

export async function countUsers(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from users`
  return row!.count
}

export async function insertUser(
  tx: Tx,
  user: { email: string; name: string; passwordHash: string | null; personId: string | null },
): Promise<string> {
  const [row] = await tx<{ id: string }[]>`
    insert into users (email, name, password_hash, person_id)
    values (${user.email}, ${user.name}, ${user.passwordHash}, ${user.personId})
    returning id`
  return row!.id
}

/** A chief's role names the unit by its code; the other roles have none. */
export async function insertRole(tx: Tx, userId: string, role: Role, unitCode: string | null): Promise<void> {
  await tx`
    insert into user_roles (user_id, role, unit_id)
    values (${userId}, ${role}, (select id from units where code = ${unitCode}))`
}

export async function insertInvitation(tokenHash: string, role: string, hours: number): Promise<void> {
  await sql`
    insert into invitations (token_hash, role, expires_at) values (${tokenHash}, ${role}, now() + make_interval(hours => ${hours}))`
}

/** Good until it expires, is used, or there is an account. */
export async function findInvitation(tokenHash: string): Promise<Role | undefined> {
  const [row] = await sql<{ role: Role }[]>`
    select role from invitations
    where token_hash = ${tokenHash} and used_at is null and expires_at > now() and not exists (select from users)`
  return row?.role
}

/** Uses this invitation up, and all others with it; undefined when somebody was quicker. */
export async function takeInvitations(tx: Tx, tokenHash: string): Promise<Role | undefined> {
  // in one order, so that two who hold different links wait for one another instead of each holding what the other needs
  const open = await tx<{ tokenHash: string; role: Role }[]>`
    select token_hash as "tokenHash", role from invitations
    where used_at is null and expires_at > now() and not exists (select from users)
    order by token_hash for update`
  const mine = open.find((invitation) => invitation.tokenHash === tokenHash)
  if (mine) await tx`update invitations set used_at = now() where used_at is null`
  return mine?.role
}

export async function deleteOldSubmissions(): Promise<number> {
  const result = await sql`delete from submissions where created_at < now() - interval '7 days'`
  return result.count
}

export async function setDisabled(tx: Tx, userId: string): Promise<void> {
  await tx`update users set disabled_at = now(), auth_epoch = auth_epoch + 1 where id = ${userId} and disabled_at is null`
}

/** A day without a failure starts the count anew, so older rows say nothing. */
export async function deleteOldFailures(): Promise<number> {
  const result = await sql`delete from sign_in_failures where last_at < now() - interval '2 days'`
  return result.count
}
