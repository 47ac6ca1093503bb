import { sql } from '../db/sql'

/**
 * Those of these sessions that are not as they were: over, or `elsewhere`, which go on under another id or with other rights.
 * `idle`, `absolute`: hours after which a session is over, without a request and whatever happens.
 */
export async function listEnded(
  sessionIds: string[],
  { idle, absolute }: { idle: number; absolute: number },
): Promise<{ id: string; elsewhere: boolean }[]> {
  return sql`
    select asked.id, bool_or(s.id is not null) as elsewhere
    from unnest(${sessionIds}::text[]) as asked (id)
    left join sessions known on known.id = asked.id
    left join (sessions s join users u on u.id = s.user_id and u.disabled_at is null)
      on s.sign_in_id = known.sign_in_id
      and s.successor is null
      and s.expires_at > now()
      and s.seen_at > now() - make_interval(hours => ${idle})
      and s.created_at > now() - make_interval(hours => ${absolute})
    group by asked.id
    having not coalesce(bool_or(s.id = asked.id and coalesce(s.epoch, u.auth_epoch) = u.auth_epoch), false)`
}

export type JobFound = { id: string; kind: string; actorId: string | null; state: string; done: number }

/** How these jobs stand. */
export async function listJobs(ids: string[]): Promise<JobFound[]> {
  return sql<JobFound[]>`
    select id, kind, actor_id as "actorId", state, coalesce(progress_done, 0) as done
    from outbox
    where id = any(${ids}::uuid[])`
}

/** The last line of the journal about a file that changed. */
export async function findLastChange(): Promise<bigint> {
  const [row] = await sql<{ id: string | null }[]>`
    select max(last.id) as id
    from unnest('{personnel.created,personnel.updated,personnel.left,personnel.returned}'::text[]) as kind (event)
    cross join lateral (
      select a.id from activities a where a.event = kind.event order by a.id desc limit 1
    ) as last`
  return BigInt(row?.id ?? 0)
}
