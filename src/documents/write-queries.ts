import { sql, type Tx } from '../db/sql'
import type { FileState, Locked } from './queries'

export type NewFile = { hash: string; bytes: number; type: string; state: FileState }

/** A content that was found good stays so; the rest is judged again. */
export async function insertFile(tx: Tx, { hash, bytes, type, state }: NewFile): Promise<void> {
  await tx`
    insert into files (hash, bytes, type, state, examined_at)
    values (${hash}, ${bytes}, ${type}, ${state}, ${state === 'saine' ? sql`now()` : null})
    on conflict (hash) do update set state = excluded.state, examined_at = excluded.examined_at
    where files.state <> 'saine'`
}

type Same = { id: string; issuedOn: string | null; expiresOn: string | null }

/** The paper in force that is the same content under the same type, or a later version of it. */
export async function findSame(tx: Tx, personId: string, type: string, hash: string): Promise<Same | undefined> {
  const [row] = await tx<Same[]>`
    select id, issued_on as "issuedOn", expires_on as "expiresOn" from documents
    where person_id = ${personId} and type = ${type} and file = ${hash} and replaced_at is null and withdrawn_at is null
    limit 1`
  return row
}

export type NewDocument = {
  personId: string
  type: string
  hash: string
  name: string
  issuedOn: string | null
  expiresOn: string | null
  made: boolean
  addedBy: string | null
  /** The version before. */
  after: { series: string; version: number } | null
}

export async function insertDocument(tx: Tx, made: NewDocument): Promise<string> {
  const { after } = made
  const [row] = await tx<[{ id: string }]>`
    with drawn as (select uuidv7() as id)
    insert into documents (id, person_id, type, series, version, file, name, issued_on, expires_on, made, added_by)
    select id, ${made.personId}, ${made.type}, coalesce(${after?.series ?? null}::uuid, id), ${(after?.version ?? 0) + 1},
      ${made.hash}, ${made.name}, ${made.issuedOn}::date, ${made.expiresOn}::date, ${made.made}, ${made.addedBy}
    from drawn
    returning id`
  return row.id
}

export async function setReplaced(tx: Tx, id: string): Promise<void> {
  await tx`update documents set replaced_at = now() where id = ${id}`
}

type Made = Pick<Locked, 'personId' | 'typeLabel' | 'version' | 'withdrawn'>

/** A paper that the house has made, whatever the actor sees of it. */
export async function lockMade(tx: Tx, id: string): Promise<Made | undefined> {
  const [row] = await tx<Made[]>`
    select d.person_id as "personId", t.label as "typeLabel", d.version, d.withdrawn_at is not null as withdrawn
    from documents d
    join document_types t on t.code = d.type
    where d.id = ${id} and d.made
    for no key update of d`
  return row
}

export async function setWithdrawn(tx: Tx, id: string, by: string | null, reason: string): Promise<void> {
  await tx`
    update documents set withdrawn_at = now(), withdrawn_by = ${by}, withdrawn_reason = ${reason} where id = ${id}`
}

export type KindOfPaper = { label: string; expires: boolean; validityMonths: number | null; retired: boolean }

export async function typeOf(code: string): Promise<KindOfPaper | undefined> {
  const [row] = await sql<KindOfPaper[]>`
    select label, expires, validity_months as "validityMonths", retired_on is not null as retired
    from document_types where code = ${code}`
  return row
}

/** The version after this one. */
export async function findNext(tx: Tx, series: string, version: number) {
  const [row] = await tx<(Same & { hash: string })[]>`
    select id, file as hash, issued_on as "issuedOn", expires_on as "expiresOn"
    from documents where series = ${series} and version = ${version + 1}`
  return row
}
