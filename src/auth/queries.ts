import type { Fragment } from 'postgres'
import type { Held, Preferences } from '../actor'
import { sql } from '../db/sql'

/** `held`: whatever the day; with when each role was given, in ms. `epoch`: rises when the rights change. */
export type Account = {
  id: string
  email: string
  name: string
  personId: string | null
  epoch: number
  held: (Held & { givenAt: number })[]
  secondFactor: boolean
  preferences: Preferences
}

/** What is read of an account, from `users u`. */
export const account = () => sql`
  u.id, u.email, u.name, u.person_id as "personId", u.auth_epoch as epoch, u.preferences,
  exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "secondFactor",
  coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'role', r.role, 'unitId', r.unit_id, 'startsOn', r.starts_on, 'endsOn', r.ends_on,
        'givenAt', floor(extract(epoch from r.given_at) * 1000)
      )
      order by r.role, r.unit_id
    )
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

export async function deleteOldSubmissions(): Promise<number> {
  const result = await sql`delete from submissions where created_at < now() - interval '7 days'`
  return result.count
}

/** A day without a failure starts the count anew, so older rows say nothing. */
export async function deleteOldFailures(): Promise<number> {
  const result = await sql`delete from sign_in_failures where last_at < now() - interval '2 days'`
  return result.count
}
