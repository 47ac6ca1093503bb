import { sql } from '../db/sql'

export type Sealed = { sealed: number | null; position: string; hash: string }

/** Seals what waits, at most so many lines; `sealed` is null when somebody else is at it. */
export async function seal(most: number): Promise<Sealed> {
  const [row] = await sql<Sealed[]>`
    select sealed, last_position as position, encode(last_hash, 'hex') as hash
    from seal_activities(${most})`
  return row!
}

/** A seal, and the text of its line as it is now; null when the line is not there. */
export type Link = { position: string; id: string; hash: Buffer; text: string | null }

export async function listLinks(after: string, limit: number): Promise<Link[]> {
  return sql`
    select s.position, s.activity_id as id, s.hash,
      case when a.id is not null then activity_text(a, s.version) end as text
    from activity_seals s
    left join activities a on a.id = s.activity_id
    where s.position > ${after}
    order by s.position
    limit ${limit}`
}

/** Among so many lines after that one: those that have neither a seal nor a place among those that wait for one. */
export async function listStrays(after: string, limit: number): Promise<{ last: string | null; strays: string[] }> {
  const [row] = await sql<{ last: string | null; strays: string[] }[]>`
    select max(a.id) as last,
      coalesce(
        array_agg(a.id::text order by a.id) filter (where s.activity_id is null and w.activity_id is null), '{}'
      ) as strays
    from (select id from activities where id > ${after} order by id limit ${limit}) a
    left join activity_seals s on s.activity_id = a.id
    left join activities_waiting w on w.activity_id = a.id`
  return row!
}

/** Lines that wait for their seal, and those of them that are not there any more. */
export async function findWaiting(): Promise<{ waiting: number; lost: string[] }> {
  const [row] = await sql<{ waiting: number; lost: string[] }[]>`
    select count(a.id)::int as waiting,
      coalesce(array_agg(w.activity_id::text order by w.activity_id) filter (where a.id is null), '{}') as lost
    from activities_waiting w
    left join activities a on a.id = w.activity_id`
  return row!
}
