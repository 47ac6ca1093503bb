import type { Sql } from 'postgres'
import { sql } from '../db/sql'

export type Process = {
  id: string
  kind: string
  host: string
  pid: number
  version: string
  startedAt: Date
  seenAt: Date
}

/** Those that have not been heard of for two minutes are gone. */
export async function listProcesses(from: Sql = sql): Promise<Process[]> {
  return from<Process[]>`
    select id, kind, host, pid, version, started_at as "startedAt", seen_at as "seenAt"
    from processes
    where seen_at > now() - interval '2 minutes'
    order by kind, started_at`
}

export async function keepProcess(process: Omit<Process, 'seenAt'>): Promise<void> {
  const { id, kind, host, pid, version, startedAt } = process
  await sql`
    with gone as (delete from processes where seen_at < now() - interval '2 minutes' and id <> ${id})
    insert into processes (id, kind, host, pid, version, started_at)
    values (${id}, ${kind}, ${host}, ${pid}, ${version}, ${startedAt})
    on conflict (id) do update set seen_at = now()`
}

export async function deleteProcess(id: string): Promise<void> {
  await sql`delete from processes where id = ${id}`
}

export type Database = {
  version: string
  size: number
  connections: number
  mostConnections: number
  startedAt: Date
  migration: string
  /** Blocks found in its memory, and all that were read. */
  found: number
  read: number
}

export async function findDatabase(): Promise<Database> {
  const [row] = await sql<[Database]>`
    select current_setting('server_version') as version, pg_database_size(current_database())::float8 as size,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
      current_setting('max_connections')::int as "mostConnections", pg_postmaster_start_time() as "startedAt",
      (select max(name) from migrations) as migration,
      blks_hit::float8 as found, (blks_hit + blks_read)::float8 as read
    from pg_stat_database
    where datname = current_database()`
  return row
}

export type Queue = {
  waiting: number
  running: number
  oldest: Date | null
  dead: number
  /** Of those, given up since yesterday. */
  deadLately: number
  lastDead: { kind: string; reason: string | null } | null
}

/** What the outbox holds; dead letters of the last thirty days. `oldest`: since when the first one due is due. */
export async function findQueue(from: Sql = sql): Promise<Queue> {
  const [row] = await from<[Queue]>`
    select
      (count(*) filter (where state = 'waiting'))::int as waiting,
      (count(*) filter (where state = 'running'))::int as running,
      min(due_at) filter (where state = 'waiting' and due_at <= now()) as oldest,
      (count(*) filter (where state = 'dead'))::int as dead,
      (count(*) filter (where state = 'dead' and finished_at > now() - interval '1 day'))::int as "deadLately",
      (array_agg(jsonb_build_object('kind', kind, 'reason', reason) order by finished_at desc)
        filter (where state = 'dead'))[1] as "lastDead"
    from outbox
    where finished_at is null or (state = 'dead' and finished_at > now() - interval '30 days')`
  return row
}
