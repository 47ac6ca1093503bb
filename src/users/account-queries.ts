import type { EventName } from '../activities/events'
import type { Actor } from '../actor'
import { called, termsOf } from '../db/names'
import { granted, visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import type { HeldRole } from './queries'

/** Of the file nothing but whose it is; `mayRead`: whether there is a way to it. */
export type Owner = { name: string; matricule: string; unit: string; left: boolean; mayRead: boolean; id: string }

export type Account = {
  id: string
  name: string
  email: string
  createdAt: Date
  disabledAt: Date | null
  disabledReason: string | null
  hasPassword: boolean
  secondFactor: boolean
  lastSignInAt: Date | null
  sessions: number
  seenAt: Date | null
  /** Sign-ins that failed since the last that did not, and until when the next must wait. */
  failures: number
  blockedUntil: Date | null
  /** The last link that was sent, while it can be used. */
  invitedUntil: Date | null
  owner: Owner | null
  roles: (HeldRole & { held: 'ended' | 'now' | 'later' })[]
}

export async function findAccount(actor: Actor, id: string, today: string): Promise<Account | undefined> {
  const [row] = await sql<Account[]>`
    select u.id, u.name, u.email, u.created_at as "createdAt", u.disabled_at as "disabledAt",
      u.disabled_reason as "disabledReason", u.password_hash is not null as "hasPassword",
      exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "secondFactor",
      (select max(k.last_at) from known_addresses k where k.user_id = u.id) as "lastSignInAt",
      s.sessions, s.seen_at as "seenAt",
      coalesce(f.failures, 0) as failures,
      case when f.blocked_until > now() then f.blocked_until end as "blockedUntil",
      (select i.expires_at from invitations i where i.user_id = u.id and i.used_at is null and i.expires_at > now()) as "invitedUntil",
      case when p.id is not null then jsonb_build_object(
        'id', p.id, 'name', p.last_name || ' ' || p.first_names, 'matricule', p.matricule, 'unit', n.name,
        'left', coalesce(p.left_on <= ${today}, false), 'mayRead', ${visibleTo(actor)}
      ) end as owner,
      coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'id', r.id::text, 'role', r.role, 'unit', rn.code, 'unitName', rn.name, 'startsOn', r.starts_on, 'endsOn', r.ends_on,
            'held', case when r.ends_on < ${today} then 'ended' when r.starts_on > ${today} then 'later' else 'now' end
          )
          order by r.role, rn.name_key
        )
        from user_roles r
        left join units rn on rn.id = r.unit_id
        where r.user_id = u.id
      ), '[]') as roles
    from users u
    left join personnel p on p.id = u.person_id
    left join units n on n.id = p.unit_id
    left join sign_in_failures f
      on f.email_hash = sha256(convert_to(lower(u.email), 'UTF8')) and f.last_at > now() - interval '1 day'
    cross join lateral (
      select count(*)::int as sessions, max(o.seen_at) as seen_at
      from sessions o
      where o.user_id = u.id and o.expires_at > now() and o.successor is null
    ) s
    where u.id = ${id} and ${granted(actor, 'accounts.read')}`
  return row
}

export type Line = { at: Date; actorName: string; event: EventName }

/** What the journal says last of an account, and of its ways in and out. */
export async function listLines(id: string, limit: number): Promise<Line[]> {
  return sql<Line[]>`
    select a.at, a.actor_name as "actorName", a.event
    from activities a
    where (a.target_kind = 'account' and a.target_id = ${id}) or (a.actor_id = ${id} and a.event like 'session.%')
    order by a.id desc
    limit ${limit}`
}

/** Whose account it is known to whoever may open one: not the account itself. */
export type Standing = {
  accountId: string
  email: string
  disabled: boolean
  hasPassword: boolean
  /** ISO 8601. */
  invitedUntil: string | null
}

export type Candidate = {
  id: string
  name: string
  matricule: string
  unit: string
  workEmail: string | null
  account: Standing | null
}

const candidate = () => sql`
  p.id, p.last_name || ' ' || p.first_names as name, p.matricule, n.name as unit, p.work_email as "workEmail",
  case when u.id is not null then jsonb_build_object(
    'accountId', u.id, 'email', u.email, 'disabled', u.disabled_at is not null, 'hasPassword', u.password_hash is not null,
    'invitedUntil', (select i.expires_at from invitations i where i.user_id = u.id and i.used_at is null and i.expires_at > now())
  ) end as account`

/** People who are in the ministry, by the beginnings of their names or by their matricule. */
export async function listCandidates(actor: Actor, q: string, today: string, limit: number): Promise<Candidate[]> {
  return sql<Candidate[]>`
    with ${termsOf(q)}
    select ${candidate()}
    from personnel p
    join units n on n.id = p.unit_id
    left join users u on u.person_id = p.id
    where ${granted(actor, 'accounts.create')} and (p.left_on is null or p.left_on > ${today})
      and ${called()}
    order by p.name_key, p.id
    limit ${limit}`
}

export async function findCandidate(actor: Actor, id: string, today: string): Promise<Candidate | undefined> {
  const [row] = await sql<Candidate[]>`
    select ${candidate()}
    from personnel p
    join units n on n.id = p.unit_id
    left join users u on u.person_id = p.id
    where p.id = ${id} and ${granted(actor, 'accounts.create')} and (p.left_on is null or p.left_on > ${today})`
  return row
}
