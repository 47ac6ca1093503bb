import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { build } from '../../src/build.mjs'
import { startPostgres } from '../../src/db/embedded'
import { migrate } from '../../src/db/migrate'
import { connect, connectDirectly, disconnect, sql } from '../../src/db/sql'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the specs' own Postgres is: a URL without database name (append `/name`), and its folder. */
    postgres: { url: string }
  }
}

/**
 * What all specs stand on: the built program and one Postgres with two template databases, `ground_empty` (migrated) and
 * `ground_demo` (with the demonstration ministry). Each spec file then copies one for itself in some 100 ms.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'spec-'))
  const [server] = await Promise.all([startPostgres({ dataDir: folder, durable: false }), build()])
  const admin = connectDirectly(server.url)
  await admin`create database ground_empty`
  const empty = connectDirectly(databaseUrl(server.url, 'ground_empty'))
  await migrate(empty, 'sql/migrations')
  await empty`analyze`
  await empty.end()
  await admin`create database ground_demo template ground_empty`
  await seed(databaseUrl(server.url, 'ground_demo'))
  await admin.end()
  project.provide('postgres', { url: server.url })
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}

/** The same server, another database. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

/** The same database, for what a spec prepares there: a busy machine takes its time for a hundred thousand rows. */
export function patientUrl(url: string): string {
  const patient = new URL(url)
  patient.searchParams.set('statement_timeout', '60000')
  return patient.href
}

/** The password of every account of the cast. */
export const castPassword = 'une phrase pour les essais'

/** What the specs' sites seal with, unless they are given another. */
export const secretKeys = 'essais:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'

async function seed(url: string): Promise<void> {
  process.env.DEMO_PASSWORD = castPassword
  const { seedOnFirstStart } = await import('../../src/demonstration/first-start')
  connect({ url, prepare: false })
  await seedOnFirstStart()
  await sql`analyze`
  await disconnect()
}
