import type { Actor } from '../actor'
import { violates } from '../db/constraint'
import { refusedGrade } from '../db/grade-open'
import { unitWithin, visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import type { Act, Said } from '../lib/career-acts'
import { conflict } from '../lib/problems'
import type { Facts, Person } from './rules'

export const act = () => sql`
  e.id, e.kind, e.effective_on as "effectiveOn", e.decision_number as "decisionNumber", u.code as unit, u.name as "unitName",
  e.grade, e.class, e.position, e.job_title as "jobTitle", e.note,
  (select id from documents where id = e.document_id and withdrawn_at is null) as "documentId", e.batch_id as "batchId",
  e.created_at as "recordedAt", author.name as "recordedBy", e.replaces, e.withdrawn_at as "withdrawnAt",
  remover.name as "withdrawnBy", e.withdrawn_reason as "withdrawnReason"`

export const around = () => sql`
  left join units u on u.id = e.unit_id
  left join users author on author.id = e.recorded_by
  left join users remover on remover.id = e.withdrawn_by`

/** Oldest first; the échelon only for who may read what it pays. */
export async function listVisible(actor: Actor, personId: string): Promise<Act[]> {
  return sql`
    select ${act()}, case when ${visibleTo(actor, 'field.salary')} then e.echelon end as echelon
    from personnel p
    join career_events e on e.person_id = p.id
    ${around()}
    where p.id = ${personId} and ${visibleTo(actor)}
    order by e.effective_on, e.id`
}

/** All of them, to those who hold the file (`lockPerson`). */
export async function listActs(tx: Tx, personId: string): Promise<Act[]> {
  return tx`
    select ${act()}, e.echelon
    from career_events e
    ${around()}
    where e.person_id = ${personId}
    order by e.effective_on, e.id`
}

export type Locked = Person & { id: string; name: string; version: number }

/** A file the actor may write, held until the end of the transaction: acts of one person are written one after the other. */
export async function lockPerson(tx: Tx, actor: Actor, id: string): Promise<Locked | undefined> {
  const [row] = await tx<Locked[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, p.version, p.recruited_on as "recruitedOn",
      p.started_on as "startedOn", p.retirement_on as "retirementOn"
    from personnel p
    where p.id = ${id} and ${visibleTo(actor, 'personnel.write')}
    for no key update`
  return row
}

/** The same without holding it, for its pages. */
export async function findPerson(actor: Actor, id: string): Promise<(Locked & { matricule: string }) | undefined> {
  const [row] = await sql<(Locked & { matricule: string })[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, p.matricule, p.version, p.recruited_on as "recruitedOn",
      p.started_on as "startedOn", p.retirement_on as "retirementOn"
    from personnel p
    where p.id = ${id} and ${visibleTo(actor, 'personnel.write')}`
  return row
}

/** What the tables of that day say of an act; `from`: the grade held before it. */
export async function findFacts(tx: Tx, actor: Actor, said: Said, from: string | null): Promise<Facts> {
  const { effectiveOn: day, unit, grade, class: rank, echelon } = said
  const [row] = await tx<[Facts]>`
    select
      case when ${unit}::text is not null then coalesce((
        select case when coalesce(u.opened_on, '-infinity') <= ${day}::date and least(u.closed_on, d.on_day, 'infinity') > ${day}::date
          then 'open' else 'closed' end
        from units u
        left join unit_ends d on d.unit_id = u.id
        where u.code = ${unit} and ${unitWithin(actor, 'personnel.write')}
      ), 'unknown') end as unit,
      ${grade}::text is null or ${openOn(grade, day)} as "gradeOpen",
      case when ${rank}::text is not null then coalesce(echelons_on(${rank}, ${day}), 0) end as echelons,
      points_on(${grade}, ${rank}, ${echelon}, ${day}) as points,
      (
        select years from grade_ladder
        where grade = ${from} and next_grade = ${grade} and valid_from <= ${day}
        order by valid_from desc limit 1
      ) as "ladderYears"`
  return row
}

const openOn = (grade: string | null, day: string) => sql`exists (
  select from grades where code = ${grade} and opened_on <= ${day} and (closed_on is null or closed_on > ${day}))`

/** Whether there is such a grade on that day, as far as it is decided. */
export async function isOpen(tx: Tx, grade: string, day: string): Promise<boolean> {
  const [row] = await tx<[{ open: boolean }]>`select ${openOn(grade, day)} as open`
  return row.open
}

export type Beside = {
  recordedBy: string | null
  replaces?: string | null
  batchId?: string | null
  documentId?: string | null
}

export async function insertAct(tx: Tx, personId: string, said: Said, beside: Beside): Promise<string> {
  const { recordedBy, replaces = null, batchId = null, documentId = null } = beside
  const [row] = await tx<[{ id: string }]>`
    insert into career_events (
      person_id, kind, effective_on, decision_number, unit_id, grade, class, echelon, position, job_title, note,
      recorded_by, replaces, batch_id, document_id)
    values (
      ${personId}, ${said.kind}, ${said.effectiveOn}, ${said.decisionNumber}, (select id from units where code = ${said.unit}),
      ${said.grade}, ${said.class}, ${said.echelon}, ${said.position}, ${said.jobTitle}, ${said.note},
      ${recordedBy}, ${replaces}, ${batchId}, ${documentId})
    returning id`
  return row.id
}

export async function setPaper(
  tx: Tx,
  id: string,
  { documentId, decisionNumber }: { documentId: string; decisionNumber: string },
): Promise<void> {
  await tx`
    update career_events set document_id = ${documentId}, decision_number = ${decisionNumber} where id = ${id}`
}

export async function withdrawActs(tx: Tx, ids: string[], by: string | null, reason: string): Promise<void> {
  await tx`
    update career_events set withdrawn_at = now(), withdrawn_by = ${by}, withdrawn_reason = ${reason}
    where id = any(${ids}::uuid[])`
}

/** What a file has of what the acts say, as the journal names it. */
export type Copy = Record<'unit' | 'grade' | 'class' | 'position', string> &
  Record<'echelon' | 'indexPoints', number> &
  Record<'jobTitle' | 'leftOn' | 'leftReason', string | null>

export type Applied = { id: string; name: string; version: number; before: Copy; after: Copy }

/**
 * The copy in these files becomes what their acts say that day. `quietly`: the version stays, for it has just been raised, or
 * there was nobody's change.
 */
export async function applyTo(tx: Tx, ids: string[], day: string, { quietly = false } = {}): Promise<Applied[]> {
  if (quietly) await tx`select set_config('mppeep.derived', 'yes', true)`
  const applied = await tx<Applied[]>`
    update personnel p set unit_id = s.unit_id, grade = s.grade, class = s.class, echelon = s.echelon,
      echelon_since = s.echelon_since, position = s.position, job_title = s.job_title, left_on = s.left_on,
      left_reason = s.left_reason,
      index_points = case when (p.grade, p.class, p.echelon) = (s.grade, s.class, s.echelon) then p.index_points
        else coalesce(points_on(s.grade, s.class, s.echelon, ${day}), p.index_points) end
    from (select person_id, unit_id, grade, class, echelon, echelon_since, position, job_title, left_on, left_reason from career_state(${day}) where person_id = any(${ids}::uuid[])) s
    where p.id = s.person_id
    returning p.id, p.last_name || ' ' || p.first_names as name, p.version,
      jsonb_build_object('unit', (select code from units where id = old.unit_id), 'grade', old.grade, 'class', old.class,
        'echelon', old.echelon, 'indexPoints', old.index_points, 'position', old.position, 'jobTitle', old.job_title,
        'leftOn', old.left_on, 'leftReason', old.left_reason) as before,
      jsonb_build_object('unit', (select code from units where id = new.unit_id), 'grade', new.grade, 'class', new.class,
        'echelon', new.echelon, 'indexPoints', new.index_points, 'position', new.position, 'jobTitle', new.job_title,
        'leftOn', new.left_on, 'leftReason', new.left_reason) as after`
    .catch(unitClosed)
    .catch(refusedGrade)
  if (quietly) await tx`select set_config('mppeep.derived', '', true)`
  return applied
}

/** Closed meanwhile, or while the person was away. */
function unitClosed(error: unknown): never {
  if (!violates(error, 'personnel_unit_open')) throw error
  throw conflict('L’unité de cette personne est fermée. Inscrivez d’abord une affectation dans une autre.')
}

/** Everybody whose file is not as their acts say, in the order of their ids. */
export async function listLate(day: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from career_late(${day}) as id order by id`
  return rows.map(({ id }) => id)
}

export type Prevented = { id: string; actId: string; name: string; unit: string }

/** Whoever an act in force leads into a unit that is closed, and stays where they are; nobody of whom that was told. */
export async function listPrevented(tx: Tx, day: string): Promise<Prevented[]> {
  return tx`
    select p.id, e.id as "actId", p.last_name || ' ' || p.first_names as name, u.name as unit
    from units u
    join career_events e on e.unit_id = u.id and e.withdrawn_at is null and e.effective_on <= ${day}
    join personnel p on p.id = e.person_id and p.unit_id <> u.id
    where u.closed_on <= ${day} and (p.left_on is null or p.left_on > ${day})
      and not exists (
        select from career_events later
        where later.person_id = p.id and later.unit_id is not null and later.withdrawn_at is null and later.effective_on <= ${day}
          and (later.effective_on, later.id) > (e.effective_on, e.id))
      and not exists (
        select from notifications n
        where n.kind = 'career.prevented' and n.person_id = p.id and n.href like '%#acte-' || e.id)
    order by p.id`
}

/** Those of them who still are, held until the end of the transaction. */
export async function holdLate(tx: Tx, ids: string[], day: string): Promise<string[]> {
  await tx`select id from personnel where id = any(${ids}::uuid[]) order by id for no key update`
  const rows = await tx<{ id: string }[]>`
    select id from career_late(${day}) as id where id = any(${ids}::uuid[])`
  return rows.map(({ id }) => id)
}
