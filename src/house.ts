import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'
import { beginSealing, endSealing } from './activities/sealing'
import { config } from './config'
import { asSite, runningPostgres, startPostgres } from './db/embedded'
import { migrate } from './db/migrate'
import { claimKey, keyFault, sealPlain } from './db/sealed'
import { siteKeys } from './db/site-keys'
import { connect, connectDirectly, disconnect } from './db/sql'
import { isAbsence, whenThere } from './db/wait'
import { followGrades, forgetGrades } from './grades/followed'
import { configureCipher } from './lib/cipher'
import type { Key } from './lib/keys'
import { configureLog, log } from './lib/log'
import { Refusal } from './lib/refusal'
import { watch } from './ops/health'
import { connectRedis, disconnectRedis } from './redis/client'
import { sendCounts } from './redis/counters'
import { startRedis } from './redis/local'
import { followSettings, forgetSettings } from './settings/settings'

/** The project's folder: `dist/` stands right below it. */
export const root = fileURLToPath(new URL('..', import.meta.url))

export type House = { embedded: boolean; close(): Promise<void> }

/** A minute for a database that starts after us, less the time that the last attempt may take. */
const patience = 56_000

/**
 * What every door needs before it opens: log, database with its schema up to date, Redis if there is one.
 * `beside`: a running site's embedded database is used as it is, and nothing is said on standard output.
 * `onWait`: a database that is not there yet is waited for, up to a minute, and this is done meanwhile.
 */
export async function openHouse(options: {
  migrate: boolean
  beside?: boolean
  onWait?: () => Promise<void>
}): Promise<House> {
  const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string }
  configureLog({ level: options.beside ? 'error' : config.LOG_LEVEL, format: config.LOG_FORMAT, version })
  configureCipher(secretKeys(options.beside ?? false))
  const [database, redis] = await Promise.all([openDatabase(options.beside ?? false), openRedis()])
  const direct = connectDirectly(config.DIRECT_DATABASE_URL ?? database.url)
  try {
    if (options.migrate) {
      const applied = await bringUpToDate(direct, options.onWait)
      if (applied.length > 0) log.info({ applied }, 'database.migrated')
      if (database.embedded) await welcomeSite(direct)
    }
    if (!options.beside) await settleSecrets(direct)
  } catch (error) {
    await Promise.all([direct.end({ timeout: 1 }), redis.stop(), database.stop()])
    throw error instanceof Refusal ? error : unreachable(error)
  }
  connect({ url: database.embedded ? asSite(database.url) : database.url, prepare: config.DATABASE_PREPARE })
  beginSealing()
  await Promise.all([followSettings(), followGrades()])
  watch(direct)
  return {
    embedded: database.embedded,
    async close() {
      forgetSettings()
      forgetGrades()
      await Promise.all([sendCounts(), endSealing()])
      await Promise.all([disconnect(), direct.end({ timeout: 1 }), disconnectRedis()])
      await Promise.all([redis.stop(), database.stop()])
    },
  }
}

/** The command line helps also where the key is lost, and makes none. */
function secretKeys(beside: boolean): Key[] {
  const keys = siteKeys({ make: !beside }) ?? []
  if (!beside && !config.SECRET_KEYS && config.DATABASE_URL)
    log.warn({ file: resolve(config.DATA_DIR, 'secret.key') }, 'secrets.key_in_file')
  return keys
}

async function settleSecrets(direct: Sql): Promise<void> {
  const fault = (await keyFault(direct)) ?? (await claimKey(direct))
  if (fault) throw new Refusal(fault)
  const sealed = await sealPlain(direct)
  if (sealed > 0) log.info({ sealed }, 'secrets.sealed')
}

async function openDatabase(beside: boolean) {
  const nothing = async () => undefined
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, embedded: false, stop: nothing }
  const running = beside ? await runningPostgres(resolve(config.DATA_DIR)) : null
  if (running) return { url: running, embedded: true, stop: nothing }
  const postgres = await startPostgres({ dataDir: resolve(config.DATA_DIR) })
  return { ...postgres, embedded: true }
}

async function openRedis() {
  const local = config.REDIS_URL ? null : await startRedis({ dataDir: resolve(config.DATA_DIR) })
  const url = config.REDIS_URL ?? local?.url ?? null
  if (!url) log.warn('redis.none')
  await connectRedis(url)
  return { stop: async () => local?.stop() }
}

async function bringUpToDate(direct: Sql, onWait?: () => Promise<void>): Promise<string[]> {
  const bring = () => migrate(direct, resolve(root, 'sql/migrations'))
  if (!onWait) return bring()
  // nothing is under way that an end would cut; and the first process of a container only hears what it listens for
  const leave = () => process.exit(0)
  const listen = async () => {
    process.on('SIGINT', leave).on('SIGTERM', leave)
    await onWait()
  }
  try {
    return await whenThere(bring, { patience, onWait: listen })
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave)
  }
}

/** The site's role belongs to the server, not to the database: one that was carried elsewhere comes without. */
async function welcomeSite(direct: Sql): Promise<void> {
  await direct`select open_to_site() where not exists (select from pg_roles where rolname = 'mppeep_app')`
}

/** What a person at a terminal can act on, instead of a stack. */
function unreachable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const name = config.DIRECT_DATABASE_URL ? 'DIRECT_DATABASE_URL' : 'DATABASE_URL'
  if (isAbsence(error) || ['ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return new Refusal(`La base de données ne répond pas à l’adresse de ${name} (${code}).`)
  }
  if (['28P01', '28000', '3D000'].includes(code)) {
    return new Refusal(
      `La base de données refuse la connexion décrite par ${name} (${code}) : vérifiez nom, mot de passe et base.`,
    )
  }
  return error
}
