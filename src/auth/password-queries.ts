import { sql, type Tx } from '../db/sql'

/** The matricule and names of a person: what their password must not contain. */
export async function findPersonWords(personId: string): Promise<{ matricule: string; names: string } | undefined> {
  const [row] = await sql<{ matricule: string; names: string }[]>`
    select matricule, concat_ws(' ', last_name, maiden_name, first_names) as names from personnel where id = ${personId}`
  return row
}

/**
 * Held against another change of the same password; undefined when the account is disabled. Not against what only names the account:
 * a line of the journal, or a session that goes on under another id while its row is wanted here.
 */
export async function lockPasswordHash(tx: Tx, userId: string): Promise<string | null | undefined> {
  const [row] = await tx<{ passwordHash: string | null }[]>`
    select password_hash as "passwordHash" from users where id = ${userId} and disabled_at is null for no key update`
  return row?.passwordHash
}

/**
 * `short`: only good beside a second factor. False when that is not there any more. A sign-in that has just shown the password of
 * before sees by the epoch that it is another (`enter`). The row of the account is held by the caller.
 */
export async function setPasswordHash(tx: Tx, userId: string, hash: string, short: boolean): Promise<boolean> {
  const { count } = await tx`
    update users u set password_hash = ${hash}, short_password = ${short}, auth_epoch = auth_epoch + 1
    where u.id = ${userId} and (
      not ${short}::boolean
      or exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null)
    )`
  return count === 1
}

export async function findPasswordHash(userId: string): Promise<string | null> {
  const [row] = await sql<{ passwordHash: string | null }[]>`
    select password_hash as "passwordHash" from users where id = ${userId}`
  return row?.passwordHash ?? null
}
