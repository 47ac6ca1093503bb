import { sql, type Tx } from '../db/sql'

/** Whether a link was sent a moment ago: who asks twice gets one letter. */
export async function isJustInvited(tx: Tx, userId: string): Promise<boolean> {
  const [row] = await tx<[{ found: boolean }]>`
    select exists (
      select from invitations
      where user_id = ${userId} and used_at is null and created_at > now() - interval '1 minute') as found`
  return row.found
}

/** The links of before are void. The row of the account is held by the caller. */
export async function insertInvitation(tx: Tx, userId: string, tokenHash: string, hours: number): Promise<void> {
  await tx`update invitations set used_at = now() where user_id = ${userId} and used_at is null`
  await tx`
    insert into invitations (token_hash, user_id, expires_at)
    values (${tokenHash}, ${userId}, now() + make_interval(hours => ${hours}))`
}

export type Invited = { id: string; name: string; email: string; personId: string | null; secondFactor: boolean }

/** Whose link it is, for as long as it can be used. */
export async function findInvited(tokenHash: string): Promise<Invited | undefined> {
  const [row] = await sql<Invited[]>`
    select u.id, u.name, u.email, u.person_id as "personId",
      exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "secondFactor"
    from invitations i
    join users u on u.id = i.user_id
    where i.token_hash = ${tokenHash} and i.used_at is null and i.expires_at > now()
      and u.disabled_at is null and u.password_hash is null`
  return row
}

/** Uses it up; false when somebody was quicker. The row of the account is held by the caller. */
export async function takeInvitation(tx: Tx, tokenHash: string): Promise<boolean> {
  const { count } = await tx`
    update invitations set used_at = now() where token_hash = ${tokenHash} and used_at is null and expires_at > now()`
  return count > 0
}

/** Nobody asks for them any more. */
export async function deleteOldInvitations(): Promise<number> {
  const { count } =
    await sql`delete from invitations where user_id is not null and expires_at < now() - interval '1 day'`
  return count
}
