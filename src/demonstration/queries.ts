import type { Tx } from '../db/sql'
import type { Absence } from './absences'
import type { Grid } from './career'
import type { Evaluation } from './evaluations'
import type { CareerEvent } from './events'
import type { File } from './files'
import type { Holiday } from './holidays'
import type { Unit } from './units'

/** The steps of each grade from the entry upward, as in force on a day. */
export async function listSteps(tx: Tx, today: string): Promise<Grid> {
  const rows = await tx<{ grade: string; class: string; echelon: number; points: number }[]>`
    select distinct on (g.grade, c.rank, g.echelon) g.grade, g.class, g.echelon, g.points
    from index_grid g
    join grade_classes c on c.code = g.class
    where g.valid_from <= ${today}
    order by g.grade, c.rank, g.echelon, g.valid_from desc`
  const grid: Grid = new Map()
  for (const { grade, ...step } of rows) grid.set(grade, [...(grid.get(grade) ?? []), step])
  return grid
}

/** The units below the ministry, numbered after it in the given order. Returns the id of each code. */
export async function insertUnits(tx: Tx, units: Unit[]): Promise<Map<string, number>> {
  const [ministry] = await tx<{ id: number; code: string }[]>`select id::int, code from units where parent_id is null`
  const ids = new Map([
    [ministry!.code, ministry!.id],
    ...units.map((unit, i) => [unit.code, ministry!.id + 1 + i] as const),
  ])
  const rows = units.map(({ code, name, kind, parent }) => ({
    id: ids.get(code)!,
    code,
    name,
    kind,
    parent_id: ids.get(parent)!,
  }))
  await tx`
    insert into units (id, code, name, kind, parent_id)
    overriding system value
    select id, code, name, kind, parent_id
    from json_populate_recordset(null::units, ${json(tx, rows)})`
  await tx`select setval(pg_get_serial_sequence('units', 'id'), (select max(id) from units))`
  return ids
}

export async function setChiefs(tx: Tx, chiefs: { code: string; chief: string }[]): Promise<void> {
  await tx`
    update units set chief_id = given.chief
    from json_to_recordset(${json(tx, chiefs)}) as given (code text, chief uuid)
    where units.code = given.code`
}

export async function insertHolidays(tx: Tx, holidays: Holiday[]): Promise<void> {
  await tx`
    insert into public_holidays (day, label)
    select day, label
    from json_populate_recordset(null::public_holidays, ${json(tx, holidays)})`
}

export async function insertFiles(tx: Tx, files: File[]): Promise<void> {
  await tx`
    insert into personnel (
      id, matricule, last_name, first_names, maiden_name, sex, birth_date, birth_place, nationality, marital_status, children,
      national_id, passport, work_email, phone, other_phone, address, po_box, job_title, unit_id, grade, class, echelon,
      index_points, position, recruited_on, started_on, left_on, left_reason, echelon_since, fictitious, version, created_at, updated_at)
    select
      id, matricule, last_name, first_names, maiden_name, sex, birth_date, birth_place, nationality, marital_status, children,
      national_id, passport, work_email, phone, other_phone, address, po_box, job_title, unit_id, grade, class, echelon,
      index_points, position, recruited_on, started_on, left_on, left_reason, echelon_since, fictitious, version, created_at, updated_at
    from json_populate_recordset(null::personnel, ${json(tx, files)})`
}

export async function insertEvents(tx: Tx, events: CareerEvent[]): Promise<void> {
  await tx`
    insert into career_events (
      id, person_id, kind, effective_on, decision_number, unit_id, grade, class, echelon, position, job_title, note,
      created_at)
    select
      id, person_id, kind, effective_on, decision_number, unit_id, grade, class, echelon, position, job_title, note, created_at
    from json_populate_recordset(null::career_events, ${json(tx, events)})`
}

export async function insertAbsences(tx: Tx, absences: Absence[]): Promise<void> {
  await tx`
    insert into absences (id, person_id, type, starts_on, ends_on, cancelled_at, created_at)
    select id, person_id, type, starts_on, ends_on, cancelled_at, created_at
    from json_populate_recordset(null::absences, ${json(tx, absences)})`
}

export async function insertEvaluations(tx: Tx, evaluations: Evaluation[]): Promise<void> {
  await tx`
    insert into evaluations (
      id, person_id, year, technical, organisation, initiative, diligence, relations, state, comment, created_at)
    select
      id, person_id, year, technical, organisation, initiative, diligence, relations, state, comment, created_at
    from json_populate_recordset(null::evaluations, ${json(tx, evaluations)})`
}

export type Found = { id: string; name: string }

export async function findChief(tx: Tx, unitCode: string): Promise<Found> {
  const [found] = await tx<Found[]>`
    select p.id, p.last_name || ' ' || p.first_names as name
    from units u
    join personnel p on p.id = u.chief_id
    where u.code = ${unitCode}`
  return found!
}

/** The highest in grade of a service who is not its chief. */
export async function findOfficer(tx: Tx, unitCode: string): Promise<Found> {
  const [found] = await tx<Found[]>`
    select p.id, p.last_name || ' ' || p.first_names as name
    from personnel p
    join units u on u.id = p.unit_id
    where u.code = ${unitCode}
      and p.id is distinct from u.chief_id
      and p.left_on is null
      and p.position = 'en_activite'
    order by p.index_points desc, p.matricule
    limit 1`
  return found!
}

/** Below this unit, somebody without a post whose evaluation awaits an answer and who was away most often. */
export async function findAgent(tx: Tx, unitCode: string): Promise<Found> {
  const [found] = await tx<Found[]>`
    select p.id, p.last_name || ' ' || p.first_names as name
    from personnel p
    join evaluations e on e.person_id = p.id and e.state = 'transmise'
    where p.unit_id in (select subtree(u.id) from units u where u.code = ${unitCode})
      and not exists (select from units u where u.chief_id = p.id)
      and p.left_on is null
      and p.position = 'en_activite'
    order by (select count(*) from absences a where a.person_id = p.id) desc, p.matricule
    limit 1`
  return found!
}

/** Rows as one parameter of type json (oid 114 in `pg_type`): read faster than jsonb, which postgres.js would make of them. */
function json(tx: Tx, rows: object[]) {
  return tx.typed(rows, 114)
}
