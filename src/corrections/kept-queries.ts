import type { Tx } from '../db/sql'

/** Makes a proof of what was laid down (`kept/`), and returns the id of that: of two at once, one does. Other kinds of file prove nothing. */
export async function moveKept(tx: Tx, userId: string, id: string): Promise<string | undefined> {
  const [row] = await tx<{ id: string }[]>`
    with taken as (
      delete from kept_files
      where id = ${id} and user_id = ${userId} and expires_at > now()
        and type in ('application/pdf', 'image/jpeg', 'image/png')
      returning name, type, bytes
    )
    insert into correction_proofs (name, type, bytes, hash)
    select name, type, bytes, sha256(bytes) from taken
    returning id`
  return row?.id
}
