import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { startPostgres } from '../../src/db/embedded'
import { migrate } from '../../src/db/migrate'
import { connect, connectDirectly, disconnect } from '../../src/db/sql'
import { loadMany } from './load'

export type Volume = { people: number; absences: number; evaluations: number }
export type Database = { url: string; sql: Sql; pid: number; stop(): Promise<void> }

/** Of every account of the bench. */
export const password = 'une phrase pour mesurer'

/** How many accounts sign in, one after the other. */
export const visitors = 300

/** Postgres as `npm start` runs it, durable. */
export async function openDatabase(folder: string): Promise<Database> {
  const dataDir = join(folder, 'postgres')
  await mkdir(dataDir)
  const { url, stop } = await startPostgres({ dataDir })
  const sql = connectDirectly(url, 2)
  const pid = Number.parseInt(await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10)
  return { url, sql, pid, stop: () => sql.end({ timeout: 1 }).then(stop) }
}

/** The demonstration with its accounts, and many more people. */
export async function fill({ sql, url }: Database, migrations: string, volume: Volume): Promise<void> {
  const direct = connectDirectly(url)
  await migrate(direct, migrations).finally(() => direct.end())
  // read by config, which is read by what the seed imports
  process.env.DEMO_PASSWORD = password
  const { seedOnFirstStart } = await import('../../src/demonstration/first-start')
  connect({ url, prepare: true })
  await seedOnFirstStart().finally(disconnect)
  await loadMany(sql, { ...volume, today: new Date().toISOString().slice(0, 10) })
  await openAccounts(sql)
  // what the load left to write is not to be written while we measure
  await sql`checkpoint`
}

async function openAccounts(sql: Sql): Promise<void> {
  await sql`
    with made as (
      insert into users (email, name, password_hash)
      select 'visiteur' || n || '@mppeep.example', 'Visiteur ' || n, u.password_hash
      from users u
      cross join generate_series(1, ${visitors}::int) as n
      where u.email = 'drh@mppeep.example'
      returning id
    )
    insert into user_roles (user_id, role)
    select id, 'invite' from made`
}
