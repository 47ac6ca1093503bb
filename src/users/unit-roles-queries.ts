import type { Role } from '../actor'
import type { Tx } from '../db/sql'

type Span = { startsOn: string | null; endsOn: string | null }
export type RoleOver = { roleId: string; role: Role; userId: string; name: string; email: string } & Span

/** Their accounts are held: no role of theirs changes meanwhile. */
export async function lockRolesOver(tx: Tx, unitId: number): Promise<RoleOver[]> {
  return tx<RoleOver[]>`
    select r.id as "roleId", r.role, u.id as "userId", u.name, u.email, r.starts_on as "startsOn", r.ends_on as "endsOn"
    from user_roles r
    join users u on u.id = r.user_id
    where r.unit_id = ${unitId}
    order by u.id, r.id
    for no key update of u`
}

/** Returns the time for which it is held now. */
export async function moveRole(tx: Tx, roleId: string, unitId: number): Promise<Span> {
  const [kept] = await tx<Span[]>`
    update user_roles there
    set starts_on = case when there.starts_on is not null and moved.starts_on is not null then least(there.starts_on, moved.starts_on) end,
      ends_on = case when there.ends_on is not null and moved.ends_on is not null then greatest(there.ends_on, moved.ends_on) end
    from user_roles moved
    where moved.id = ${roleId} and there.user_id = moved.user_id and there.role = moved.role and there.unit_id = ${unitId}
    returning there.starts_on as "startsOn", there.ends_on as "endsOn"`
  if (kept) {
    await tx`delete from user_roles where id = ${roleId}`
    return kept
  }
  const [moved] = await tx<[Span]>`
    update user_roles set unit_id = ${unitId} where id = ${roleId} returning starts_on as "startsOn", ends_on as "endsOn"`
  return moved
}
