import { sql, type Tx } from '../db/sql'
import type { Exportable, Format } from '../lib/exportables'
import type { JobState } from '../outbox/outbox'

/** False when this job has its row already. */
export async function insertExport(tx: Tx, id: string, ownerId: string): Promise<boolean> {
  const { count } = await tx`
    insert into exports (id, owner_id) values (${id}, ${ownerId}) on conflict (id) do nothing`
  return count > 0
}

/** How many of somebody's exports are being made or kept. */
export async function countKept(tx: Tx, ownerId: string): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count
    from exports e
    join outbox o on o.id = e.id
    where e.owner_id = ${ownerId} and (e.kept_until > now() or (e.ready_at is null and o.finished_at is null))`
  return row!.count
}

export type Ready = { total: number; bytes: number; at: Date; keptUntil: Date; expired: boolean }

export type Found = {
  id: string
  list: Exportable
  format: Format
  /** As its address said it. */
  asked: Record<string, string>
  /** The same in words. */
  said: string
  state: JobState
  done: number
  total: number
  at: Date
  ready: Ready | null
}

/** Somebody's own. `view`: what they could see when it was made. */
export async function findExport(
  id: string,
  ownerId: string,
): Promise<{ found: Found; view: string | null } | undefined> {
  const [row] = await sql<
    (Omit<Found, 'ready'> & Ready & { readyAt: Date | null; view: string | null; size: number })[]
  >`
    select e.id, o.payload ->> 'list' as list, o.payload ->> 'format' as format, o.payload -> 'asked' as asked,
      o.payload ->> 'said' as said, o.state, coalesce(o.progress_done, 0) as done, coalesce(o.progress_total, 0) as total,
      o.created_at as at, e.total as size, e.bytes::float8 as bytes, e.ready_at as "readyAt", e.kept_until as "keptUntil",
      e.kept_until <= now() as expired, e.view
    from exports e
    join outbox o on o.id = e.id
    where e.id = ${id} and e.owner_id = ${ownerId}`
  if (!row) return undefined
  const { size, bytes, readyAt, keptUntil, expired, view, ...found } = row
  return { found: { ...found, ready: readyAt && { total: size, bytes, at: readyAt, keptUntil, expired } }, view }
}

/** Which list an export is of, for telling how it ended. */
export async function listNamed(tx: Tx, id: string): Promise<Exportable | undefined> {
  const [row] = await tx<{ list: Exportable }[]>`select payload ->> 'list' as list from outbox where id = ${id}`
  return row?.list
}

/** Held until the commit: nobody writes to it, ends or begins it meanwhile. */
export async function lockExport(tx: Tx, id: string, ownerId: string): Promise<{ ready: boolean } | undefined> {
  const [row] = await tx<{ ready: boolean }[]>`
    select ready_at is not null as ready from exports where id = ${id} and owner_id = ${ownerId} for update`
  return row
}

/** From nothing: what another attempt has written is gone, and it writes no more. `ready`: there is nothing left to do. */
export async function beginRun(
  tx: Tx,
  id: string,
  run: string,
): Promise<{ ownerId: string; ready: boolean } | undefined> {
  const [row] = await tx<{ ownerId: string; ready: boolean }[]>`
    update exports set run = case when ready_at is null then ${run}::uuid end
    where id = ${id}
    returning owner_id as "ownerId", ready_at is not null as ready`
  if (row && !row.ready) await deleteChunks(tx, id)
  return row
}

/** False when another attempt has begun, or none is to go on. */
export async function insertChunk(id: string, run: string, place: number, bytes: Buffer): Promise<boolean> {
  const { count } = await sql`
    insert into export_chunks (export_id, place, bytes)
    select id, ${place}, ${bytes}
    from exports
    where id = ${id} and run = ${run}
    for share`
  return count > 0
}

/** False when another attempt has begun, or none is to go on. */
export async function setReady(
  tx: Tx,
  id: string,
  run: string,
  made: { total: number; bytes: number; view: string },
): Promise<boolean> {
  const { count } = await tx`
    update exports
    set run = null, total = ${made.total}, bytes = ${made.bytes}, view = ${made.view}, ready_at = now(),
      kept_until = now() + interval '24 hours'
    where id = ${id} and run = ${run}`
  return count > 0
}

/** Nobody writes to it any more, and nothing of it is left. */
export async function shut(tx: Tx, id: string): Promise<void> {
  await tx`update exports set run = null where id = ${id}`
  await deleteChunks(tx, id)
}

export async function findChunk(id: string, place: number): Promise<Buffer | undefined> {
  const [row] = await sql<{ bytes: Buffer }[]>`
    select bytes from export_chunks where export_id = ${id} and place = ${place}`
  return row?.bytes
}

/** The files that are not kept any more, and what was left of those never finished. Their rows go with their jobs'. */
export async function deleteOldExports(): Promise<number> {
  const { count } = await sql`
    delete from export_chunks c
    using exports e
    join outbox o on o.id = e.id
    where c.export_id = e.id and (e.kept_until <= now() or (e.ready_at is null and o.finished_at is not null))`
  return count
}

async function deleteChunks(tx: Tx, id: string): Promise<void> {
  await tx`delete from export_chunks where export_id = ${id}`
}
