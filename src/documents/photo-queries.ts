import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'

export type Side = 64 | 256

export async function findPhoto(actor: Actor, personId: string, side: Side): Promise<Buffer | undefined> {
  const [row] = await sql<{ jpeg: Buffer }[]>`
    select f.jpeg from photos f
    join personnel p on p.id = f.person_id
    where f.person_id = ${personId} and f.side = ${side} and ${visibleTo(actor)}`
  return row?.jpeg
}

export async function hasPhoto(personId: string): Promise<boolean> {
  const rows = await sql`select from photos where person_id = ${personId} and side = 64`
  return rows.length > 0
}

/** False when it is the same. */
export async function setPhoto(
  tx: Tx,
  personId: string,
  pictures: { side: Side; jpeg: Buffer }[],
  by: string,
): Promise<boolean> {
  let changed = 0
  for (const { side, jpeg } of pictures) {
    const { count } = await tx`
      insert into photos (person_id, side, jpeg, added_by) values (${personId}, ${side}, ${jpeg}, ${by})
      on conflict (person_id, side) do update
      set jpeg = excluded.jpeg, added_at = now(), added_by = excluded.added_by
      where photos.jpeg <> excluded.jpeg`
    changed += count
  }
  return changed > 0
}

export async function deletePhoto(tx: Tx, personId: string): Promise<boolean> {
  const { count } = await tx`delete from photos where person_id = ${personId}`
  return count > 0
}
