import { sql, type Tx } from '../db/sql'

export type KeptFile = { name: string; type: string; bytes: Buffer }

/** So many of one account at most are there: of more the oldest go. */
const most = 5

/** Returns its id. */
export async function insertKept(tx: Tx, userId: string, { name, type, bytes }: KeptFile): Promise<string> {
  const [row] = await tx<[{ id: string }]>`
    insert into kept_files (user_id, name, type, bytes) values (${userId}, ${name}, ${type}, ${bytes})
    returning id`
  return row.id
}

/** Whoever lays down several at once does it one after the other. */
export async function deleteSurplus(tx: Tx, userId: string): Promise<void> {
  await tx`select from users where id = ${userId} for no key update`
  await tx`
    delete from kept_files
    where user_id = ${userId}
      and id not in (select id from kept_files where user_id = ${userId} order by id desc limit ${most - 1})`
}

export async function findKept(userId: string, id: string): Promise<{ id: string; name: string } | undefined> {
  const [row] = await sql<{ id: string; name: string }[]>`
    select id, name from kept_files where id = ${id} and user_id = ${userId} and expires_at > now()`
  return row
}

export async function readKept(userId: string, id: string): Promise<KeptFile | undefined> {
  const [row] = await sql<KeptFile[]>`
    select name, type, bytes from kept_files where id = ${id} and user_id = ${userId} and expires_at > now()`
  return row
}

export async function deleteKept(tx: Tx, userId: string, id: string): Promise<void> {
  await tx`delete from kept_files where id = ${id} and user_id = ${userId}`
}

export async function deleteOldKept(): Promise<number> {
  const { count } = await sql`delete from kept_files where expires_at <= now()`
  return count
}
