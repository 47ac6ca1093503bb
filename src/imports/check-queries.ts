import type { Actor } from '../actor'
import { unitWithin, visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import type { Person } from '../personnel/person'
import type { Fault, Judged, Known, UnitRow } from './judge'
import type { Counts } from './queries'

export async function listUnits(actor: Actor): Promise<UnitRow[]> {
  return sql`
    select u.id::int, u.code, u.name, u.closed_on is not null as closed
    from units u
    where ${unitWithin(actor, 'personnel.import')}`
}

export async function listGrid(): Promise<{ grade: string; class: string; echelon: number; points: number }[]> {
  return sql`
    select distinct on (grade, class, echelon) grade, class, echelon, points
    from index_grid
    where valid_from <= current_date
    order by grade, class, echelon, valid_from desc`
}

export async function listEchelons(): Promise<{ class: string; echelons: number }[]> {
  return sql`select code as class, echelons_on(code, current_date) as echelons from grade_classes`
}

/** The files that have these matricules, those out of reach without anything of what is in them. */
export async function listKnown(
  actor: Actor,
  matricules: string[],
  fields: (keyof Person)[],
): Promise<Map<string, Known>> {
  type Row = Omit<Known, 'reached' | 'person'> & { matricule: string; row: Record<string, unknown> | null }
  const rows = await sql<Row[]>`
    select p.matricule, p.id, p.version, p.left_on as "leftOn",
      case when ${visibleTo(actor, 'personnel.import')} then to_jsonb(p) || jsonb_build_object('unit', u.code) end as row, newest
    from personnel p
    join units u on u.id = p.unit_id
    cross join lateral (
      select jsonb_build_object(
        'step', max(e.effective_on) filter (where e.grade is not null),
        'affectation', max(e.effective_on) filter (where e.unit_id is not null),
        'position', max(e.effective_on) filter (where e.position is not null),
        'fonction', max(e.effective_on) filter (where e.kind = 'fonction')) as newest
      from career_events e
      where e.person_id = p.id and e.withdrawn_at is null and e.effective_on <= current_date
    ) acts
    where p.matricule = any(${matricules})`
  return new Map(
    rows.map(({ matricule, row, ...known }) => {
      const person = Object.fromEntries(
        fields.map((field) => [field, row?.[field === 'unit' ? field : columnOf(field)] ?? null]),
      )
      return [matricule, { ...known, reached: row !== null, person: person as Person }]
    }),
  )
}

/** Where a field of a person is kept. */
export function columnOf(field: string): string {
  return field === 'unit' ? 'unit_id' : field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** From nothing: another attempt at it writes no more. */
export async function beginRun(tx: Tx, id: string, run: string): Promise<boolean> {
  const { count } = await tx`update imports set run = ${run} where id = ${id} and state = 'checking'`
  await tx`delete from import_rows where import_id = ${id}`
  await tx`delete from import_errors where import_id = ${id}`
  return count > 0
}

/** False when another attempt has begun, or none is to go on. */
export async function insertJudged(
  id: string,
  run: string,
  judged: Judged[],
  faults: (Fault & { line: number })[],
): Promise<boolean> {
  const [row] = await sql<[{ alive: boolean }]>`
    with alive as materialized (
      select id from imports where id = ${id} and run = ${run} for share
    ), rows as (
      insert into import_rows (
        import_id, line, action, person_id, matricule, name, version, record, former, before, after, moves, effective_on,
        decision_number)
      select alive.id, r.line, r.action, case when r.action = 'create' then uuidv7() else r.person_id end, r.matricule, r.name,
        r.version, r.record, r.former, r.before, r.after, r.moves, r.effective_on, r.decision_number
      from alive
      cross join jsonb_to_recordset(${sql.json(judged.map(rowOf) as never)}) as r (
        line int, action text, person_id uuid, matricule text, name text, version int, record jsonb, former jsonb,
        before jsonb, after jsonb, moves jsonb, effective_on date, decision_number text)
    ), errors as (
      insert into import_errors (import_id, line, place, field, value, message)
      select alive.id, e.line, e.place, e.field, e.value, e.message
      from alive
      cross join jsonb_to_recordset(${sql.json(faults as never)}) as e (
        line int, place int, field text, value text, message text)
    )
    select exists (select from alive) as alive`
  return row.alive
}

function rowOf({
  line,
  action,
  matricule,
  known,
  person,
  changes,
  own,
  moves,
  unitId,
  effectiveOn,
  decisionNumber,
}: Judged) {
  const beside = {
    line,
    action,
    matricule: matricule?.slice(0, 40),
    effective_on: effectiveOn,
    decision_number: decisionNumber,
  }
  const name = person && `${person.lastName} ${person.firstNames}`
  if (action === 'wrong' || !person) return beside
  const whose = { ...beside, name, person_id: known?.id, version: known?.version }
  if (action === 'same') return whose
  const record = columnsOf(action === 'create' ? person : own.after, unitId)
  return {
    ...whose,
    record,
    former: columnsOf(own.before, null),
    before: changes.before,
    after: changes.after,
    moves,
  }
}

/** As columns of the table; where somebody serves is changed by acts, but for who is new. */
function columnsOf(said: Partial<Person>, unitId: number | null): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(said).flatMap(([field, value]) => {
      if (field !== 'unit') return [[columnOf(field), value]]
      return unitId === null ? [] : [['unit_id', unitId]]
    }),
  )
}

/** False when another attempt has begun, or none is to go on. */
export async function setChecked(id: string, run: string, counts: Counts): Promise<boolean> {
  const { count } = await sql`
    update imports set state = 'checked', run = null, counts = ${sql.json(counts as never)}
    where id = ${id} and run = ${run}`
  return count > 0
}

/** Whose import it is, as long as it is this job's. */
export async function ownerOf(id: string, jobId: string): Promise<string | undefined> {
  const [row] = await sql<{ ownerId: string }[]>`
    select owner_id as "ownerId" from imports where id = ${id} and job_id = ${jobId}`
  return row?.ownerId
}

export async function findByJob(tx: Tx, jobId: string): Promise<string | undefined> {
  const [row] = await tx<{ id: string }[]>`select id from imports where job_id = ${jobId}`
  return row?.id
}
