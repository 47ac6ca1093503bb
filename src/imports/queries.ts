import { sql, type Tx } from '../db/sql'
import { types } from '../lib/papers'
import type { JobState } from '../outbox/outbox'
import type { Field } from './fields'
import type { Reading } from './source'

export type Mode = 'both' | 'create' | 'update'
export type State = 'draft' | 'checking' | 'checked' | 'applying' | 'applied' | 'undoing' | 'undone'
export type Column = { name: string; samples: string[] }
export type Mapping = (Field | null)[]
/** Lines by what they come to, fields that change, errors; and what an application and an undoing came to. */
export type Counts = Partial<
  Record<
    'lines' | 'create' | 'update' | 'same' | 'wrong' | 'fields' | 'errors' | 'stale' | 'removed' | 'restored' | 'kept',
    number
  >
>

export type Import = {
  id: string
  ownerId: string
  name: string
  kind: 'csv' | 'xlsx'
  /** Null once it is not kept. */
  file: string | null
  reading: Reading
  columns: Column[]
  mapping: Mapping | null
  mode: Mode | null
  clears: boolean
  state: State
  partial: boolean
  counts: Counts
  createdAt: Date
  appliedAt: Date | null
  keptUntil: Date
  job: { id: string; state: JobState; done: number; total: number; reason: string | null } | null
}

type Row = Omit<Import, 'job'> & {
  jobId: string | null
  jobState: JobState
  done: number
  total: number
  reason: string | null
}

const whole = () => sql`
  i.id, i.owner_id as "ownerId", i.name, i.kind, i.file, i.reading, i.columns, i.mapping, i.mode, i.clears, i.state, i.partial,
  i.counts, i.created_at as "createdAt", i.applied_at as "appliedAt", i.kept_until as "keptUntil", o.id as "jobId",
  o.state as "jobState", coalesce(o.progress_done, 0) as done, coalesce(o.progress_total, 0) as total, o.reason`

/** Somebody's own. */
export async function findImport(id: string, ownerId: string): Promise<Import | undefined> {
  const [row] = await sql<Row[]>`
    select ${whole()}
    from imports i
    left join outbox o on o.id = i.job_id
    where i.id = ${id} and i.owner_id = ${ownerId}`
  return row && standing(row)
}

/** Held until the commit. */
export async function lockImport(tx: Tx, id: string, ownerId: string): Promise<Import | undefined> {
  const [row] = await tx<Row[]>`
    select ${whole()}
    from imports i
    left join outbox o on o.id = i.job_id
    where i.id = ${id} and i.owner_id = ${ownerId}
    for update of i`
  return row && standing(row)
}

export async function listImports(ownerId: string, before: string | null, limit: number): Promise<Import[]> {
  const rows = await sql<Row[]>`
    select ${whole()}
    from imports i
    left join outbox o on o.id = i.job_id
    where i.owner_id = ${ownerId} and ${before ? sql`i.id < ${before}` : sql`true`}
    order by i.id desc
    limit ${limit}`
  return rows.map(standing)
}

export async function countImports(ownerId: string): Promise<{ total: number; kept: number }> {
  const [row] = await sql<[{ total: number; kept: number }]>`
    select count(*)::int as total, count(file)::int as kept from imports where owner_id = ${ownerId}`
  return row
}

/** What was cancelled or given up stands as it stood before. */
function standing({ jobId, jobState, done, total, reason, ...row }: Row): Import {
  const job = jobId === null ? null : { id: jobId, state: jobState, done, total, reason }
  const over = job === null || job.state === 'cancelled' || job.state === 'dead'
  const former = { checking: 'draft', applying: 'checked', undoing: 'applied' } as Partial<Record<State, State>>
  return { ...row, state: (over && former[row.state]) || row.state, job }
}

export type NewImport = Pick<Import, 'name' | 'kind' | 'reading' | 'columns' | 'mapping'> & {
  ownerId: string
  key: string
  file: { hash: string; bytes: number }
}

/** The import and its content; the one that this form made before, when it has been sent already. */
export async function insertImport(tx: Tx, made: NewImport): Promise<{ id: string; isNew: boolean }> {
  const { ownerId, key, file, kind } = made
  const [drawn] = await tx<[{ id: string }]>`select uuidv7() as id`
  const { count } = await tx`
    insert into submissions (key, user_id, target_id) values (${key}, ${ownerId}, ${drawn.id}) on conflict do nothing`
  if (count === 0) return { id: (await findSent(tx, ownerId, key)) ?? drawn.id, isNew: false }
  const type = kind === 'csv' ? 'text/csv' : types.xlsx
  await tx`insert into files (hash, bytes, type, examined_at) values (${file.hash}, ${file.bytes}, ${type}, now())`
  await tx`
    insert into imports (id, owner_id, name, kind, file, reading, columns, mapping)
    values (
      ${drawn.id}, ${ownerId}, ${made.name}, ${kind}, ${file.hash}, ${json(tx, made.reading)}, ${json(tx, made.columns)},
      ${json(tx, made.mapping)})`
  return { id: drawn.id, isNew: true }
}

async function findSent(tx: Tx, ownerId: string, key: string): Promise<string | undefined> {
  const [row] = await tx<{ id: string }[]>`
    select target_id as id from submissions where user_id = ${ownerId} and key = ${key}`
  return row?.id
}

/** Read in another way: what was checked is not what is there any more. */
export async function setReading(
  tx: Tx,
  id: string,
  { reading, columns, mapping }: Pick<Import, 'reading' | 'columns' | 'mapping'>,
): Promise<void> {
  await tx`
    update imports
    set reading = ${json(tx, reading)}, columns = ${json(tx, columns)}, mapping = ${json(tx, mapping)}, state = 'draft',
      run = null, counts = '{}'
    where id = ${id}`
}

export async function setChecking(
  tx: Tx,
  id: string,
  jobId: string,
  { mapping, mode, clears }: Pick<Import, 'mapping' | 'mode' | 'clears'>,
): Promise<void> {
  await tx`
    update imports
    set state = 'checking', job_id = ${jobId}, mapping = ${json(tx, mapping)}, mode = ${mode}, clears = ${clears}, counts = '{}',
      kept_until = now() + interval '24 hours'
    where id = ${id}`
}

export async function setBusy(tx: Tx, id: string, jobId: string, state: State, partial: boolean): Promise<void> {
  await tx`update imports set state = ${state}, job_id = ${jobId}, partial = ${partial} where id = ${id}`
}

/** What somebody said last of files with this header. */
export async function findMapping(ownerId: string, signature: string): Promise<Mapping | undefined> {
  const [row] = await sql<{ mapping: Mapping }[]>`
    select mapping from import_mappings where owner_id = ${ownerId} and signature = ${signature}`
  return row?.mapping
}

export async function rememberMapping(tx: Tx, ownerId: string, signature: string, mapping: Mapping): Promise<void> {
  await tx`
    insert into import_mappings (owner_id, signature, mapping)
    values (${ownerId}, ${signature}, ${json(tx, mapping)})
    on conflict (owner_id, signature) do update set mapping = excluded.mapping, used_at = now()`
}

export async function deleteImport(tx: Tx, id: string): Promise<void> {
  const [gone] = await tx<[{ file: string | null }]>`delete from imports where id = ${id} returning file`
  await tx`delete from files where hash = ${gone.file}`
}

/** Contents that are not kept any more leave their rows first: what fails to be removed afterwards is nobody's, and is swept. */
export async function forgetOld(): Promise<string[]> {
  const gone = await sql<{ file: string }[]>`
    with old as (
      select i.id, i.file from imports i
      left join outbox o on o.id = i.job_id
      where i.kept_until <= now() and i.file is not null and (o.id is null or o.finished_at is not null)
      limit 20
      for update of i skip locked
    ), emptied as (
      update imports i
      set file = null, run = null, state = case when state in ('applied', 'undone', 'undoing') then state else 'draft' end
      from old
      where i.id = old.id
    ), dropped as (
      delete from import_rows r using old where r.import_id = old.id
    ), unsaid as (
      delete from import_errors e using old where e.import_id = old.id
    )
    select file from old`
  await sql`delete from files where hash = any(${gone.map(({ file }) => file)})`
  await sql`delete from import_mappings where used_at < now() - interval '400 days'`
  return gone.map(({ file }) => file)
}

function json(tx: Tx, value: unknown) {
  return tx.json(value as never)
}
