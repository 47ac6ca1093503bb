import type { Actor, User } from '../actor'
import { incomplete } from '../db/incomplete'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'

export type Own = {
  /** Null when the account is nobody's file. */
  matricule: string | null
  jobTitle: string | null
  unitName: string | null
  /** Names of the units one is at the head of. */
  heads: string[]
  /** Year of the evaluation that awaits one's comment. */
  evaluation: number | null
  absences: { type: string; startsOn: string; endsOn: string }[]
  /** Requests of others that one decides. */
  corrections: number
}

/** One's own post, the units one is at the head of, what comes in one's own file, and what one is asked to decide. */
export async function findOwn(actor: User, heads: number[], today: string): Promise<Own> {
  const [own] = await sql<[Own]>`
    select p.matricule, p.job_title as "jobTitle", u.name as "unitName",
      array(select name from units where id = any (${heads}::bigint[]) order by name_key) as heads,
      (select max(year) from evaluations where person_id = p.id and state = 'transmise') as evaluation,
      coalesce((
        select jsonb_agg(jsonb_build_object('type', type, 'startsOn', starts_on, 'endsOn', ends_on) order by starts_on)
        from (
          select type, starts_on, ends_on
          from absences
          where person_id = p.id and cancelled_at is null and starts_on > ${today}
          order by starts_on
          limit 3
        ) coming
      ), '[]') as absences,
      (
        select count(*)::int
        from corrections c
        join personnel p on p.id = c.person_id
        where c.state = 'en_attente' and c.asked_by <> ${actor.id} and c.person_id is distinct from ${actor.personId}
          and ${visibleTo(actor, 'corrections.decide')}
      ) as corrections
    from (select) as nobody
    left join personnel p on p.id = ${actor.personId}
    left join units u on u.id = p.unit_id`
  return own
}

export type Waiting = { past: number; soon: number; incomplete: number; contested: number }

/** What calls for an act among the files of those here that day: people, within the actor's reach. */
export async function countWaiting(actor: Actor, today: string): Promise<Waiting> {
  const present = sql`
    ${visibleTo(actor, 'personnel.list')} and p.started_on <= ${today} and (p.left_on is null or p.left_on > ${today})`
  const inAYear = sql`(${today}::date + make_interval(months => 12))::date`
  const [row] = await sql<[Waiting]>`
    select
      (select count(*)::int from personnel p where ${present} and p.retirement_on < ${today}) as past,
      (select count(*)::int from personnel p where ${present} and p.retirement_on between ${today} and ${inAYear}) as soon,
      (select count(*)::int from personnel p where ${present} and ${incomplete(actor)}) as incomplete,
      (
        select count(distinct p.id)::int
        from evaluations e
        join personnel p on p.id = e.person_id
        where e.state = 'contestee' and ${present} and ${visibleTo(actor, 'evaluations.read')}
      ) as contested`
  return row
}

export type Absent = { id: string; name: string; unitName: string; until: string }

/** Who is away that day within the actor's reach: how many, and the first of them by name. */
export async function listAway(
  actor: Actor,
  today: string,
  limit: number,
): Promise<{ total: number; first: Absent[] }> {
  const rows = await sql<(Absent & { total: number })[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, u.name as "unitName", max(a.ends_on) as until,
      count(*) over ()::int as total
    from absences a
    join personnel p on p.id = a.person_id
    join units u on u.id = p.unit_id
    where a.cancelled_at is null and a.starts_on <= ${today} and a.ends_on >= ${today}
      and ${visibleTo(actor, 'personnel.list')} and p.started_on <= ${today} and (p.left_on is null or p.left_on > ${today})
    group by p.id, u.id
    order by p.name_key, p.id
    limit ${limit}`
  return { total: rows[0]?.total ?? 0, first: rows.map(({ total, ...absent }) => absent) }
}

export type House = { sessions: number; accounts: number; refusals: number; rolled: Record<string, number> }

/** Sessions open, accounts in use, sign-ins refused in the last 24 hours, and the pages of each hour of today that were rolled up. */
export async function countHouse(): Promise<House> {
  const [row] = await sql<[House]>`
    select
      (
        select count(*)::int
        from sessions s
        join users u on u.id = s.user_id
        where s.expires_at > now() and u.disabled_at is null
      ) as sessions,
      (select count(*)::int from users where disabled_at is null) as accounts,
      (select count(*)::int from activities where event in ('session.refused', 'second_factor.refused') and at > now() - interval '24 hours') as refusals,
      (
        select coalesce(jsonb_object_agg(to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24'), views), '{}')
        from usage_hours where hour >= date_trunc('day', now(), 'UTC')
      ) as rolled`
  return row
}
