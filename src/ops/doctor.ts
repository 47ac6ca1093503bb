import { existsSync } from 'node:fs'
import { readdir, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Sql } from 'postgres'
import { config } from '../config'
import { asSite, runningPostgres } from '../db/embedded'
import { countByKey, keyFault } from '../db/sealed'
import { siteKeys } from '../db/site-keys'
import { connectDirectly } from '../db/sql'
import { findAstray } from '../documents/documents'
import { configureCipher, keyNames } from '../lib/cipher'
import { bytes, milliseconds } from '../lib/quantities'
import { connectRedis, disconnectRedis } from '../redis/client'
import { runningRedis } from '../redis/local'
import { serverFacts } from '../redis/server'
import { scannerState } from '../scanner/scanner'
import {
  type Finding,
  ofClock,
  ofConfig,
  ofConnections,
  ofDisk,
  ofFiles,
  ofJournal,
  ofKeys,
  ofMigrations,
  ofProcesses,
  ofQueue,
  ofRedis,
  ofScanner,
} from './checks'
import { findQueue, listProcesses } from './queries'

/** Looks at everything the site stands on, and changes nothing: neither starts a server nor applies a migration. */
export async function examine(migrations: string): Promise<Finding[]> {
  const [postgres, journal, redis, disk, scanner] = await Promise.all([
    ofPostgres(migrations),
    ofSiteRole(),
    ofRedisServer(),
    ofDataDir(),
    scannerState(),
  ])
  return [...postgres, ...journal, ...redis, disk, ofScanner(scanner), ...ofConfig(config)]
}

async function ofPostgres(migrations: string): Promise<Finding[]> {
  const url = config.DIRECT_DATABASE_URL ?? config.DATABASE_URL ?? (await embedded())
  if (!url) return [down('la base embarquée ne tourne pas : le site est arrêté')]
  const direct = connectDirectly(url)
  try {
    return await within(5_000, ask(direct, migrations))
  } catch (error) {
    return [down(`ne répond pas (${reason(error)})`)]
  } finally {
    await direct.end({ timeout: 0 })
  }
}

/** What the site itself may do, by the role it connects with; nothing is said of a database that does not answer. */
async function ofSiteRole(): Promise<Finding[]> {
  const own = config.DATABASE_URL ? null : await embedded()
  const url = config.DATABASE_URL ?? (own && asSite(own))
  if (!url) return []
  const site = connectDirectly(url)
  try {
    return await within(5_000, askRights(site))
  } catch {
    return []
  } finally {
    await site.end({ timeout: 0 })
  }
}

async function askRights(site: Sql): Promise<Finding[]> {
  const [row] = await site<{ role: string; changes: boolean | null }[]>`
    select current_user as role,
      (
        select bool_or(has_table_privilege(t, 'update, delete, truncate') or pg_has_role(relowner, 'member'))
        from unnest(array[to_regclass('activities'), to_regclass('activity_seals')]) t
        join pg_class on pg_class.oid = t
      ) as changes`
  return row!.changes === null ? [] : [ofJournal(row!.role, row!.changes)]
}

function embedded(): Promise<string | null> {
  return existsSync(config.DATA_DIR) ? runningPostgres(resolve(config.DATA_DIR)) : Promise.resolve(null)
}

async function ask(direct: Sql, migrations: string): Promise<Finding[]> {
  await direct`select 1`
  const [began, asked] = [performance.now(), Date.now()]
  const [row] = await direct<
    { version: string; used: number; most: number; size: number; now: number; migrated: boolean }[]
  >`
    select current_setting('server_version') as version,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
      current_setting('max_connections')::int as most,
      pg_database_size(current_database())::float8 as size,
      extract(epoch from clock_timestamp())::float8 * 1000 as now,
      to_regclass('migrations') is not null as migrated`
  const ms = performance.now() - began
  const { version, used, most, size, now, migrated } = row!
  const done = migrated ? await direct<{ name: string }[]>`select name from migrations order by name` : []
  const files = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort()
  return [
    {
      state: 'ok',
      what: 'Postgres',
      says: `version ${version}, répond en ${milliseconds(ms)}, base de ${bytes(size)}`,
    },
    ofMigrations(
      files,
      done.map(({ name }) => name),
    ),
    ofConnections(used, most),
    ofClock(now - (asked + ms / 2)),
    ...(done.some(({ name }) => name === counters) ? await ofWork(direct) : []),
    ...(done.some(({ name }) => name === sealing) ? [await ofSecrets(direct)] : []),
    ...(done.some(({ name }) => name === papers) ? [await ofStorage(direct)] : []),
  ]
}

/** The schema from which on there are jobs, and processes that say that they are alive. */
const counters = '0024_counters.sql'

async function ofWork(direct: Sql): Promise<Finding[]> {
  const [queue, processes] = [await findQueue(direct), await listProcesses(direct)]
  return [...ofQueue(queue, new Date()), ofProcesses(processes)]
}

/** The schema from which on secrets are sealed. */
const sealing = '0040_sealed_secrets.sql'

/** The schema from which on there are files. */
const papers = '0052_documents.sql'

async function ofStorage(direct: Sql): Promise<Finding> {
  const rows = async () => direct<{ hash: string; state: string }[]>`select hash, state from files`
  const astray = await findAstray(rows).catch(() => null)
  return ofFiles(astray && { lost: astray.lost.length, stray: astray.stray.length })
}

async function ofSecrets(direct: Sql): Promise<Finding> {
  configureCipher(siteKeys({ make: false }) ?? [])
  return ofKeys(keyNames(), await countByKey(direct), await keyFault(direct))
}

async function ofRedisServer(): Promise<Finding[]> {
  const url = config.REDIS_URL ?? (await runningRedis(resolve(config.DATA_DIR)))
  if (!url) return [{ state: 'ok', what: 'Redis', says: 'aucun : le site fonctionne sans, un peu moins vite' }]
  try {
    await connectRedis(url)
    const facts = await serverFacts()
    return facts
      ? ofRedis(facts)
      : [{ state: 'attention', what: 'Redis', says: 'ne répond pas : le site fonctionne sans, un peu moins vite' }]
  } finally {
    await disconnectRedis()
  }
}

async function ofDataDir(): Promise<Finding> {
  if (!existsSync(config.DATA_DIR))
    return { state: 'attention', what: 'Disque', says: `le dossier ${config.DATA_DIR} n’existe pas encore` }
  const { bavail, blocks, bsize } = await statfs(config.DATA_DIR)
  return ofDisk(bavail * bsize, blocks * bsize)
}

function down(says: string): Finding {
  return { state: 'panne', what: 'Postgres', says }
}

function reason(error: unknown): string {
  return error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error)
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`pas de réponse en ${ms / 1_000} s`)), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
