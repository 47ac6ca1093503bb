import type { Activity } from '../activities/events'
import type { Tx } from '../db/sql'
import type { Range } from './apply-queries'

/** What an application has done to each person, as a change by hand tells it (`personnel/personnel.ts`). */
export async function listWritten(tx: Tx, { id, from, to }: Range): Promise<Activity[]> {
  const rows = await tx<{ activity: Activity }[]>`
    select told || jsonb_build_object(
      'personId', r.person_id, 'target', jsonb_build_object('kind', 'personnel', 'id', r.person_id, 'name', r.name)) as activity
    from import_rows r
    cross join lateral (
      select jsonb_build_object('event', 'personnel.created', 'after', r.after) as told, 0 as rank
      where r.action = 'create'
      union all
      select jsonb_build_object(
        'event', 'personnel.updated', 'before', r.before || jsonb_build_object('version', r.version - 1),
        'after', r.after || jsonb_build_object('version', r.version)), 0
      where r.action = 'update' and r.after <> '{}'
      union all
      select jsonb_build_object(
        'event', 'career.recorded', 'before', jsonb_build_object('version', r.version - 1),
        'after', jsonb_build_object('version', r.version, 'act',
          m || jsonb_build_object('effectiveOn', r.effective_on, 'decisionNumber', r.decision_number))), 1
      from jsonb_array_elements(r.moves) m
      where r.action = 'update' and r.effective_on > current_date
    ) lines
    where r.import_id = ${id} and r.line between ${from} and ${to}
    order by r.line, rank`
  return rows.map(({ activity }) => activity)
}

/** Of new files that are gone again. */
export async function listRemoved(tx: Tx, { id, from, to }: Range): Promise<Activity[]> {
  const rows = await tx<{ activity: Activity }[]>`
    select jsonb_build_object(
      'event', 'imports.removed', 'target', jsonb_build_object('kind', 'personnel', 'id', r.person_id, 'name', r.name),
      'after', jsonb_build_object('matricule', r.matricule)) as activity
    from import_rows r
    where r.import_id = ${id} and r.line between ${from} and ${to} and r.action = 'create' and r.kept is null
    order by r.line`
  return rows.map(({ activity }) => activity)
}

/** Of files that are again as they were. */
export async function listRestored(tx: Tx, { id, from, to }: Range): Promise<Activity[]> {
  const rows = await tx<{ activity: Activity }[]>`
    select jsonb_build_object(
      'event', 'personnel.updated', 'personId', r.person_id,
      'target', jsonb_build_object('kind', 'personnel', 'id', r.person_id, 'name', p.last_name || ' ' || p.first_names),
      'before', r.after || jsonb_build_object('version', r.version),
      'after', r.before || jsonb_build_object('version', p.version)) as activity
    from import_rows r
    join personnel p on p.id = r.person_id
    where r.import_id = ${id} and r.line between ${from} and ${to} and r.action = 'update' and r.kept is null
    order by r.line`
  return rows.map(({ activity }) => activity)
}
