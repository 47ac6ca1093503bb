import type { Actor, User } from '../actor'
import { visibleTo } from '../db/scope'
import type { Tx } from '../db/sql'
import type { Range } from './apply-queries'

/** Removes the new files within reach that nothing has touched since; the others are kept, and say why. */
export async function removePeople(tx: Tx, actor: Actor, { id, from, to }: Range): Promise<number> {
  const [counted] = await tx<[{ removed: number }]>`
    with gone as materialized (
      select remove_untouched(array(
        select r.person_id from import_rows r
        join personnel p on p.id = r.person_id
        where r.import_id = ${id} and r.line between ${from} and ${to} and r.action = 'create'
          and ${visibleTo(actor, 'personnel.import')})) as person_id
    ), kept as (
      update import_rows r set kept = 'Ce dossier a servi depuis, ou n’est plus de ceux que vous tenez\u202f: il est conservé.'
      where r.import_id = ${id} and r.line between ${from} and ${to} and r.action = 'create'
        and r.person_id not in (select person_id from gone)
    )
    select count(*)::int as removed from gone`
  return counted.removed
}

/** Holds the files that the import has changed; those changed since or out of reach are kept as they are, and say why. */
export async function keepTouched(tx: Tx, actor: Actor, { id, from, to }: Range): Promise<void> {
  await tx`
    select p.id from personnel p
    join import_rows r on r.person_id = p.id
    where r.import_id = ${id} and r.line between ${from} and ${to} and r.action = 'update'
    order by p.id
    for no key update of p`
  await tx`
    update import_rows r
    set kept = case when p.version <> r.version then 'Ce dossier a été modifié depuis\u202f: il reste tel quel.'
      else 'Ce dossier n’est plus de ceux que vous tenez\u202f: il reste tel quel.' end
    from personnel p
    where p.id = r.person_id and r.import_id = ${id} and r.line between ${from} and ${to} and r.action = 'update'
      and (p.version <> r.version or not (${visibleTo(actor, 'personnel.import')}))`
}

/** Takes the acts of the import out of force, puts those that they had replaced back, and returns whose they are. */
export async function withdrawMoves(tx: Tx, actor: User, { id, from, to }: Range): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    with withdrawn as (
      update career_events e
      set withdrawn_at = now(), withdrawn_by = ${actor.id}, withdrawn_reason = 'Import annulé'
      where e.batch_id = ${id} and e.withdrawn_at is null and e.person_id = any(array(
        select r.person_id from import_rows r
        where r.import_id = ${id} and r.line between ${from} and ${to} and r.action = 'update' and r.kept is null))
      returning e.id, e.person_id, e.replaces
    ), back as (
      insert into career_events (
        person_id, kind, effective_on, decision_number, unit_id, grade, class, echelon, position, job_title, note, document_id,
        batch_id, recorded_by, replaces)
      select o.person_id, o.kind, o.effective_on, o.decision_number, o.unit_id, o.grade, o.class, o.echelon, o.position,
        o.job_title, o.note, o.document_id, o.batch_id, o.recorded_by, w.id
      from withdrawn w
      join career_events o on o.id = w.replaces
    )
    select distinct person_id as id from withdrawn`
  return rows.map((row) => row.id)
}

export async function countKept(tx: Tx, id: string): Promise<number> {
  const [row] = await tx<[{ count: number }]>`
    select count(*)::int as count from import_rows where import_id = ${id} and kept is not null`
  return row.count
}
