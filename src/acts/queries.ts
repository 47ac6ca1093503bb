import type { Fragment } from 'postgres'
import type { Actor } from '../actor'
import { every } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import type { ActKind } from '../lib/act-kinds'

export type Act = {
  id: string
  kind: ActKind
  year: number
  number: number
  code: string
  templateVersion: number
  personId: string
  person: string
  matricule: string
  signatory: string
  signatoryTitle: string
  madeOn: string
  madeAt: Date
  madeBy: string | null
  documentId: string
  cancelledAt: Date | null
  cancelledBy: string | null
  cancelledReason: string | null
}

export const columns = () => sql`
  a.id, a.kind, a.year, a.number, a.code, a.template_version as "templateVersion", a.person_id as "personId",
  a.person_name as person, a.matricule, a.signatory_name as signatory, a.signatory_title as "signatoryTitle",
  a.made_on as "madeOn", a.made_at as "madeAt", m.name as "madeBy", a.document_id as "documentId",
  a.cancelled_at as "cancelledAt", k.name as "cancelledBy", a.cancelled_reason as "cancelledReason"`

export const tables = () => sql`
  acts a
  join personnel p on p.id = a.person_id
  left join users m on m.id = a.made_by
  left join users k on k.id = a.cancelled_by`

/** The acts (alias `a`, person `p`) that the actor may read. */
export function readable(actor: Actor): Fragment[] {
  return visibleTo(actor, 'acts.read')
}

export async function findAct(actor: Actor, id: string): Promise<Act | undefined> {
  const [row] = await sql<Act[]>`
    select ${columns()} from ${tables()} where ${every([readable(actor), sql`a.id = ${id}`])}`
  return row
}

/** The acts of one person, the last first. */
export async function listOf(actor: Actor, personId: string): Promise<Act[]> {
  return sql<Act[]>`
    select ${columns()} from ${tables()}
    where ${every([readable(actor), sql`a.person_id = ${personId}`])}
    order by a.id desc
    limit 200`
}

/** What a paper says of itself, for whoever holds it. */
export type Shown = Pick<
  Act,
  'kind' | 'year' | 'number' | 'person' | 'matricule' | 'signatory' | 'signatoryTitle' | 'madeOn' | 'cancelledAt'
>

export async function findByCode(code: string): Promise<Shown | undefined> {
  const [row] = await sql<Shown[]>`
    select kind, year, number, person_name as person, matricule, signatory_name as signatory,
      signatory_title as "signatoryTitle", made_on as "madeOn", cancelled_at as "cancelledAt"
    from acts where code = ${code}`
  return row
}

/** Takes the form's key; false when it has served. Whoever holds it at this moment is waited for. */
export async function claimKey(tx: Tx, userId: string, key: string): Promise<string | null> {
  const [row] = await tx<{ id: string }[]>`
    insert into submissions (key, user_id, target_id) values (${key}, ${userId}, uuidv7())
    on conflict do nothing
    returning target_id as id`
  return row?.id ?? null
}

export async function findSent(tx: Tx, userId: string, key: string): Promise<string | undefined> {
  const [row] = await tx<{ id: string }[]>`
    select a.id from submissions s join acts a on a.id = s.target_id where s.user_id = ${userId} and s.key = ${key}`
  return row?.id
}

/** The next number of a kind in a year: whoever comes after waits until this one is written, or given back. */
export async function nextNumber(tx: Tx, kind: ActKind, year: number): Promise<number> {
  const [row] = await tx<[{ last: number }]>`
    insert into act_counters (kind, year, last) values (${kind}, ${year}, 1)
    on conflict (kind, year) do update set last = act_counters.last + 1
    returning last`
  return row.last
}

export async function insertAct(
  tx: Tx,
  act: Omit<Act, 'madeAt' | 'madeBy' | 'cancelledAt' | 'cancelledBy' | 'cancelledReason'> & {
    signatoryId: string
    by: string
  },
): Promise<void> {
  await tx`
    insert into acts (id, kind, year, number, code, template_version, person_id, person_name, matricule, signatory_id,
      signatory_name, signatory_title, made_on, made_by, document_id)
    values (${act.id}, ${act.kind}, ${act.year}, ${act.number}, ${act.code}, ${act.templateVersion}, ${act.personId},
      ${act.person}, ${act.matricule}, ${act.signatoryId}, ${act.signatory}, ${act.signatoryTitle}, ${act.madeOn}, ${act.by},
      ${act.documentId})`
}

export async function lockAct(tx: Tx, actor: Actor, id: string): Promise<Act | undefined> {
  const [row] = await tx<Act[]>`
    select ${columns()} from ${tables()}
    where ${every([visibleTo(actor, 'acts.produce'), sql`a.id = ${id}`])}
    for update of a`
  return row
}

export async function setCancelled(tx: Tx, id: string, by: string, reason: string): Promise<void> {
  await tx`update acts set cancelled_at = now(), cancelled_by = ${by}, cancelled_reason = ${reason} where id = ${id}`
}

export async function findLogo(version: string): Promise<Buffer | null> {
  const [row] = await sql<{ png: Buffer }[]>`select png from logos where version = ${version}`
  return row?.png ?? null
}
