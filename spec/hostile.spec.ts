import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { form, json } from './personnel/paper'
import type { Answer, Client } from './support/client'
import { fewAtOnce } from './support/few'
import { evilEncoded, evilIds, evilJson, oddEncoded, oddPairs } from './support/hostile'
import { openSite, type TestSite } from './support/site'

/**
 * The corpus against every route there is, as somebody who may do nearly everything: whatever is sent is refused or answered,
 * never a bug, never slow, and nothing is written.
 */
let site: TestSite
let drh: Client
let person: string
let routes: { method: string; path: string }[]
let before: Record<string, number>

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
  const [row] = await site.sql<{ id: string }[]>`select id from personnel where left_on is null and fictitious limit 1`
  person = row!.id
  const { createApp } = await import('../src/app')
  const { readAssets } = await import('../src/http/assets')
  const known = createApp(readAssets('dist/public')).app.routes.filter(({ method }) => method !== 'ALL')
  routes = [...new Map(known.map(({ method, path }) => [`${method} ${path}`, { method, path }])).values()]
  before = await counts()
})
afterAll(() => site.close())

const reads = () => routes.filter(({ method }) => method === 'GET')
const writes = () => routes.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/mppeep/api/'))
/** Forms that we know how to fill, and the others. */
const told = () => writes().filter(({ method, path }) => !('?' in rightFields(method, path)))
const unknown = () => writes().filter(({ method, path }) => '?' in rightFields(method, path))
const calls = () => routes.filter(({ method, path }) => method !== 'GET' && path.startsWith('/mppeep/api/'))
/** A fifth of them, another at each turn: what is refused before any route is, at all of them in the end. */
const some = <T>(all: T[], turn: number) => all.filter((_, i) => i % 5 === turn % 5)
const turns = <T>(values: Record<string, T>) =>
  Object.entries(values).map(([what, value], turn): [string, T, number] => [what, value, turn])
const matches = (pattern: string, path: string) => new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path)
const at = (path: string, id = person) => path.replace(/:\w+/g, id)

/** What each form is like when there is nothing wrong with it; `?` for one that nobody has told us about. */
function rightFields(method: string, path: string): Record<string, string> {
  if (path.endsWith('/connexion')) return { email: 'drh@mppeep.example', password: 'une autre phrase', suite: '' }
  if (path.includes('/invitation/'))
    return { name: 'Une Personne', email: 'x@mppeep.example', password: 'x'.repeat(15), again: 'x'.repeat(15) }
  if (method === 'POST' && path.endsWith('/personnel')) return form({ cle: '' })
  if (method === 'PUT' && path.endsWith('/depart'))
    return { leftOn: '2026-11-20', leftReason: 'Démission', decisionNumber: '1' }
  if (method === 'PUT' && path.endsWith('/personnel/:id')) return { ...form(), version: '1', effectiveOn: '2026-11-22' }
  return { '?': '' }
}

describe('an address', () => {
  it.each(turns({ ...evilEncoded, ...oddEncoded }))('with %s for a parameter', async (_what, value, turn) => {
    const { listSchema } = await import('../src/personnel/list')
    const names = [...Object.keys(listSchema.shape), 'limite', 'suite', 'onglet', 'x']
    await fewAtOnce(names, (name) => read(drh, `/mppeep/personnel?${name}=${value}`))
    for (const { path } of some(reads(), turn)) {
      await read(drh, `${at(path)}?${path.endsWith('/connexion') ? 'suite' : 'q'}=${value}`)
      await read(drh, `${at(path)}?${value}=1`)
    }
  })

  it('with parameters doubled, listed, nested, of the language itself, too many', async () => {
    for (const [turn, query] of oddPairs('q').entries())
      for (const { path } of some(reads(), turn)) await read(drh, `${at(path)}?${query}`)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each(evilIds.map((id, turn): [string, string, number] => [id.slice(0, 40), id, turn]))(
    'with %s for an id',
    async (_short, id, turn) => {
      const about = routes.filter((route) => route.path.includes(':'))
      for (const { method, path } of some(about, turn)) {
        // a line of the journal has a number
        if (path.includes('/journal/') && /^\d{1,3}$/.test(id)) continue
        const body = method === 'GET' ? undefined : 'a=1'
        const headers = {
          'content-type': path.includes('/api/') ? 'application/json' : 'application/x-www-form-urlencoded',
        }
        const answer = await harmless(drh.ask(at(path, id), { method, headers, body }))
        expect(answer.status, `${method} ${at(path, id)}`).toBeGreaterThanOrEqual(400)
      }
    },
  )

  const methods = ['TRACE', 'OPTIONS', 'PROPFIND', 'PATCH', 'DELETE', 'PUT', 'SEARCH', 'PURGE', 'M-SEARCH']
  it.each(methods.map((method, turn): [string, number] => [method, turn]))('asked with %s', async (method, turn) => {
    for (const { path } of some(routes, turn)) {
      if (routes.some((route) => route.method === method && matches(route.path, path))) continue
      const answer = await harmless(drh.ask(at(path), { method }))
      expect(answer.status, `${method} ${path}`).toBe(405)
    }
  })
})

describe('a form', () => {
  it.each(turns(evilEncoded))('with %s in any field is refused', async (_what, value, turn) => {
    for (const { method, path } of [...some(unknown(), turn), ...told()]) {
      const fields = rightFields(method, path)
      await fewAtOnce(Object.keys(fields), async (name) => {
        const body = [...new URLSearchParams(fields)].map(
          ([key, right]) => `${key}=${key === name ? value : encodeURIComponent(right)}`,
        )
        const { status } = await send(method, at(path), body.join('&'))
        const forgiven = name === '?' || name === 'suite'
        if (!forgiven) expect(status, `${method} ${path} ${name}`).toBeGreaterThanOrEqual(400)
      })
    }
  })

  it.each(turns(oddEncoded))('with %s in every field is refused', async (_what, value, turn) => {
    for (const { method, path } of [...some(unknown(), turn), ...told()]) {
      const names = Object.keys(rightFields(method, path))
      const answer = await send(method, at(path), names.map((name) => `${name}=${value}`).join('&'))
      if (names[0] !== '?') expect(answer.status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
    }
  })

  it('with fields doubled, listed, nested, unknown, of the language itself, too many, is refused', async () => {
    for (const { method, path } of writes()) {
      const fields = rightFields(method, path)
      const all = oddPairs(Object.keys(fields)[0]!).filter((pair) => pair.length > 5)
      for (const pairs of '?' in fields ? some(all, method.length + path.length) : all) {
        const answer = await send(method, at(path), `${new URLSearchParams(fields)}&${pairs}`)
        if (!('?' in fields))
          expect(answer.status, `${method} ${path} ${pairs.slice(0, 60)}`).toBeGreaterThanOrEqual(400)
      }
    }
  })

  it('of a megabyte less a byte is refused', async () => {
    for (const { method, path } of [...some(unknown(), 0), ...told()]) {
      const [name = ''] = Object.keys(rightFields(method, path))
      const answer = await send(method, at(path), `${name}=${'x'.repeat(1_048_570 - name.length)}`)
      if (name !== '?') expect(answer.status).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('a call of the API', () => {
  const right = () => json({ matricule: '900077Z' })

  it.each(Object.entries(evilJson))('with %s in any field is refused', async (_what, value) => {
    for (const { method, path } of calls()) {
      const names = [...Object.keys(right()), 'role', 'id', 'created_at', '__proto__', 'constructor', '']
      await fewAtOnce(names, async (name) => {
        const others = Object.entries(right()).filter(([key]) => key !== name)
        const members = others.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`)
        const answer = await call(method, at(path), `{${[...members, `${JSON.stringify(name)}:${value}`].join(',')}}`)
        expect(answer.status, `${method} ${path} ${name}`).toBeGreaterThanOrEqual(400)
        expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
      })
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each(['', 'null', '[]', '"x"', '1', '{', '{"a":}', '{"a":1,}', `{"a":"${'x'.repeat(1_048_000)}"}`])(
    'that is none (%#) is refused',
    async (body) => {
      for (const { method, path } of calls())
        expect((await call(method, at(path), body)).status).toBeGreaterThanOrEqual(400)
    },
  )

  it.each(['"0"', '"-1"', '"99999999999999999999"', 'W/"1"x', '*', '"', '""', '1', '\u00ff', '"1", "2"'])(
    'about version %j changes nothing',
    async (version) => {
      for (const { method, path } of calls().filter((route) => route.method === 'PATCH')) {
        const answer = await harmless(
          drh.ask(at(path), {
            method,
            body: '{"jobTitle":"Autre"}',
            headers: { 'content-type': 'application/json', 'if-match': version },
          }),
        )
        expect(answer.status).toBeGreaterThanOrEqual(400)
      }
    },
  )
})

describe('headers', () => {
  const sent: [string, Record<string, string>][] = [
    ['cookies by the hundred', { cookie: Array.from({ length: 600 }, (_, i) => `c${i}=${i}`).join('; ') }],
    ['a cookie of 12 kB', { cookie: `session_id=${'x'.repeat(12_000)}` }],
    ['cookies that nobody can read', { cookie: 'a=%; =; ;;; session_id=%E0%A4%A; __proto__=1; constructor=%00' }],
    ['an address bar that is none', { 'hx-request': 'true', 'hx-current-url': 'http://[', 'hx-target': '\u00ff' }],
    ['a page before that is none', { referer: 'http://[::1', 'hx-history-restore-request': 'x' }],
    ['encodings that there are not', { 'accept-encoding': `${'br;q=0,'.repeat(500)}${';'.repeat(500)}` }],
    ['a validator of 10 kB', { 'if-none-match': `"${'x'.repeat(10_000)}"`, 'if-match': ','.repeat(2_000) }],
    ['a range', { range: 'bytes=0-1,5-9999999999,-1' }],
    ['an upgrade', { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' }],
    ['the language itself', { __proto__x: '1', constructor: '1', 'content-type': '__proto__' }],
  ]
  it.each(turns(Object.fromEntries(sent)))('%s', async (_what, headers, turn) => {
    const stranger = site.visitor()
    const clients = 'cookie' in headers ? [stranger] : [drh, stranger]
    for (const { path } of some(reads(), turn)) for (const client of clients) await read(client, at(path), headers)
    for (const { method, path } of some([...writes(), ...calls()], turn))
      await harmless(stranger.ask(at(path), { method, body: 'a=1', headers }))
  })
})

it('has written nothing by all that, and broken nothing', async () => {
  expect(await counts()).toEqual(before)
  expect((await drh.get('/mppeep/accueil')).status).toBe(200)
  expect(site.log.filter((line) => String(line['event.name']).startsWith('error.'))).toEqual([])
})

/** Not by `expect`, of which each takes as long as an answer does. */
async function harmless(asked: Promise<Answer>): Promise<Answer> {
  const began = performance.now()
  const answer = await asked
  const ms = performance.now() - began
  if (answer.status < 500 && ms < 5_000) return answer
  const line = site.log.findLast((one) => one['event.name'] === 'error.unexpected')
  throw new Error(`${answer.status} after ${ms} ms ${JSON.stringify(line ?? {}).slice(0, 600)}`)
}

/** Not compressed unless told, for there are thousands; of the event stream, which does not end, the head. */
function read(client: Client, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const method = path.startsWith('/mppeep/live') ? 'HEAD' : 'GET'
  return harmless(client.ask(path, { method, headers: { 'accept-encoding': 'identity', ...headers } }))
}

function send(method: string, path: string, body: string): Promise<Answer> {
  // signing out must not be the end of it; who it is does not matter there
  const client = path.endsWith('/deconnexion') ? site.visitor() : drh
  return harmless(client.ask(path, { method, body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }))
}

function call(method: string, path: string, body: string): Promise<Answer> {
  return harmless(drh.ask(path, { method, body, headers: { 'content-type': 'application/json', 'if-match': '"1"' } }))
}

/** Rows of every table; what is noted of refusals does not count. */
async function counts(): Promise<Record<string, number>> {
  const tables = await site.sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('activities', 'activity_seals', 'activities_waiting', 'recent_files', 'sign_in_failures') order by 1`
  const rows = await Promise.all(
    tables.map(({ name }) => site.sql`select count(*)::int as count from ${site.sql(name)}`),
  )
  const [changed] = await site.sql`select count(*)::int as count from personnel where version > 1`
  return Object.fromEntries([...tables.map(({ name }, i) => [name, rows[i]![0]!.count]), ['changed', changed!.count]])
}
