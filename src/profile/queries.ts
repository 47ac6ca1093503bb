import type { Preferences, Role } from '../actor'
import { sql } from '../db/sql'

export type RoleHeld = { role: Role; unit: string | null; since: string; until: string | null }
export type Profile = {
  email: string
  name: string
  createdAt: Date
  matricule: string | null
  roles: RoleHeld[]
}

/** An account as its owner sees it, roles of other days included. */
export async function findProfile(userId: string): Promise<Profile | undefined> {
  const [row] = await sql<Profile[]>`
    select u.email, u.name, u.created_at as "createdAt", p.matricule,
      coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'role', r.role, 'unit', n.name, 'since', coalesce(r.starts_on, r.given_at::date), 'until', r.ends_on
          )
          order by r.role, n.name
        )
        from user_roles r
        left join units n on n.id = r.unit_id
        where r.user_id = u.id
      ), '[]') as roles
    from users u
    left join personnel p on p.id = u.person_id
    where u.id = ${userId}`
  return row
}

export async function setPreferences(userId: string, preferences: Preferences): Promise<void> {
  await sql`
    update users
    set preferences = ${sql.json(preferences)} || jsonb_strip_nulls(jsonb_build_object('list', preferences -> 'list'))
    where id = ${userId}`
}
