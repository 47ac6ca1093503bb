import type { Actor } from '../actor'
import { violates } from '../db/constraint'
import { refusedGrade } from '../db/grade-open'
import { unitWithin, visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import { conflict } from '../lib/problems'
import type { Person } from './person'
import type { Saved } from './personnel'
import type { Post } from './rules'

/** Where each field of a person is kept; the unit is a code outside and an id inside. */
const columns = {
  matricule: 'matricule',
  lastName: 'last_name',
  firstNames: 'first_names',
  maidenName: 'maiden_name',
  sex: 'sex',
  birthDate: 'birth_date',
  birthPlace: 'birth_place',
  nationality: 'nationality',
  maritalStatus: 'marital_status',
  children: 'children',
  nationalId: 'national_id',
  passport: 'passport',
  workEmail: 'work_email',
  personalEmail: 'personal_email',
  phone: 'phone',
  otherPhone: 'other_phone',
  address: 'address',
  poBox: 'po_box',
  jobTitle: 'job_title',
  unit: 'unit_id',
  grade: 'grade',
  class: 'class',
  echelon: 'echelon',
  indexPoints: 'index_points',
  position: 'position',
  recruitedOn: 'recruited_on',
  startedOn: 'started_on',
} as const satisfies Record<keyof Person, string>

const wholePerson = () => sql`
  p.matricule, p.last_name as "lastName", p.first_names as "firstNames", p.maiden_name as "maidenName", p.sex,
  p.birth_date as "birthDate", p.birth_place as "birthPlace", p.nationality, p.marital_status as "maritalStatus", p.children,
  p.national_id as "nationalId", p.passport, p.work_email as "workEmail", p.personal_email as "personalEmail", p.phone,
  p.other_phone as "otherPhone", p.address, p.po_box as "poBox", p.job_title as "jobTitle", u.code as unit, p.grade, p.class,
  p.echelon, p.index_points as "indexPoints", p.position, p.recruited_on as "recruitedOn", p.started_on as "startedOn"`

/** What creation needs to know first: the id to give, the post, and whether the form or the matricule has served. */
export type Ready = Post & { id: string; sent: boolean; taken: boolean }

export async function findReady(actor: Actor, key: string | null, person: Person): Promise<Ready> {
  const [ready] = await sql<Ready[]>`
    select uuidv7() as id, ${post(actor, person)},
      exists (select from submissions where user_id = ${accountOf(actor)} and key = ${key}) as sent,
      exists (select from personnel where matricule = ${person.matricule}) as taken`
  return ready!
}

/** Takes the form's key; false when it has served. Whoever holds it at this moment is waited for: of twenty at once, one goes on. */
export async function claimKey(tx: Tx, actor: Actor, key: string, id: string): Promise<boolean> {
  const claimed = await tx`
    insert into submissions (key, user_id, target_id)
    values (${key}, ${accountOf(actor)}, ${id})
    on conflict do nothing`
  return claimed.count === 1
}

/** What came of the form that used this key before. */
export async function findSent(actor: Actor, key: string | null): Promise<Saved> {
  const [row] = await sql<Saved[]>`
    select p.id, p.version, ${wholePerson()}
    from submissions s
    join personnel p on p.id = s.target_id
    join units u on u.id = p.unit_id
    where s.user_id = ${accountOf(actor)} and s.key = ${key}`
  return row!
}

/** The file and its nomination; false when somebody else has the matricule. */
export async function insertPerson(
  tx: Tx,
  actor: Actor,
  ready: Ready,
  person: Person,
  decisionNumber: string | null,
): Promise<boolean> {
  const row = { id: ready.id, ...rowOf(person, ready.unitId), echelon_since: person.startedOn }
  const inserted = await tx`
    with person as (
      insert into personnel ${tx(row)}
      on conflict (matricule) do nothing
      returning id, unit_id, grade, class, echelon, position, job_title, started_on
    )
    insert into career_events (
      person_id, kind, effective_on, decision_number, unit_id, grade, class, echelon, position, job_title, recorded_by)
    select id, 'nomination', started_on, ${decisionNumber}, unit_id, grade, class, echelon, position, job_title,
      ${accountOf(actor)}
    from person
    returning person_id`
    .catch(unitClosed)
    .catch(refusedGrade)
  return inserted.count === 1
}

export type Locked = { person: Person; version: number; leftOn: string | null; leftReason: string | null }

/** A file the actor may write, held until the end of the transaction. */
export function lockPerson(tx: Tx, actor: Actor, id: string): Promise<Locked | undefined> {
  return findWritable(tx, actor, id, sql`for no key update of p`)
}

/** A file the actor may write, as it is; `hold`: for as long as a transaction lasts. */
export async function findWritable(on: Tx, actor: Actor, id: string, hold = sql``): Promise<Locked | undefined> {
  const [row] = await on<(Person & Omit<Locked, 'person'>)[]>`
    select p.version, p.left_on as "leftOn", p.left_reason as "leftReason", ${wholePerson()}
    from personnel p
    join units u on u.id = p.unit_id
    where p.id = ${id} and ${visibleTo(actor, 'personnel.write')}
    ${hold}`
  if (!row) return undefined
  const { version, leftOn, leftReason, ...person } = row
  return { person, version, leftOn, leftReason }
}

/** What the tables say of what is known of a file; `id`: its own, when it is there already. */
export async function findPost(
  on: Tx,
  actor: Actor,
  person: Partial<Person>,
  id: string | null,
): Promise<Post & { taken: boolean }> {
  const [row] = await on<(Post & { taken: boolean })[]>`
    select ${post(actor, person, id)},
      exists (select from personnel where matricule = ${person.matricule ?? null} and id is distinct from ${id}) as taken`
  return row!
}

/** Writes the fields that changed and that no act speaks of; returns the new version. */
export async function setPerson(tx: Tx, id: string, changed: Partial<Person>): Promise<number | 'taken'> {
  const rows = await tx<{ version: number }[]>`
    update personnel set ${tx(rowOf(changed, null))}
    where id = ${id}
    returning version`.catch(matriculeTaken)
  return rows === 'taken' ? rows : rows[0]!.version
}

/** Who holds this matricule, if the actor may see that file. */
export async function findByMatricule(
  actor: Actor,
  matricule: string,
): Promise<{ id: string; name: string } | undefined> {
  const [row] = await sql<{ id: string; name: string }[]>`
    select p.id, p.last_name || ' ' || p.first_names as name
    from personnel p
    where p.matricule = upper(regexp_replace(${matricule}, '\\s', '', 'g')) and ${visibleTo(actor)}`
  return row
}

/** A unit where the actor may not write is one that is not there, and so is a closed one for whoever is not in it already. */
const post = (actor: Actor, { unit, grade, class: rank, echelon }: Partial<Person>, id: string | null = null) => sql`
  (
    select u.id::int from units u
    where u.code = ${unit ?? null} and ${unitWithin(actor, 'personnel.write')}
      and (u.closed_on is null or u.id = (select unit_id from personnel where id = ${id}))
  ) as "unitId",
  echelons_on(${rank ?? null}, current_date) as echelons,
  points_on(${grade ?? null}, ${rank ?? null}, ${echelon ?? null}, current_date) as points`

function accountOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.id : null
}

function rowOf(person: Partial<Person>, unitId: number | null): Record<string, string | number | null> {
  const fields = Object.entries(person) as [keyof Person, string | number | null][]
  return Object.fromEntries(fields.map(([field, value]) => [columns[field], field === 'unit' ? unitId : value]))
}

/** Two changes to the same matricule at once: only the index knows. */
function matriculeTaken(error: unknown): 'taken' {
  if (violates(error, 'personnel_matricule_unique')) return 'taken'
  throw error
}

/** Closed meanwhile, or while the person was away. */
function unitClosed(error: unknown): never {
  if (!violates(error, 'personnel_unit_open')) throw error
  throw conflict('L’unité de cette personne est fermée. Choisissez-en d’abord une autre dans son dossier.')
}
