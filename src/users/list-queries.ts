import type { Fragment } from 'postgres'
import type { Actor, Role } from '../actor'
import { every, part } from '../db/part'
import { granted } from '../db/scope'
import { sql } from '../db/sql'

/** What the list can be narrowed to: how an account stands, or what is remarkable about it. */
export const states = ['actif', 'invite', 'desactive', 'verrouille', 'sans-second-facteur', 'jamais'] as const
export type State = (typeof states)[number]

export type Filter = { q: string | null; role: Role | null; etat: State | null }
export type Order = { by: 'nom' | 'connexion'; descending: boolean }
export type Cursor = { value: string; id: string }

export type AccountRow = {
  id: string
  name: string
  email: string
  matricule: string | null
  roles: Role[]
  standing: 'actif' | 'invite' | 'desactive'
  locked: boolean
  secondFactor: boolean
  lastSignInAt: Date | null
  /** What the list is sorted by, for the cursor. */
  sortValue: string
}

const keys = {
  nom: { by: () => part`u.name_key`, as: () => part`::text` },
  connexion: {
    by: () =>
      part`coalesce((select floor(extract(epoch from max(k.last_at)) * 1000000) from known_addresses k where k.user_id = u.id), 0)::bigint`,
    as: () => part`::bigint`,
  },
}

const locked = () => part`exists (
  select from sign_in_failures f
  where f.email_hash = sha256(convert_to(lower(u.email), 'UTF8')) and f.blocked_until > now())`
const withFactor = () =>
  part`exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null)`

const conditionOf: Record<State, () => Fragment> = {
  actif: () => part`u.disabled_at is null and u.password_hash is not null`,
  invite: () => part`u.disabled_at is null and u.password_hash is null`,
  desactive: () => part`u.disabled_at is not null`,
  verrouille: locked,
  'sans-second-facteur': () => sql`u.disabled_at is null and not ${withFactor()}`,
  jamais: () => part`not exists (select from known_addresses k where k.user_id = u.id)`,
}

/** Reads `limit` accounts from the cursor on, in the direction asked for. */
export async function listAccounts(
  actor: Actor,
  filter: Filter,
  page: { order: Order; cursor: Cursor | null; backwards: boolean; limit: number },
  today: string,
): Promise<AccountRow[]> {
  const { order, cursor, backwards, limit } = page
  const key = keys[order.by]
  const [way, past] = order.descending === backwards ? [part`asc`, part`>`] : [part`desc`, part`<`]
  const beyond = cursor ? sql`(${key.by()}, u.id) ${past} (${cursor.value}${key.as()}, ${cursor.id}::uuid)` : part`true`
  return sql<AccountRow[]>`
    select u.id, u.name, u.email, p.matricule, (${key.by()})::text as "sortValue",
      array(
        select distinct r.role from user_roles r where r.user_id = u.id and ${heldOn(today)} order by r.role
      ) as roles,
      case when u.disabled_at is not null then 'desactive' when u.password_hash is null then 'invite' else 'actif' end as standing,
      ${locked()} as locked,
      ${withFactor()} as "secondFactor",
      (select max(k.last_at) from known_addresses k where k.user_id = u.id) as "lastSignInAt"
    from users u
    left join personnel p on p.id = u.person_id
    where ${conditions(actor, filter, today)} and ${beyond}
    order by ${key.by()} ${way}, u.id ${way}
    limit ${limit}`
}

/** How many the filter lets through, exactly. */
export async function countAccounts(actor: Actor, filter: Filter, today: string): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from users u where ${conditions(actor, filter, today)}`
  return row.count
}

function conditions(actor: Actor, { q, role, etat }: Filter, today: string): Fragment[] {
  const terms = (q ?? '').split(/\s+/).filter(Boolean).slice(0, 6)
  return every([
    granted(actor, 'accounts.read'),
    ...terms.map((term) => sql`(strpos(u.search_key, fold(${term})) > 0 or ${matriculeHas(term)})`),
    ...(role
      ? [sql`exists (select from user_roles r where r.user_id = u.id and r.role = ${role} and ${heldOn(today)})`]
      : []),
    ...(etat ? [conditionOf[etat]()] : []),
  ])
}

function matriculeHas(term: string): Fragment {
  return sql`exists (select from personnel f where f.id = u.person_id and strpos(lower(f.matricule), fold(${term})) > 0)`
}

function heldOn(today: string): Fragment {
  return sql`(r.starts_on is null or r.starts_on <= ${today}) and (r.ends_on is null or r.ends_on >= ${today})`
}
