import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '../src/actor'
import type { Answer } from './support/client'
import { openSite, type TestSite } from './support/site'

const long = 'x'.repeat(400)
const never = '2020-02-30'
const units = '/organisation/unites'
let site: TestSite
let account: string
let role: string
let view: string

beforeAll(async () => {
  site = await openSite()
  const [held] = await site.sql<[{ account: string; role: string }]>`
    select u.id as account, r.id::text as role from users u join user_roles r on r.user_id = u.id
    where u.email = 'agent@mppeep.example'`
  ;({ account, role } = held)
  await (await site.as('drh')).post('/mppeep/personnel/vues', { name: 'Une', query: 'sexe=F', shared: '' })
  ;[{ id: view }] = await site.sql<[{ id: string }]>`select id from views`
})
afterAll(() => site.close())

type Case = [form: string, who: Role, path: () => string, fields: Record<string, string>, wrong: string[]]

const put = '?_method=PUT'
const unit = { name: '', kind: '', parent: '', code: '', openedOn: never, rank: 'x' }
const cases: Case[] = [
  ['an account', 'admin', () => '/utilisateurs', { name: 'x', email: '' }, ['name', 'email']],
  ['the end of an account', 'admin', () => `/utilisateurs/${account}/desactivation${put}`, { reason: '' }, ['reason']],
  [
    'a role',
    'admin',
    () => `/utilisateurs/${account}/roles`,
    { role: '', unit: '?', startsOn: never, endsOn: never },
    ['role', 'unit', 'startsOn', 'endsOn'],
  ],
  [
    'the days of a role',
    'admin',
    () => `/utilisateurs/${account}/roles/${role}${put}`,
    { startsOn: never, endsOn: never },
    ['startsOn', 'endsOn'],
  ],
  [
    'a grade',
    'drh',
    () => '/referentiels/grades',
    { code: '', category: '', above: long, openedOn: '', age: '' },
    ['code', 'category', 'above', 'openedOn', 'age'],
  ],
  ['the end of a grade', 'drh', () => `/referentiels/grades/A3/fermeture${put}`, { closedOn: '' }, ['closedOn']],
  ['an age limit', 'drh', () => '/referentiels/limites/A3', { from: '', age: '' }, ['from', 'age']],
  [
    'a type of document',
    'drh',
    () => '/referentiels/documents',
    { label: '', guard: '?', validityMonths: 'x' },
    ['label', 'guard', 'validityMonths'],
  ],
  ['a unit', 'drh', () => units, unit, Object.keys(unit)],
  [
    'a change of a unit',
    'drh',
    () => `${units}/DSI${put}`,
    { name: '', kind: '?', rank: 'x', version: '1' },
    ['name', 'kind', 'rank'],
  ],
  ['the end of a unit', 'drh', () => `${units}/DSI/fermeture${put}`, { closedOn: '', version: '1' }, ['closedOn']],
  ['the head of a unit', 'drh', () => `${units}/DSI/chef${put}`, { person: '', version: '1' }, ['q']],
  ['a move', 'drh', () => `${units}/DSI/deplacement${put}`, { vers: '', version: '1' }, ['vers']],
  [
    'a merger',
    'drh',
    () => `${units}/DSI/fusion${put}`,
    { vers: 'DRH', on: never, decisionNumber: long, version: '1' },
    ['on', 'decisionNumber'],
  ],
  ['a view', 'drh', () => '/personnel/vues', { name: '', shared: '?', query: 'sexe=F' }, ['name', 'shared']],
  [
    'a change of a view',
    'drh',
    () => `/personnel/vues/${view}${put}`,
    { name: '', shared: '?', version: '1' },
    ['name', 'shared'],
  ],
]

it.each(cases)(
  'a form that is refused says on top which fields it is about, in their own words: %s',
  async (...one) => {
    const [, who, path, fields, wrong] = one
    const page = await (await site.as(who)).post(`/mppeep${path()}`, fields)
    expect(page.status, page.text).toBe(422)
    const lines = linesOf(page)
    expect(lines.map(({ field }) => field).sort()).toEqual([...wrong].sort())
    for (const { field, said } of lines) expect(said).toMatch(new RegExp(`^${labelOf(page, field)}\u202f: \\S`))
  },
)

/** The lines of the summary: which field each leads to, and what it says. */
function linesOf({ text }: Answer): { field: string; said: string }[] {
  const [summary = ''] = /<div class="notice loss" role="alert".*?<\/ul>/s.exec(text) ?? []
  return [...summary.matchAll(/<a href="#champ-([\w-]+)">([^<]*)<\/a>/g)].map(([, field = '', said = '']) => ({
    field,
    said,
  }))
}

/** What the page calls a field, above it. */
function labelOf({ text }: Answer, field: string): string {
  return new RegExp(`<label for="champ-${field}">([^<]+)`).exec(text)?.[1] ?? `no field ${field}`
}
