import { sql, type Tx } from '../db/sql'

/** What a link is good for. */
export type LinkKind = 'recovery' | 'email'
export type Link = { userId: string; email: string | null }

/**
 * An address to confirm makes the one before it void: only its owner asks. Links to a new password, which anybody may ask for, stand
 * side by side. `trusted`: asked for by somebody who is known. The row of the account is held by the caller.
 */
export async function insertLink(
  tx: Tx,
  link: Link & { tokenHash: string; kind: LinkKind; minutes: number; trusted?: boolean },
): Promise<void> {
  const { tokenHash, userId, kind, email, minutes, trusted = false } = link
  if (kind === 'email')
    await tx`update account_links set used_at = now() where user_id = ${userId} and kind = 'email' and used_at is null`
  await tx`
    insert into account_links (token_hash, user_id, kind, email, expires_at, trusted)
    values (${tokenHash}, ${userId}, ${kind}, ${email}, now() + make_interval(mins => ${minutes}), ${trusted})`
}

/** One that can still be used, of an account that is in use. */
export async function findLink(tokenHash: string, kind: LinkKind): Promise<Link | undefined> {
  const [row] = await sql<Link[]>`
    select l.user_id as "userId", l.email
    from account_links l
    join users u on u.id = l.user_id
    where l.token_hash = ${tokenHash} and l.kind = ${kind} and l.used_at is null and l.expires_at > now()
      and u.disabled_at is null`
  return row
}

/** Uses it up: of two at once, one. */
export async function takeLink(tx: Tx, tokenHash: string, kind: LinkKind): Promise<Link | undefined> {
  const [row] = await tx<Link[]>`
    update account_links set used_at = now()
    where token_hash = ${tokenHash} and kind = ${kind} and used_at is null and expires_at > now()
    returning user_id as "userId", email`
  return row
}

export async function voidLinksOf(tx: Tx, userId: string): Promise<void> {
  await tx`update account_links set used_at = now() where user_id = ${userId} and used_at is null`
}

/** Nobody asks for them any more. */
export async function deleteOldLinks(): Promise<number> {
  const { count } = await sql`delete from account_links where expires_at < now() - interval '1 day'`
  return count
}
