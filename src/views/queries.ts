import type { User } from '../actor'
import { sql, type Tx } from '../db/sql'

/** `own`: the actor's; the others are shared with them. */
export type View = {
  id: string
  name: string
  query: string
  shared: string | null
  version: number
  own: boolean
  ownerName: string
}

const viewFor = (actor: User) => sql`
  select v.id, v.name, v.query, v.shared, v.version, v.owner_id = ${actor.id} as own, u.name as "ownerName"
  from views v
  join users u on u.id = v.owner_id`

/** The actor's views by name, then those shared with the roles they hold, whatever became of who shared them; sixty at most. */
export async function listViews(actor: User, shared: string[]): Promise<View[]> {
  return sql<View[]>`
    ${viewFor(actor)}
    where v.owner_id = ${actor.id} or v.shared = any (${shared})
    order by own desc, lower(v.name), v.id
    limit 60`
}

/** Those that others share, with whomever. */
export async function listShared(actor: User): Promise<View[]> {
  return sql<View[]>`
    ${viewFor(actor)}
    where v.owner_id <> ${actor.id} and v.shared is not null
    order by lower(v.name), v.id
    limit 500`
}

/** Somebody else's that is shared, held until the end of the transaction. */
export async function lockShared(
  tx: Tx,
  actor: User,
  id: string,
): Promise<{ name: string; shared: string } | undefined> {
  const [row] = await tx<{ name: string; shared: string }[]>`
    select name, shared from views where id = ${id} and owner_id <> ${actor.id} and shared is not null for update`
  return row
}

/** The actor's views, nobody else adding one meanwhile: the account is what two forms at once wait for. */
export async function lockViews(tx: Tx, actor: User): Promise<Omit<View, 'own' | 'ownerName'>[]> {
  await tx`select from users where id = ${actor.id} for update`
  return tx`select id, name, query, shared, version from views where owner_id = ${actor.id}`
}

type Written = { name: string; query: string; shared: string | null }

export async function insertView(tx: Tx, actor: User, { name, query, shared }: Written): Promise<string> {
  const [row] = await tx<[{ id: string }]>`
    insert into views (owner_id, name, query, shared) values (${actor.id}, ${name}, ${query}, ${shared}) returning id`
  return row.id
}

export async function setView(tx: Tx, id: string, { name, shared }: Pick<Written, 'name' | 'shared'>): Promise<void> {
  await tx`update views set name = ${name}, shared = ${shared}, version = version + 1 where id = ${id}`
}

export async function deleteView(tx: Tx, id: string): Promise<void> {
  await tx`delete from views where id = ${id}`
}

/** The list that the menu opens for this account; null for the whole. */
export async function setDefault(userId: string, query: string | null): Promise<void> {
  await sql`
    update users
    set preferences = case when ${query}::text is null then preferences - 'list'
      else jsonb_set(preferences, '{list}', to_jsonb(${query}::text)) end
    where id = ${userId}`
}
