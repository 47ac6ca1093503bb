import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { asSite } from '../src/db/embedded'
import { connectDirectly } from '../src/db/sql'
import { databaseUrl, secretKeys } from './support/ground'
import { copyDatabase } from './support/site'

/** The command line with the role of the site alone, and nobody who may change the schema. */
describe('the command line that only knows the role of the site', { timeout: 120_000 }, () => {
  let url: string
  let owner: Sql
  const folder = mkdtempSync(join(tmpdir(), 'cli-'))

  beforeAll(async () => {
    url = await copyDatabase('ground_empty')
    owner = connectDirectly(url)
  })
  afterAll(async () => {
    await owner.end()
    rmSync(folder, { recursive: true, force: true })
  })

  const commands: [string, ...string[]][] = [
    ['migrate'],
    ['user:create', 'aya.konan@mppeep.example', '--name', 'KONAN Aya', '--role', 'agent'],
    ['user:invite', 'aya.konan@mppeep.example'],
    ['user:reset-second-factor', 'aya.konan@mppeep.example'],
    ['user:disable', 'aya.konan@mppeep.example'],
    ['journal:verify'],
    ['keys:rotate'],
  ]

  it.each(commands.map((command) => [command[0], command] as const))(
    '%s works as long as the schema is up to date',
    async (_, command) => {
      expect(await run(command)).toMatchObject({ code: 0, stderr: '' })
    },
  )

  it.each(commands.map((command) => [command[0], command] as const))(
    '%s says in one sentence who is wanted when it is not',
    async (_, command) => {
      const [last] = await owner<
        [{ name: string; checksum: string }]
      >`select name, checksum from migrations order by name desc limit 1`
      await owner`delete from migrations where name = ${last.name}`
      const { code, stdout, stderr } = await run(command)
      await owner`insert into migrations ${owner(last)}`
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toBe(
        `Le schéma de la base n’est pas à jour (migration ${last.name}), et le rôle mppeep_app n’a pas le droit de le changer\u202f: donnez l’adresse de son propriétaire à DIRECT_DATABASE_URL.\n`,
      )
    },
  )

  it('is told the same of a database in which nothing has begun', async () => {
    const { url: server } = inject('postgres')
    const admin = connectDirectly(server)
    const name = `spec_${process.pid}_bare`
    await admin.unsafe(`create database ${name}`)
    const { code, stderr } = await run(['migrate'], databaseUrl(server, name))
    await admin.unsafe(`drop database ${name}`)
    await admin.end()
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^Le schéma de la base n’est pas à jour \(migration 0001_language\.sql\), .* DIRECT_DATABASE_URL\.\n$/,
    )
  })

  function run(command: string[], database = url): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = { PATH: '', HOME: folder, DATA_DIR: folder, DATABASE_URL: asSite(database), SECRET_KEYS: secretKeys }
    return new Promise((resolve) => {
      execFile(process.execPath, ['src/door.mjs', 'cli', ...command], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      )
    })
  }
})
