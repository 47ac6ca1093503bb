import { sql, type Tx } from '../db/sql'
import type { Guard } from './queries'

/** A kind of paper, as the house has decided it. `requiredOf`: the categories whose files lack it when it is not there. */
export type PaperType = {
  code: string
  label: string
  guard: Guard | null
  requiredOf: string[]
  expires: boolean
  validityMonths: number | null
  alertDays: number[]
}
/** `used`: by a paper, or by the program itself. */
export type KeptType = PaperType & { rank: number; version: number; retiredOn: string | null; used: boolean }

const columns = () => sql`
  t.code, t.label, t.guard, t.rank, t.version, t.expires, t.validity_months as "validityMonths", t.alert_days as "alertDays",
  t.retired_on as "retiredOn",
  case when t.required then coalesce(t.required_categories, '{A,B,C,D}') else '{}' end as "requiredOf",
  t.lasting or exists (select from documents d where d.type = t.code) as used`

/** All of them, those that are retired last. */
export async function listKept(): Promise<KeptType[]> {
  return sql`select ${columns()} from document_types t order by t.retired_on is not null, t.rank`
}

export async function findType(code: string): Promise<KeptType | undefined> {
  const [row] = await sql<KeptType[]>`select ${columns()} from document_types t where t.code = ${code}`
  return row
}

/** Those who decide about kinds of paper come one after the other. */
export async function lockTypes(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('document_types', 0))`
}

/** Held until the end of the transaction: nobody adds a paper of it meanwhile. */
export async function lockType(tx: Tx, code: string): Promise<KeptType | undefined> {
  const [row] = await tx<KeptType[]>`select ${columns()} from document_types t where t.code = ${code} for update of t`
  return row
}

/** Whatever the case of its letters. */
export async function findByLabel(tx: Tx, label: string): Promise<KeptType | undefined> {
  const [row] = await tx<KeptType[]>`select ${columns()} from document_types t where lower(t.label) = lower(${label})`
  return row
}

export async function listCodes(tx: Tx): Promise<string[]> {
  const rows = await tx<{ code: string }[]>`select code from document_types`
  return rows.map(({ code }) => code)
}

export async function insertType(tx: Tx, made: PaperType): Promise<void> {
  const { code, label, guard, expires, validityMonths, alertDays } = made
  const { required, categories } = requiredBy(made)
  await tx`
    insert into document_types (code, label, rank, guard, expires, required, required_categories, validity_months, alert_days)
    select ${code}, ${label}, max(rank) + 1, ${guard}, ${expires}, ${required}, ${categories}::text[], ${validityMonths}::int,
      ${alertDays}::int[]
    from document_types`
}

export async function setType(tx: Tx, changed: PaperType): Promise<void> {
  const { code, label, guard, expires, validityMonths, alertDays } = changed
  const { required, categories } = requiredBy(changed)
  await tx`
    update document_types
    set label = ${label}, guard = ${guard}, expires = ${expires}, required = ${required},
      required_categories = ${categories}::text[], validity_months = ${validityMonths}, alert_days = ${alertDays}::int[],
      version = version + 1
    where code = ${code}`
}

export async function setRetired(tx: Tx, code: string, on: string | null): Promise<void> {
  await tx`update document_types set retired_on = ${on}, version = version + 1 where code = ${code}`
}

export async function deleteType(tx: Tx, code: string): Promise<void> {
  await tx`delete from document_types where code = ${code}`
}

function requiredBy({ requiredOf }: PaperType): { required: boolean; categories: string[] | null } {
  return { required: requiredOf.length > 0, categories: [0, 4].includes(requiredOf.length) ? null : requiredOf }
}
