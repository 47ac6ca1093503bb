import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'

export type Subject = { id: string; name: string; matricule: string }

/** Somebody whose whole file the actor may take away: who may export people may, within reach, and everybody their own. */
export async function findSubject(actor: Actor, id: string): Promise<Subject | undefined> {
  const own = actor.kind === 'user' ? actor.personId : null
  const [row] = await sql<Subject[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, p.matricule
    from personnel p
    where p.id = ${id} and ${visibleTo(actor)} and (p.id = ${own} or ${visibleTo(actor, 'personnel.export')})`
  return row
}
