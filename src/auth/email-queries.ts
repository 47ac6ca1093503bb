import { violates } from '../db/constraint'
import type { Tx } from '../db/sql'

/** Returns the address of before; undefined when another account has the new one. */
export async function setEmail(tx: Tx, userId: string, email: string): Promise<string | undefined> {
  const [row] = await tx<{ before: string }[]>`
    update users u set email = ${email}
    from users old
    where u.id = ${userId} and old.id = u.id
      and not exists (select from users other where lower(other.email) = lower(${email}) and other.id <> ${userId})
    returning old.email as before`.catch(emailTaken)
  return row?.before
}

/** Two accounts that take the same address at once: only the index knows. */
function emailTaken(error: unknown): [] {
  if (violates(error, 'users_by_email')) return []
  throw error
}
