import { sql, type Tx } from '../db/sql'

/** `passwordHash`: that which was shown to be theirs. Those that nobody has taken up in time go away with it. */
export async function insertPending(tokenHash: string, userId: string, passwordHash: string): Promise<void> {
  await sql`
    with tidied as (delete from pending_sign_ins where expires_at < now())
    insert into pending_sign_ins (token_hash, user_id, password_mark, expires_at)
    values (${tokenHash}, ${userId}, ${mark(passwordHash)}, now() + interval '10 minutes')`
}

/** Whose sign-in it is; undefined when it is over, or has served. */
export async function findPending(tokenHash: string): Promise<string | undefined> {
  const [row] = await sql<{ userId: string }[]>`
    select p.user_id as "userId" from pending_sign_ins p join users u on u.id = p.user_id
    where ${open(tokenHash)}`
  return row?.userId
}

/** False when somebody with the same token was quicker. */
export async function lockPending(tx: Tx, tokenHash: string): Promise<boolean> {
  const rows = await tx`
    select from pending_sign_ins p join users u on u.id = p.user_id
    where ${open(tokenHash)}
    for update of p`
  return rows.length > 0
}

export async function deletePending(tx: Tx, tokenHash: string): Promise<void> {
  await tx`delete from pending_sign_ins where token_hash = ${tokenHash}`
}

/** In time, of an account in use, and the password is still the one that was shown. */
function open(tokenHash: string) {
  return sql`
    p.token_hash = ${tokenHash} and p.expires_at > now() and u.disabled_at is null
    and p.password_mark = sha256(convert_to(u.password_hash, 'UTF8'))`
}

function mark(passwordHash: string) {
  return sql`sha256(convert_to(${passwordHash}, 'UTF8'))`
}
