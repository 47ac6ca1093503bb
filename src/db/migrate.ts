import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { Refusal } from '../lib/refusal'

type Migration = { name: string; text: string; checksum: string }

/** One name for the lock that lets a single process migrate at a time. */
export const migrationLock = 7_041_900

/**
 * Brings the schema up to date: each file of `sql/migrations` once, in order, in a transaction of its own.
 * `direct` is a connection of its own (an advisory lock belongs to a connection). Returns the names applied. A role that may not
 * change the schema only has to find it up to date.
 */
export async function migrate(direct: Sql, folder: string): Promise<string[]> {
  const { role, changes, begun } = await askRole(direct)
  if (!changes) {
    const missing = wantedOf(readMigrations(folder), begun ? await readDone(direct) : new Map())[0]
    if (missing) throw notForThem(role, missing)
    return []
  }
  await direct`set lock_timeout = '60s'`
  await direct`set statement_timeout = '10min'`
  await direct`select pg_advisory_lock(${migrationLock})`
  try {
    await direct`
      create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())`
    const wanted = wantedOf(readMigrations(folder), await readDone(direct))
    for (const file of wanted) await apply(direct, file)
    return wanted.map((file) => file.name)
  } finally {
    await direct`select pg_advisory_unlock(${migrationLock})`
  }
}

async function askRole(direct: Sql): Promise<{ role: string; changes: boolean; begun: boolean }> {
  const [row] = await direct<[{ role: string; changes: boolean; begun: boolean }]>`
    select current_user as role, has_schema_privilege('public', 'create') as changes,
      to_regclass('migrations') is not null as begun`
  return row
}

/** By name, what each was like when it was applied. */
async function readDone(direct: Sql): Promise<Map<string, string>> {
  const rows = await direct<{ name: string; checksum: string }[]>`select name, checksum from migrations`
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

function wantedOf(files: Migration[], done: Map<string, string>): Migration[] {
  refuseSurprises(files, done)
  return files.filter((file) => !done.has(file.name))
}

/** The role of the site reads and writes rows, and no more. */
function notForThem(role: string, { name }: Migration): Refusal {
  return new Refusal(
    `Le schéma de la base n’est pas à jour (migration ${name}), et le rôle ${role} n’a pas le droit de le changer\u202f: donnez l’adresse de son propriétaire à DIRECT_DATABASE_URL.`,
  )
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    })
}

function refuseSurprises(files: Migration[], done: Map<string, string>): void {
  const changed = files.find((file) => done.has(file.name) && done.get(file.name) !== file.checksum)
  if (changed) throw new Refusal(`La migration ${changed.name} a changé depuis qu’elle a été appliquée à cette base.`)
  const unknown = [...done.keys()].find((name) => !files.some((file) => file.name === name))
  if (unknown) throw new Refusal(`Cette base est plus récente que le programme (migration ${unknown} inconnue).`)
}

async function apply(direct: Sql, file: Migration): Promise<void> {
  await direct.begin(async (tx) => {
    await tx.unsafe(file.text)
    await tx`insert into migrations (name, checksum) values (${file.name}, ${file.checksum})`
  })
}
