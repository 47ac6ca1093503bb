import type { Fragment } from 'postgres'
import type { Actor } from '../actor'
import { every, part } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'

export type FileState = 'saine' | 'quarantaine' | 'infectee'
export type Guard = 'identity' | 'private' | 'salary' | 'health' | 'evaluations'

/** The papers (alias `d`, type `t`, person `p`) that the actor may read: versions of the past for who keeps or inspects the file. */
export function readable(actor: Actor): Fragment[] {
  return every([
    visibleTo(actor),
    byGuard(actor),
    [
      part`(d.replaced_at is null and d.withdrawn_at is null or`,
      ...visibleTo(actor, 'personnel.write'),
      part`or`,
      ...inspected(actor),
      part`)`,
    ],
  ])
}

/** A type of paper (alias `t`) of a person (alias `p`) that the actor may read. */
export function byGuard(actor: Actor): Fragment[] {
  const when = (guard: Guard, action: Parameters<typeof visibleTo>[1]) => [
    sql`when ${guard} then`,
    ...visibleTo(actor, action),
  ]
  return [
    part`(case t.guard`,
    ...when('identity', 'field.identity'),
    ...when('private', 'field.private'),
    ...when('salary', 'field.salary'),
    ...when('health', 'field.health'),
    ...when('evaluations', 'evaluations.read'),
    part`else true end)`,
  ]
}

/** Whose journal one reads besides one's own: what was there before is part of it. */
function inspected(actor: Actor): Fragment[] {
  const own = actor.kind === 'user' ? actor.personId : null
  return every([visibleTo(actor, 'activities.read'), own === null ? part`true` : sql`p.id <> ${own}`])
}

export type Row = {
  id: string
  personId: string
  person: string
  matricule: string
  type: string
  typeLabel: string
  guard: Guard | null
  expires: boolean
  /** What an end that is not typed is counted by. */
  validityMonths: number | null
  series: string
  version: number
  versions: number
  name: string
  mime: string
  bytes: number
  hash: string
  state: FileState
  issuedOn: string | null
  expiresOn: string | null
  made: boolean
  addedAt: Date
  addedBy: string | null
  replacedAt: Date | null
  withdrawnAt: Date | null
  withdrawnReason: string | null
}

const columns = () => part`
  d.id, d.person_id as "personId", p.last_name || ' ' || p.first_names as person, p.matricule, d.type, t.label as "typeLabel",
  t.guard, t.expires, t.validity_months as "validityMonths", d.series, d.version, (select count(*)::int from documents o where o.series = d.series) as versions, d.name,
  f.type as mime, f.bytes::float8 as bytes, f.hash, f.state, d.issued_on as "issuedOn", d.expires_on as "expiresOn", d.made,
  d.added_at as "addedAt", a.name as "addedBy", d.replaced_at as "replacedAt", d.withdrawn_at as "withdrawnAt",
  d.withdrawn_reason as "withdrawnReason"`

const tables = () => part`
  documents d
  join document_types t on t.code = d.type
  join personnel p on p.id = d.person_id
  join files f on f.hash = d.file
  left join users a on a.id = d.added_by`

/** What is in force of a person, type by type. */
export async function listInForce(actor: Actor, personId: string): Promise<Row[]> {
  return sql`
    select ${columns()}
    from ${tables()}
    where ${every([readable(actor), sql`d.person_id = ${personId} and d.replaced_at is null and d.withdrawn_at is null`])}
    order by t.rank, d.id desc
    limit 500`
}

/** Every paper of a person that the actor may read, all versions, type by type. */
export async function listEvery(actor: Actor, personId: string): Promise<Row[]> {
  return sql`
    select ${columns()}
    from ${tables()}
    where ${every([readable(actor), sql`d.person_id = ${personId}`])}
    order by t.rank, d.series, d.version`
}

export async function findDocument(actor: Actor, id: string): Promise<Row | undefined> {
  const [row] = await sql<
    Row[]
  >`select ${columns()} from ${tables()} where ${every([readable(actor), sql`d.id = ${id}`])}`
  return row
}

/** Every version of a paper, the last first. */
export async function listVersions(actor: Actor, series: string): Promise<Row[]> {
  return sql`
    select ${columns()} from ${tables()}
    where ${every([readable(actor), sql`d.series = ${series}`])}
    order by d.version desc`
}

/** `retired`: offered no more. */
export type Type = { code: string; label: string; guard: Guard | null; expires: boolean; retired: boolean }

export async function listTypes(): Promise<Type[]> {
  return sql`select code, label, guard, expires, retired_on is not null as retired from document_types order by rank`
}

/** The required types that a person has nothing of, of those that the actor may read. */
export async function listMissing(actor: Actor, personId: string): Promise<{ code: string; label: string }[]> {
  return sql`
    select t.code, t.label
    from personnel p
    join grades g on g.code = p.grade
    join document_types t on t.required and t.retired_on is null
      and (t.required_categories is null or g.category = any(t.required_categories))
    where ${every([visibleTo(actor), byGuard(actor), sql`p.id = ${personId}`])}
      and not exists (
        select from documents d
        join files f on f.hash = d.file
        where d.person_id = p.id and d.type = t.code and d.replaced_at is null and d.withdrawn_at is null
          and f.state <> 'infectee' and (d.expires_on is null or d.expires_on >= current_date)
      )
    order by t.rank`
}

export type Person = { id: string; name: string; matricule: string }

/** Somebody whose file the actor keeps. */
export async function findKeptBy(actor: Actor, id: string): Promise<Person | undefined> {
  const [row] = await sql<Person[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, p.matricule
    from personnel p where p.id = ${id} and ${visibleTo(actor, 'personnel.write')}`
  return row
}

/** The same, held until the end of the transaction: papers of one person are added one after the other. */
export async function lockPerson(tx: Tx, actor: Actor, id: string): Promise<Person | undefined> {
  const [row] = await tx<Person[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, p.matricule
    from personnel p where p.id = ${id} and ${visibleTo(actor, 'personnel.write')}
    for no key update`
  return row
}

export type Locked = Pick<
  Row,
  'id' | 'personId' | 'person' | 'type' | 'typeLabel' | 'series' | 'version' | 'hash' | 'issuedOn' | 'expiresOn'
> & {
  inForce: boolean
  withdrawn: boolean
}

export async function lockDocument(tx: Tx, actor: Actor, id: string): Promise<Locked | undefined> {
  const [row] = await tx<Locked[]>`
    select d.id, d.person_id as "personId", p.last_name || ' ' || p.first_names as person, d.type, t.label as "typeLabel",
      d.series, d.version, d.file as hash, d.replaced_at is null and d.withdrawn_at is null as "inForce",
      d.withdrawn_at is not null as withdrawn, d.issued_on as "issuedOn", d.expires_on as "expiresOn"
    from documents d
    join document_types t on t.code = d.type
    join personnel p on p.id = d.person_id
    where ${every([visibleTo(actor, 'personnel.write'), byGuard(actor), sql`d.id = ${id}`])}
    for no key update of d`
  return row
}
