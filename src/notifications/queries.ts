import type { Fragment } from 'postgres'
import type { User } from '../actor'
import { visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'

export type Told = { kind: string; title: string; href: string; personId: string | null }

/** `title`: null when it is about somebody whom the account may not read of any more. */
export type Listed = { id: string; title: string | null; href: string; at: Date; read: boolean }

/** Held until the commit: what one account is told is committed in the order of the ids. */
const held = (tx: Tx, whose: { userId: string } | { accountOf: string }, except: string | null) => tx`
  select id from users
  where ${'userId' in whose ? tx`id = ${whose.userId}` : tx`person_id = ${whose.accountOf}`}
    and disabled_at is null and id is distinct from ${except}
  for no key update`

export async function insertNotification(
  tx: Tx,
  whose: { userId: string } | { accountOf: string },
  { kind, title, href, personId }: Told,
  except: string | null = null,
): Promise<void> {
  await tx`
    with account as materialized (${held(tx, whose, except)})
    insert into notifications (user_id, kind, title, href, person_id)
    select id, ${kind}, ${title}, ${href}, ${personId}::uuid
    from account`
}

/** Unread ones first, newest first among them; from the one that `after` names on. */
export async function listNotifications(
  actor: User,
  after: { unread: boolean; id: string } | null,
  limit: number,
): Promise<Listed[]> {
  const further = after ? sql`and (read_at is null, id) < (${after.unread}, ${after.id}::bigint)` : sql``
  return sql`
    select id, case when ${tellable(actor)} then title end as title, href, created_at as at, read_at is not null as read
    from notifications
    where user_id = ${actor.id} ${further}
    order by (read_at is null) desc, id desc
    limit ${limit}`
}

/** Whether what was said (a row of `notifications`) may be said now: it is about nobody, or about somebody within reach today. */
export function tellable(actor: User): Fragment {
  return sql`(notifications.person_id is null or exists (
    select from personnel p where p.id = notifications.person_id and ${visibleTo(actor)}))`
}

/** Where it leads; undefined when it is not this account's. Read twice is read once. */
export async function setRead(userId: string, id: string): Promise<{ href: string } | undefined> {
  const [row] = await sql<{ href: string }[]>`
    update notifications set read_at = coalesce(read_at, now())
    where id = ${id} and user_id = ${userId}
    returning href`
  return row
}

/** All up to one, which was the newest on the page: what came since has not been seen. */
export async function setAllRead(userId: string, last: string): Promise<void> {
  await sql`update notifications set read_at = now() where user_id = ${userId} and id <= ${last} and read_at is null`
}

export type News = { unread: number; latest: string; known: boolean; ids: string[] }

/**
 * For each account, how many are unread and what came after an id (null: nothing asked), oldest first, `limit` at most;
 * `known`: whether that id is one of its own, or 0, which stands before all.
 */
export async function findNews(places: { userId: string; after: string | null }[], limit: number): Promise<News[]> {
  return sql`
    select
      (select count(*)::int from notifications n where n.user_id = place.user_id and n.read_at is null) as unread,
      coalesce((select max(n.id) from notifications n where n.user_id = place.user_id), 0) as latest,
      place.after = 0 or exists (
        select from notifications n where n.user_id = place.user_id and n.id = place.after
      ) as known,
      array(
        select n.id from notifications n
        where n.user_id = place.user_id and n.id > place.after
        order by n.id
        limit ${limit}
      ) as ids
    from unnest(${places.map(({ userId }) => userId)}::uuid[], ${places.map(({ after }) => after)}::bigint[])
      with ordinality as place (user_id, after, rank)
    order by place.rank`
}

export async function deleteOldNotifications(): Promise<number> {
  const result = await sql`
    delete from notifications where read_at is not null and created_at < now() - interval '180 days'`
  return result.count
}
