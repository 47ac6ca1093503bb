import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { inject, vi } from 'vitest'
import type { Role } from '../../src/actor'
import { asSite } from '../../src/db/embedded'
import { connectDirectly } from '../../src/db/sql'
import type { Pace } from '../../src/http/pace'
import { type LocalRedis, startRedis } from '../../src/redis/local'
import { type Answer, Client } from './client'
import { databaseUrl, patientUrl, secretKeys } from './ground'
import { importSignedIn } from './signed-in'

export type LogLine = Record<string, unknown>

export type TestSite = {
  origin: string
  port: number
  /** The database, by its owner, for looking behind the front door. The site itself has the rights of the site's role. */
  sql: Sql
  /** Null on a machine without a Redis server. */
  redis: LocalRedis | null
  /** Every line logged so far. */
  log: LogLine[]
  /** The same as they were written. */
  lines: string[]
  /** The access log's line about this answer, which comes after it. */
  lineOf(answer: Answer): Promise<LogLine>
  /** Somebody who has not signed in, from an address of their own. */
  visitor(address?: string): Client
  /** An account of the cast, or of this address, that has signed in. */
  as(who: Role | 'rh' | `${string}@${string}`): Promise<Client>
  close(): Promise<void>
}

export type SiteOptions = {
  demo?: boolean
  redis?: boolean
  env?: Record<string, string>
  pace?: Pace
}

/**
 * The site in this process, on a database and a Redis of its own. Call before importing anything of `src/` that reads the
 * environment. `demo`: with the demonstration ministry. `redis: false`: without Redis.
 */
export async function openSite(options: SiteOptions = {}): Promise<TestSite> {
  const folder = mkdtempSync(join(tmpdir(), 'site-'))
  const redis = options.redis === false ? null : await startRedis({ dataDir: folder })
  const url = options.env?.DATABASE_URL ?? (await copyDatabase(options.demo === false ? 'ground_empty' : 'ground_demo'))
  const port = await freePort()
  const origin = options.env?.PUBLIC_ORIGIN ?? `http://localhost:${port}`
  Object.assign(process.env, {
    PORT: String(port),
    PUBLIC_ORIGIN: origin,
    DATABASE_URL: asSite(url),
    DIRECT_DATABASE_URL: url,
    DATA_DIR: folder,
    TRUSTED_PEERS: '127.0.0.1',
    SECRET_KEYS: secretKeys,
    LOG_LEVEL: 'info',
    // without a REDIS_URL a redis-server on PATH would be started
    ...(redis ? { REDIS_URL: redis.url } : { PATH: '' }),
    ...options.env,
  })
  const log: LogLine[] = []
  const lines: string[] = []
  const keep = (line: string) => log.push(JSON.parse(line)) && lines.push(line)
  const { createApp } = await import('../../src/app')
  const { readAssets } = await import('../../src/http/assets')
  const { createSite } = await import('../../src/http/server')
  const { openHouse } = await import('../../src/house')
  const { configureLog } = await import('../../src/lib/log')
  const { configurePaths } = await import('../../src/lib/paths')
  const { config } = await import('../../src/config')
  const house = await openHouse({ migrate: false })
  configureLog({
    level: 'info',
    format: 'json',
    version: 'spec',
    to: { write: (line) => void keep(line) },
  })
  const files = readAssets('dist/public')
  configurePaths({ base: config.BASE_PATH, files: files.files })
  const site = createSite(createApp(files), {
    lameDuck: 0,
    onStop: () => undefined,
    pace: options.pace,
  })
  await site.listen(port, '127.0.0.1')
  const sql = connectDirectly(patientUrl(url), 4)
  const signIn = await importSignedIn()
  let visitors = 0
  const visitor = (address?: string) => new Client({ port, origin }, address ?? placeOf(++visitors))
  return {
    origin,
    port,
    sql,
    redis,
    log,
    lines,
    lineOf: (answer) =>
      vi.waitFor(() => {
        const id = answer.headers['x-request-id']
        const line = log.find((one) => one['event.name'] === 'http.server.request' && one['request.id'] === id)
        if (!line) throw new Error(`no line about ${id}`)
        return line
      }),
    visitor,
    async as(who) {
      const client = visitor()
      const email = who.includes('@') ? who : `${who === 'gestionnaire' ? 'rh' : who}@mppeep.example`
      await signIn(client, email)
      return client
    },
    async close() {
      await site.stop()
      await Promise.all([house.close(), sql.end()])
      await redis?.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}

/** An address of the networks for documentation and for benchmarks (RFC 5737, RFC 2544). */
function placeOf(visitor: number): string {
  return visitor < 255 ? `203.0.113.${visitor}` : `198.18.${visitor >> 8}.${visitor & 255}`
}

/** A database of one's own, copied from a template. */
export async function copyDatabase(template: 'ground_empty' | 'ground_demo'): Promise<string> {
  const { url } = inject('postgres')
  const name = `spec_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  const admin = connectDirectly(url)
  await admin.unsafe(`create database ${name} template ${template} strategy file_copy`)
  await admin.end()
  return databaseUrl(url, name)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
