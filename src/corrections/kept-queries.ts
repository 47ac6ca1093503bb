import { sql, type Tx } from '../db/sql'
import type { ProofKept } from './proof-queries'

/** So many of one account at most are there: of more the oldest go. */
const most = 5

/** Returns its id. */
export async function insertKept(tx: Tx, userId: string, { name, type, bytes }: ProofKept): Promise<string> {
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

/** Makes a proof of it, and returns the id of that: of two at once, one does. */
export async function moveKept(tx: Tx, userId: string, id: string): Promise<string | undefined> {
  const [row] = await tx<{ id: string }[]>`
    with taken as (
      delete from kept_files where id = ${id} and user_id = ${userId} and expires_at > now()
      returning name, type, bytes
    )
    insert into correction_proofs (name, type, bytes, hash)
    select name, type, bytes, sha256(bytes) from taken
    returning id`
  return row?.id
}

export async function deleteKept(tx: Tx, userId: string, id: string): Promise<void> {
  await tx`delete from kept_files where id = ${id} and user_id = ${userId}`
}

export async function deleteOldKept(): Promise<number> {
  const { count } = await sql`delete from kept_files where expires_at <= now()`
  return count
}
