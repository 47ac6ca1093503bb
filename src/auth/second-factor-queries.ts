import { sql, type Tx } from '../db/sql'
import type { Ended } from './session-queries'

/** What an account has: a key that is only proposed until a first code of it has been shown. */
export type Factor = {
  /** As `openSecret` reads it. */
  sealed: Buffer
  confirmedAt: Date | null
  /** A key that is proposed and not taken up in half an hour is given up. */
  fresh: boolean
  codesSet: number
  codesLeft: number
}

export async function findFactor(userId: string): Promise<Factor | undefined> {
  const [row] = await sql<Factor[]>`
    select secret as sealed, confirmed_at as "confirmedAt", created_at > now() - interval '30 minutes' as fresh, codes_set as "codesSet",
      (select count(*)::int from recovery_codes r where r.user_id = f.user_id and r.used_at is null) as "codesLeft"
    from second_factors f
    where user_id = ${userId}`
  return row
}

/** Proposes this key, unless one is in force or was proposed a moment ago: a page that is read again shows the same. */
export async function proposeSecret(userId: string, sealed: Buffer): Promise<void> {
  await sql`
    insert into second_factors as f (user_id, secret) values (${userId}, ${sealed})
    on conflict (user_id) do update set secret = excluded.secret, created_at = now()
    where f.confirmed_at is null and f.created_at <= now() - interval '30 minutes'`
}

export type Locked = { sealed: Buffer; confirmed: boolean; fresh: boolean; lastStep: number; codesSet: number }

/** Whoever shows a code waits for whoever shows one at the same time. */
export async function lockFactor(tx: Tx, userId: string): Promise<Locked | undefined> {
  const [row] = await tx<Locked[]>`
    select secret as sealed, confirmed_at is not null as confirmed, created_at > now() - interval '30 minutes' as fresh,
      last_step::int as "lastStep", codes_set as "codesSet"
    from second_factors
    where user_id = ${userId}
    for update`
  return row
}

/** Wrong codes of the last quarter of an hour, and the seconds until the first of them is older. */
export async function countMisses(tx: Tx, userId: string): Promise<{ misses: number; wait: number }> {
  const [row] = await tx<[{ misses: number; wait: number }]>`
    select count(at)::int as misses,
      coalesce(ceil(extract(epoch from min(at) + interval '15 minutes' - clock_timestamp())), 0)::int as wait
    from second_factors f
    cross join unnest(f.misses) as at
    where f.user_id = ${userId} and at > clock_timestamp() - interval '15 minutes'`
  return row
}

export async function addMiss(tx: Tx, userId: string): Promise<void> {
  await tx`
    update second_factors
    set misses = array(
      select at from unnest(misses) as at where at > clock_timestamp() - interval '15 minutes'
    ) || clock_timestamp()
    where user_id = ${userId}`
}

/** False when a code of this step, or of a later one, was taken before. */
export async function takeStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const { count } = await tx`
    update second_factors set last_step = ${step} where user_id = ${userId} and last_step < ${step}`
  return count > 0
}

/** False when there is no such code, or it has served. */
export async function takeRecoveryCode(tx: Tx, userId: string, hash: string): Promise<boolean> {
  const { count } = await tx`
    update recovery_codes set used_at = now() where user_id = ${userId} and code_hash = ${hash} and used_at is null`
  return count > 0
}

export async function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  const [row] = await tx<[{ count: number }]>`
    select count(*)::int as count from recovery_codes where user_id = ${userId} and used_at is null`
  return row.count
}

/** From then on the account's rights are others: what was opened before does not have them. */
export async function confirmFactor(tx: Tx, userId: string): Promise<void> {
  await tx`update second_factors set confirmed_at = now(), misses = '{}' where user_id = ${userId}`
  await tx`update users set auth_epoch = auth_epoch + 1 where id = ${userId}`
}

/** As a set: the codes of before are worth nothing any more. */
export async function replaceRecoveryCodes(tx: Tx, userId: string, hashes: string[]): Promise<void> {
  await tx`delete from recovery_codes where user_id = ${userId}`
  await tx`insert into recovery_codes (user_id, code_hash) select ${userId}, unnest(${hashes}::text[])`
  await tx`update second_factors set codes_set = codes_set + 1 where user_id = ${userId}`
}

export async function deleteFactor(tx: Tx, userId: string): Promise<void> {
  await tx`delete from recovery_codes where user_id = ${userId}`
  await tx`delete from pending_sign_ins where user_id = ${userId}`
  await tx`delete from second_factors where user_id = ${userId}`
  await tx`update users set auth_epoch = auth_epoch + 1 where id = ${userId}`
}

/** All of the account but this one. */
export async function deleteOtherSessions(tx: Tx, userId: string, sessionId: string): Promise<Ended[]> {
  return tx<Ended[]>`
    delete from sessions where user_id = ${userId} and id <> ${sessionId}
    returning id, user_id as "userId", sign_in_id as "signInId"`
}

/** Whether the password needs the second factor beside it; nobody chooses another until the transaction is over. */
export async function lockShortPassword(tx: Tx, userId: string): Promise<boolean> {
  const [row] = await tx<{ short: boolean }[]>`
    select short_password as short from users where id = ${userId} for no key update`
  return row?.short ?? false
}

/** How the account stands, which nobody changes until the transaction is over. Undefined when there is none any more. */
export async function lockEpoch(tx: Tx, userId: string): Promise<number | undefined> {
  const [row] = await tx<
    { epoch: number }[]
  >`select auth_epoch as epoch from users where id = ${userId} for no key update`
  return row?.epoch
}
