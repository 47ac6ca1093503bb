import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedPostgres, startPostgres } from '../../src/db/embedded'
import { migrate } from '../../src/db/migrate'
import { connectDirectly } from '../../src/db/sql'
import { databaseUrl } from '../support/ground'

const root = fileURLToPath(new URL('../..', import.meta.url))
const migrations = join(root, 'sql/migrations')
const home = mkdtempSync(join(tmpdir(), 'drill-'))
let postgres: EmbeddedPostgres

beforeAll(async () => {
  const [server] = await Promise.all([startPostgres({ dataDir: home }), buildMigrator()])
  postgres = server
})
afterAll(async () => {
  await postgres?.stop()
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
})

it('two processes that migrate the same ten databases at once apply every file once, and both go on', {
  timeout: 60_000,
}, async () => {
  const admin = connectDirectly(postgres.url)
  const urls = Array.from({ length: 10 }, (_, i) => databaseUrl(postgres.url, `both_${i}`))
  for (const i of urls.keys()) await admin`create database ${admin(`both_${i}`)}`
  await admin.end()
  // the other takes them in pairs, the second first: whoever is ahead, each comes to what the other is at
  const swapped = <T>(ten: T[]): T[] => ten.map((_, i) => ten[i ^ 1]!)
  const applied = await Promise.all([run(urls), run(swapped(urls)).then(swapped)])
  const all = await filesOf(urls[0]!)
  expect(all.length).toBeGreaterThan(10)
  for (const i of urls.keys()) expect([...applied[0][i]!, ...applied[1][i]!]).toEqual(all)
  // they did stand in each other's way
  expect(applied.map((one) => one.filter((files) => files.length > 0).length).sort()).not.toContain(0)
})

it('a migration that fails changes nothing, and what is mended goes on from there', async () => {
  const folder = join(home, 'broken')
  cpSync(migrations, folder, { recursive: true })
  writeFileSync(
    join(folder, '9998_half.sql'),
    'create table half (one int); insert into half values (1); select 1 / 0;',
  )
  const sql = connectDirectly(databaseUrl(postgres.url, 'both_0'))
  const tables = () => sql`select table_name from information_schema.tables where table_schema = 'public' order by 1`
  const [before, done] = [await tables(), await sql`select name from migrations order by name`]
  await expect(migrate(sql, folder)).rejects.toThrow('division by zero')
  expect(await tables()).toEqual(before)
  expect(await sql`select name from migrations order by name`).toEqual(done)
  writeFileSync(join(folder, '9998_half.sql'), 'create table half (one int);')
  expect(await migrate(sql, folder)).toEqual(['9998_half.sql'])
  await sql.end()
})

/** A program that migrates the databases whose URLs it is given, in order, and says what it applied to each. */
async function buildMigrator(): Promise<void> {
  const contents = `
    import { migrate } from './src/db/migrate'
    import { connectDirectly } from './src/db/sql'
    const applied = []
    for (const url of process.argv.slice(2)) {
      const sql = connectDirectly(url)
      applied.push(await migrate(sql, ${JSON.stringify(migrations)}))
      await sql.end()
    }
    process.stdout.write(JSON.stringify(applied))`
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile: join(home, 'migrator.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
}

async function run(urls: string[]): Promise<string[][]> {
  const child = spawn(process.execPath, [join(home, 'migrator.mjs'), ...urls], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (part) => {
    said += part
  })
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
  return JSON.parse(said)
}

async function filesOf(url: string): Promise<string[]> {
  const sql = connectDirectly(url)
  const rows = await sql<{ name: string }[]>`select name from migrations order by name`
  await sql.end()
  return rows.map(({ name }) => name)
}
