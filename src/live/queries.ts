import { sql } from '../db/sql'

/** Those of these sessions that are over: signed out, expired, or their account not in use any more. */
export async function listOver(sessionIds: string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select asked.id
    from unnest(${sessionIds}::text[]) as asked (id)
    where not exists (
      select
      from sessions s
      join users u on u.id = s.user_id
      where s.id = asked.id and s.expires_at > now() and u.disabled_at is null
    )`
  return rows.map(({ id }) => id)
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
