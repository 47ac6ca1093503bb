import { sql, type Tx } from '../db/sql'
import type { Hour } from '../lib/hours'
import type { HourCounts } from '../redis/counters'

/** Of one name: the sum of the settled hours, and the hours that may still grow one by one. */
export type Rolled = { name: string; hour: Hour | null; count: number }
export type HourRow = { hour: Hour; views: number; actions: number; settled: boolean }

const hourText = () => sql`to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24')`

export async function listHours(from: Date): Promise<HourRow[]> {
  return sql<HourRow[]>`
    select ${hourText()} as hour, views, actions, settled
    from usage_hours
    where usage_hours.hour >= ${from}
    order by usage_hours.hour`
}

export async function listPages(from: Date): Promise<Rolled[]> {
  return sql<Rolled[]>`
    select route as name, case when not settled then ${hourText()} end as hour, sum(page_views.views)::int as count
    from page_views
    join usage_hours using (hour)
    where hour >= ${from}
    group by 1, 2`
}

export async function listPeople(from: Date): Promise<Rolled[]> {
  return sql<Rolled[]>`
    select user_id::text as name, case when not settled then ${hourText()} end as hour,
      sum(user_actions.actions)::int as count
    from user_actions
    join usage_hours using (hour)
    where hour >= ${from}
    group by 1, 2`
}

export async function listNames(ids: string[]): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`select id, name from users where id = any(${ids}::uuid[])`
}

/**
 * Each figure becomes the larger of what is written and what is counted: written twice is written once. Returns how many hours are
 * other than they were.
 */
export async function keepHours(tx: Tx, counts: HourCounts[], settledBefore: Hour): Promise<number> {
  const hours = counts.map(({ hour, views, people }) => ({
    hour: `${hour}:00:00Z`,
    views,
    actions: people.reduce((sum, { count }) => sum + count, 0),
    settled: hour < settledBefore,
  }))
  const pages = counts.flatMap(({ hour, routes }) => routes.map((route) => ({ hour: `${hour}:00:00Z`, ...route })))
  const people = counts.flatMap((one) => one.people.map((person) => ({ hour: `${one.hour}:00:00Z`, ...person })))
  const { count: changed } = await tx`
    insert into usage_hours as kept (hour, views, actions, settled)
    select hour, views, actions, settled
    from jsonb_to_recordset(${JSON.stringify(hours)}::text::jsonb) as counted (hour timestamptz, views int, actions int, settled boolean)
    order by hour
    on conflict (hour) do update
    set views = greatest(kept.views, excluded.views), actions = greatest(kept.actions, excluded.actions),
      settled = kept.settled or excluded.settled
    where excluded.views > kept.views or excluded.actions > kept.actions or excluded.settled and not kept.settled`
  await tx`
    insert into page_views as kept (hour, route, views)
    select hour, name, count
    from jsonb_to_recordset(${JSON.stringify(pages)}::text::jsonb) as counted (hour timestamptz, name text, count int)
    order by hour, name
    on conflict (hour, route) do update set views = greatest(kept.views, excluded.views)`
  // an account that is gone since has no line
  await tx`
    insert into user_actions as kept (hour, user_id, actions)
    select hour, users.id, count
    from jsonb_to_recordset(${JSON.stringify(people)}::text::jsonb) as counted (hour timestamptz, name text, count int)
    join users on users.id::text = counted.name
    order by hour, users.id
    on conflict (hour, user_id) do update set actions = greatest(kept.actions, excluded.actions)`
  return changed
}

export async function deleteHours(tx: Tx, before: Date): Promise<void> {
  await tx`delete from usage_hours where hour < ${before}`
}
