import type { User } from '../actor'
import { sql, type Tx } from '../db/sql'
import { tellable } from './queries'

export type Mail = 'immediat' | 'quotidien' | 'jamais'
export type Waiting = { userId: string; email: string; name: string }
export type Item = { title: string; href: string; at: Date }

export async function findPreference(userId: string): Promise<Mail | undefined> {
  const [row] = await sql<{ mail: Mail | null }[]>`select mail from notification_preferences where user_id = ${userId}`
  return row?.mail ?? undefined
}

export async function setPreference(userId: string, mail: Mail): Promise<void> {
  await sql`
    insert into notification_preferences (user_id, mail) values (${userId}, ${mail})
    on conflict (user_id) do update set mail = excluded.mail`
}

/** The accounts in use that wish letters of this kind (`byDefault`: what whoever has chosen nothing wishes) and have something to read that none has told them of. */
export async function listWaiting(mail: Mail, today: string, byDefault: Mail): Promise<Waiting[]> {
  return sql`
    select u.id as "userId", u.email, u.name
    from users u
    left join notification_preferences p on p.user_id = u.id
    where u.disabled_at is null and coalesce(p.mail, ${byDefault}) = ${mail}
      and (${mail} = 'immediat' or p.digested_on is null or p.digested_on < ${today})
      and exists (select from notifications n where n.user_id = u.id and n.read_at is null and n.mailed_at is null)
    order by u.id`
}

/** Takes the account's letter of that day; false when it has been taken, or is not wished any more. */
export async function claimDigest(tx: Tx, userId: string, today: string, byDefault: Mail): Promise<boolean> {
  const claimed = await tx`
    insert into notification_preferences as p (user_id, digested_on) values (${userId}, ${today})
    on conflict (user_id) do update set digested_on = excluded.digested_on
    where coalesce(p.mail, ${byDefault}) = 'quotidien' and (p.digested_on is null or p.digested_on < excluded.digested_on)`
  return claimed.count === 1
}

/** What is unread and in no letter yet, newest first: from now on it is in one, or is not for them to know any more. */
export async function takeItems(tx: Tx, actor: User): Promise<Item[]> {
  return tx`
    with taken as (
      update notifications set mailed_at = now()
      where user_id = ${actor.id} and read_at is null and mailed_at is null
      returning id, title, href, created_at, ${tellable(actor)} as told
    )
    select title, href, created_at as at from taken where told order by id desc`
}
