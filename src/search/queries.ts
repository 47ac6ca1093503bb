import type { Action, Actor, User } from '../actor'
import { every, some } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'

/** Somebody whose file was opened lately. */
export type RecentFile = { id: string; name: string; matricule: string; unitName: string; openedAt: Date }

/** The files the actor opened last, newest first, of those within reach today. */
export async function listRecent(actor: User, limit: number): Promise<RecentFile[]> {
  return sql<RecentFile[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, p.matricule, u.name as "unitName", r.opened_at as "openedAt"
    from recent_files r
    join personnel p on p.id = r.person_id
    join units u on u.id = p.unit_id
    where r.user_id = ${actor.id} and ${visibleTo(actor)}
    order by r.opened_at desc
    limit ${limit}`
}

/** Opened now; what is beyond the last twenty leaves. */
export async function noteOpened(userId: string, personId: string): Promise<void> {
  await sql`
    with kept as (
      insert into recent_files (user_id, person_id)
      values (${userId}, ${personId})
      on conflict (user_id, person_id) do update set opened_at = now()
    )
    delete from recent_files
    where user_id = ${userId} and person_id <> ${personId} and opened_at <= (
      select opened_at
      from recent_files
      where user_id = ${userId} and person_id <> ${personId}
      order by opened_at desc
      offset 19
      limit 1
    )`
}

/** Which of these files the actor may do which of these things to. */
export async function listWithin(actor: Actor, ids: string[], actions: Action[]) {
  return sql<{ id: string; action: Action }[]>`
    select p.id, asked.action
    from personnel p
    cross join unnest(${actions}::text[]) as asked (action)
    where p.id = any (${ids}::uuid[])
      and ${some(actions.map((action) => every([sql`asked.action = ${action}`, visibleTo(actor, action)])))}`
}
