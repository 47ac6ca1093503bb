import { sql, type Tx } from '../db/sql'

/** Whose address it is, and whether that account was ever opened in this browser. */
export async function findAsked(
  email: string,
  deviceHash: string,
): Promise<{ id: string; known: boolean } | undefined> {
  const [row] = await sql<{ id: string; known: boolean }[]>`
    select u.id,
      exists (select from known_devices k where k.user_id = u.id and k.token_hash = ${deviceHash}) as known
    from users u
    where lower(u.email) = ${email.toLowerCase()}`
  return row
}

/** Whether a link of less than so many minutes can still be used. The row of the account is held by the caller. */
export async function hasFreshLink(tx: Tx, userId: string, minutes: number): Promise<boolean> {
  const rows = await tx`
    select from account_links
    where user_id = ${userId} and kind = 'recovery' and used_at is null
      and created_at > now() - make_interval(mins => ${minutes})`
  return rows.length > 0
}

/** How many the owner has asked for within the hour. */
export async function countTrusted(tx: Tx, userId: string): Promise<number> {
  const [row] = await tx<[{ count: number }]>`
    select count(*)::int as count from account_links
    where user_id = ${userId} and kind = 'recovery' and trusted and created_at > now() - interval '1 hour'`
  return row.count
}
