import { readFileSync } from 'node:fs'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events } from '../../src/activities/events'
import { enrol } from '../support/authenticator'
import { openSite, type TestSite } from '../support/site'
import { everyRoute, pathsOf } from './ground'

/** `data.md` puts every column into one class, and what a class forbids does not happen. */
const classes = ['public', 'internal', 'personal', 'sensitive', 'secret']
type Told = { table: string; column: string; class: string }

const text = readFileSync('spec/security/data.md', 'utf8')
const [, table = ''] = text.split('## The columns\n\n| table | class | columns |\n')
const told: Told[] = [...table.matchAll(/^\| (\w+) \| (\w+) \| ([\w, ]+) \|$/gm)].flatMap(
  ([, table = '', is = '', columns = '']) => columns.split(', ').map((column) => ({ table, column, class: is })),
)
const of = (is: string) => told.filter((one) => one.class === is)

let site: TestSite
let everything: { pages: string; exports: string; lines: string; redis: string }

beforeAll(async () => {
  site = await openSite()
  await site.sql`update personnel set address = 'Rue Canari ' || matricule, passport = 'PC' || matricule where fictitious is not null`
  await enrol(await site.as('auditeur'))
  await site.visitor().post('/mppeep/mot-de-passe-oublie', { email: 'agent@mppeep.example' })
  everything = await look()
}, 120_000)
afterAll(() => site.close())

describe('14.2.4 the table of classes', () => {
  it('has every column of every table once, and none that is not there', async () => {
    const columns = await site.sql<{ name: string }[]>`
      select c.relname || '.' || a.attname as name
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')`
    const names = told.map(({ table, column }) => `${table}.${column}`)
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
    expect(names.sort()).toEqual(columns.map(({ name }) => name).sort())
  })

  it('says of each class how it is shown, exported, logged, cached, kept and enciphered', () => {
    expect([...new Set(told.map((one) => one.class))].sort()).toEqual([...classes].sort())
    for (const is of classes) {
      const line = new RegExp(`^\\| ${is} \\|(.+)\\|$`, 'm').exec(text)?.[1] ?? ''
      expect(
        line.split(' | ').map((cell) => cell.trim() !== ''),
        is,
      ).toEqual(Array(7).fill(true))
    }
  })

  it('counts as sensitive what the policy guards by a right of its own', () => {
    const source = readFileSync('src/activities/reach.ts', 'utf8')
    const [, guarded = ''] = /const guarded[^{]+= \{([\s\S]+?)\n\}/.exec(source) ?? []
    const fields = [...guarded.matchAll(/'(\w+)'(?=[,\]])/g)].map(([, name = '']) =>
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    )
    expect(fields.length).toBeGreaterThan(10)
    expect(
      of('sensitive')
        .flatMap(({ table, column }) => (table === 'personnel' ? [column] : []))
        .sort(),
    ).toEqual(fields.sort())
  })
})

describe('14.2.4 what a class forbids', () => {
  it('a secret is in no page, export, line of the log, nor cache', async () => {
    const secrets = await values(of('secret').filter(({ column }) => column !== 'payload'))
    expect(secrets.length).toBeGreaterThan(15)
    const { pages, exports, lines, redis } = everything
    for (const { where, value } of secrets) {
      for (const form of formsOf(value)) {
        expect(`${pages}${exports}${lines}`.includes(form), where).toBe(false)
        if (where !== 'sessions.id') expect(redis.includes(form), where).toBe(false)
      }
    }
  })

  it('what is sensitive of a person is in no export, line of the log, nor cache', async () => {
    const distinct = ['national_id', 'passport', 'personal_email', 'address']
    const found = await values(
      of('sensitive').filter(({ table, column }) => table === 'personnel' && distinct.includes(column)),
    )
    expect(found.length).toBeGreaterThan(1_000)
    // they are there to be seen by who may
    expect(found.some(({ value }) => everything.pages.includes(String(value)))).toBe(true)
    const hidden = `${everything.exports}${everything.lines}${everything.redis}`
    expect(found.filter(({ value }) => hidden.includes(String(value)))).toEqual([])
  })

  it('what is personal is in no line of the log but the id of the account and the address that asked', async () => {
    const distinct = ['matricule', 'work_email', 'phone', 'email']
    const found = await values(
      of('personal').filter(({ table, column }) => /^(personnel|users)$/.test(table) && distinct.includes(column)),
    )
    expect(found.length).toBeGreaterThan(1_000)
    expect(found.filter(({ value }) => everything.lines.includes(String(value)))).toEqual([])
  })

  it('the journal has no key for a secret', () => {
    const names = of('secret').map(({ column }) => column.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()))
    const keys = Object.values(events).flatMap((event) => [
      ...('before' in event ? event.before : []),
      ...('after' in event ? event.after : []),
    ])
    expect(keys.length).toBeGreaterThan(50)
    expect(keys.filter((key) => names.includes(key) || /password|secret|token|code$/i.test(key))).toEqual([])
  })
})

/** Everything that there is to read for those who may read most, and what it left in the log and in Redis. */
async function look(): Promise<typeof everything> {
  const real = await pathsOf(site)
  const [own] = await site.sql<[{ id: string }]>`select person_id as id from users where email = 'agent@mppeep.example'`
  const routes = (await everyRoute()).filter(({ method, path }) => method === 'GET' && !path.endsWith('/live'))
  const [pages, exports] = [[] as string[], [] as string[]]
  for (const who of ['drh', 'admin', 'agent'] as const) {
    const client = await site.as(who)
    for (const { path } of routes) {
      const answer = await client.get(real(path), { 'accept-encoding': 'identity' })
      const isPage = /html|json/.test(String(answer.headers['content-type']))
      ;(isPage ? pages : exports).push(answer.bytes.toString('utf8'))
    }
    pages.push((await client.get(`/mppeep/personnel/${own.id}`)).text)
  }
  expect(exports.filter((body) => body.length > 10_000).length).toBeGreaterThan(0)
  return { pages: pages.join(), exports: exports.join(), lines: site.lines.join(''), redis: await kept() }
}

async function kept(): Promise<string> {
  if (!site.redis) return ''
  const client = createClient({ url: site.redis.url })
  await client.connect()
  const all: string[] = []
  for (const key of await client.keys('*')) {
    const kind = await client.type(key)
    const read: Record<string, () => Promise<unknown>> = {
      string: () => client.get(key),
      hash: () => client.hGetAll(key),
      list: () => client.lRange(key, 0, -1),
      set: () => client.sMembers(key),
      zset: () => client.zRange(key, 0, -1),
    }
    all.push(key, JSON.stringify(await read[kind]?.()))
  }
  client.destroy()
  expect(all.length).toBeGreaterThan(10)
  return all.join('\n')
}

async function values(columns: Told[]): Promise<{ where: string; value: string | Buffer }[]> {
  const all: { where: string; value: string | Buffer }[] = []
  for (const { table, column } of columns) {
    const rows = await site.sql<{ value: string | Buffer }[]>`
      select distinct ${site.sql(column)} as value from ${site.sql(table)} where ${site.sql(column)} is not null`
    all.push(...rows.map(({ value }) => ({ where: `${table}.${column}`, value })))
  }
  return all
}

function formsOf(value: string | Buffer): string[] {
  return typeof value === 'string'
    ? [value]
    : (['hex', 'base64', 'base64url'] as const).map((how) => value.toString(how))
}
