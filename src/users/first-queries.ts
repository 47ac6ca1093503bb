import type { Role } from '../actor'
import { sql, type Tx } from '../db/sql'

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
