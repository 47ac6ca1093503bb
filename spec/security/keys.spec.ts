import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Sql } from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { asSite } from '../../src/db/embedded'
import { countByKey } from '../../src/db/sealed'
import { connectDirectly } from '../../src/db/sql'
import { configureCipher, open, seal } from '../../src/lib/cipher'
import { keysIn, keysInFile, newKey } from '../../src/lib/keys'
import { listening, type Program, startSite } from '../drills/program'
import { secretKeys } from '../support/ground'
import { copyDatabase } from '../support/site'

/** How keys are made, given, replaced and missed, by those who run the house. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'keys-'))
const [old, fresh] = [newKey(), newKey()]
const nameOf = (key: string) => key.split(':')[0]!

afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('the key file of a site of its own', () => {
  const file = join(home, 'data', 'secret.key')

  it('11.1.1 is made once by however many come to it together, for its owner only', async () => {
    await buildReader()
    const found = await Promise.all(Array.from({ length: 6 }, () => read(file)))
    expect(found[0]).toMatch(/^[0-9a-f]{8}:[\w-]{43}$/)
    expect(new Set(found).size).toBe(1)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(home, 'data'))).toEqual(['secret.key'])
    expect(keysInFile(file)).toEqual(keysIn(found[0]!))
  })

  it('takes a newer key in front of the one that it has, and is never made anew when it is spoilt', () => {
    writeFileSync(file, `${fresh}\n${readFileSync(file, 'utf8')}`)
    expect(keysInFile(file)[0]!.id).toBe(nameOf(fresh))
    expect(keysInFile(file)).toHaveLength(2)
    writeFileSync(file, 'une clé')
    expect(() => keysInFile(file)).toThrow(expect.objectContaining({ name: 'Refusal' }))
    expect(readFileSync(file, 'utf8')).toBe('une clé')
  })
})

describe('a site on a database that it was given', { timeout: 60_000 }, () => {
  const started: Program[] = []
  const ids = Array.from({ length: 1_203 }, (_, i) => `00000000-0000-7000-8000-${String(i + 1).padStart(12, '0')}`)
  let url: string
  let sql: Sql

  beforeAll(async () => {
    url = await copyDatabase('ground_empty')
    sql = connectDirectly(url, 2)
    await sql`insert into users (id, email, name) select id::uuid, id || '@mppeep.example', 'A' from unnest(${ids}::text[]) id`
    configureCipher(keysIn(old)!)
    for (const id of ids) await sql`insert into second_factors (user_id, secret) values (${id}, ${sealedFor(id)})`
  })
  afterEach(() => Promise.all(started.splice(0).map((program) => program.kill())))
  afterAll(() => sql.end())

  it.each([
    [
      'without a key, but for the one that it makes',
      () => '',
      new RegExp(`^Des secrets .*« ${nameOf(old)} », qui n’est pas dans SECRET_KEYS.*\\n$`),
    ],
    [
      'with another',
      () => fresh,
      new RegExp(`^Des secrets .*« ${nameOf(old)} », qui n’est pas dans SECRET_KEYS.*\\n$`),
    ],
    [
      'with another of the same name',
      () => `${nameOf(old)}:${fresh.split(':')[1]}`,
      new RegExp(`^La clé « ${nameOf(old)} » de SECRET_KEYS n’est pas celle.*\\n$`),
    ],
    ['with a word', () => 'secret', /^Variable d’environnement illisible : SECRET_KEYS \(.*\)\.\n$/],
  ])('13.3.1 does not start %s, and says so in one sentence', async (_how, keys, sentence) => {
    const site = await startSite(environment(keys()), { wait: false })
    started.push(site)
    expect(await site.end()).toBe(1)
    expect(site.said()).toMatch(sentence)
    expect(site.said().split('\n')).toHaveLength(2)
  })

  it('11.1.1 seals with a newer key what an older one has sealed, which then opens nothing any more', async () => {
    const keys = `${fresh},${old}`
    expect((await doctor(keys)).out).toMatch(
      new RegExp(`^attention +Secrets.: 1203 sous la clé « ${nameOf(old)} »`, 'm'),
    )
    // one that was altered
    const spoilt = Buffer.from(sealedFor(ids[700]!)).fill(0, 30)
    await sql`update second_factors set secret = ${spoilt} where user_id = ${ids[700]!}`
    const first = await cli(keys, 'keys:rotate')
    expect(first).toMatchObject({ code: 1, err: '' })
    expect(first.out).toMatch(/^1.202.secrets rechiffrés\.\n1.secret ne peut être ouvert .*\n$/)
    await sql`delete from second_factors where user_id = ${ids[700]!}`
    expect(await cli(keys, 'keys:rotate')).toEqual({ code: 0, err: '', out: 'Rien à rechiffrer.\n' })
    expect([...(await countByKey(sql))]).toEqual([[nameOf(fresh), 1_202]])
    configureCipher(keysIn(fresh)!)
    const [kept] = await sql<[{ secret: Buffer }]>`select secret from second_factors where user_id = ${ids[0]!}`
    expect(open(kept.secret, placeOf(ids[0]!))).toEqual(secretOf(ids[0]!))
    expect((await doctor(fresh)).out).toMatch(/^ok +Secrets.: 1.?202 chiffrés, tous par/m)
    expect((await doctor(old)).out).toMatch(/^panne +Secrets.: Des secrets/m)
    expect((await doctor('')).out).toMatch(/^panne +Secrets.: Des secrets/m)
  })

  it('11.1.1 whose others have a key file of their own does not start with another, until theirs is given up', async () => {
    await sql`delete from second_factors`
    await sql`delete from sealing_keys`
    const [theirs, ours] = [join(home, 'theirs'), join(home, 'ours')]
    const site = await startSite({ ...environment(''), DATA_DIR: theirs })
    started.push(site)
    expect(site.log.find((line) => line['event.name'] === 'secrets.key_in_file')).toMatchObject({
      file: join(theirs, 'secret.key'),
    })
    const name = nameOf(readFileSync(join(theirs, 'secret.key'), 'utf8'))
    const begin = async () => {
      const other = await startSite({ ...environment(''), DATA_DIR: ours }, { wait: false })
      started.push(other)
      return other
    }
    const refused = await begin()
    expect(await refused.end()).toBe(1)
    expect(refused.said()).toMatch(new RegExp(`^Cette base est servie avec la clé « ${name} ».*keys:adopt\\.\\n$`))
    expect((await cli('', 'keys:adopt', ours)).out).toMatch(/^La clé « [0-9a-f]{8} » est celle de cette base/)
    await listening(await begin())
    expect([...(await sql`select name from sealing_keys`)]).toHaveLength(1)
  })

  it('changes no key without one', async () => {
    expect(await cli('', 'keys:rotate', join(home, 'nothing'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Il n’y a pas de clé.*\n$/),
    })
  })

  it('is given a key that the command line has drawn', async () => {
    const { out } = await cli(secretKeys, 'keys:new')
    expect(keysIn(out)).toHaveLength(1)
    expect((await cli(secretKeys, 'keys:new')).out).not.toBe(out)
  })

  const environment = (keys: string) => ({
    DATABASE_URL: asSite(url),
    DIRECT_DATABASE_URL: url,
    SECRET_KEYS: keys,
    DATA_DIR: home,
    PATH: '',
  })
  const doctor = (keys: string) => cli(keys, 'doctor')

  async function cli(keys: string, command: string, folder = home) {
    const child = spawn(process.execPath, ['src/door.mjs', 'cli', command], {
      cwd: root,
      env: { HOME: process.env.HOME, ...environment(keys), DATA_DIR: folder, PATH: process.env.PATH },
    })
    const text = { out: '', err: '' }
    child.stdout.on('data', (part) => (text.out += part))
    child.stderr.on('data', (part) => (text.err += part))
    const [code] = await once(child, 'close')
    return { code, ...text }
  }
})

const placeOf = (row: string) => ({ table: 'second_factors', column: 'secret', row })
const secretOf = (id: string) => Buffer.from(id.slice(-20).padStart(20, '0'))
const sealedFor = (id: string) => seal(secretOf(id), placeOf(id))

/** A process that comes to the key file, and says what it found in it. */
async function buildReader(): Promise<void> {
  const contents = `
    import { keysInFile } from './src/lib/keys'
    const [{ id, bytes }] = keysInFile(process.argv[2])
    process.stdout.write(id + ':' + bytes.toString('base64url'))`
  const outfile = join(home, 'reader.mjs')
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' },
  })
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
}

async function read(file: string): Promise<string> {
  const child = spawn(process.execPath, [join(home, 'reader.mjs'), file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (part) => (said += part))
  await once(child, 'close')
  return said
}
