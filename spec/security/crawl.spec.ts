import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { type Traces, watch } from '../support/traces'
import { cast, everybody, everyRoute, type Player, pathsOf, type Route } from './ground'

/** Every route asked by everybody, rightly and wrongly: what must be true of each answer, whatever it says. */
type Seen = Answer & { who: Player; asked: string; method: string; path: string }

let site: TestSite
let routes: Route[]
let seen: Seen[]
let left: Traces
let sessions: string[]

beforeAll(async () => {
  site = await openSite()
  routes = await everyRoute()
  const clients = await everybody(site)
  const real = await pathsOf(site)
  sessions = [...clients.values()].flatMap((client) => client.cookies.get('session_id') ?? [])
  const traces = await watch(site.sql)
  seen = []
  for (const who of cast) {
    const client = clients.get(who)!
    for (const { method, path } of routes) {
      const at = real(path)
      if (method !== 'GET') await look(who, client, method, at, { 'sec-fetch-site': 'cross-site' })
      // the stream never ends: its head is enough
      else await look(who, client, path.endsWith('/live') ? 'HEAD' : 'GET', at, { origin: 'https://evil.example' })
      if (method === 'GET' && deceived.includes(who))
        for (const end of deceiving) await look(who, client, 'GET', at + end)
    }
    if (deceived.includes(who)) for (const path of hidden) await look(who, client, 'GET', path)
    for (const path of ['/mppeep/accueil', '/mppeep/api/v1/personnel'])
      for (const method of ['TRACE', 'OPTIONS', 'PROPFIND']) await look(who, client, method, path)
  }
  left = await traces()
}, 120_000)
afterAll(() => site.close())

/** What makes an edge believe that a page is a file (web cache deception). */
const deceived: Player[] = ['nobody', 'drh', 'admin']
const deceiving = ['/x.css', '%2Fx.css', ';x.css', '%00.js']
const hidden = [
  '/.git/config',
  '/.env',
  '/package.json',
  '/metrics',
  '/mppeep/.git/HEAD',
  '/mppeep/.env',
  '/mppeep/package.json',
  '/mppeep/src/main.ts',
  '/mppeep/static/',
  '/mppeep/static/../package.json',
  '/mppeep/static/..%2f..%2fpackage.json',
  '/mppeep/static/app.js.map',
  '/mppeep/static/app.css.map',
  '/mppeep/metrics',
  '/mppeep/docs',
  '/mppeep/api/v1/openapi.json',
  '/mppeep/debug',
  '/mppeep/server-status',
]

it('has looked at every route, as everybody, with every kind of answer', () => {
  expect(seen.length).toBeGreaterThan(cast.length * routes.length)
  const statuses = new Set(seen.map(({ status }) => status))
  for (const status of [200, 303, 401, 403, 404, 405]) expect(statuses).toContain(status)
  none(seen.filter(({ status }) => status >= 500))
})

describe('every answer', () => {
  it.each<[string, string, RegExp]>([
    ['3.4.1', 'strict-transport-security', /^max-age=31536000; includeSubDomains$/],
    ['3.4.3', 'content-security-policy', /base-uri 'none'; object-src 'none'/],
    ['3.4.4', 'x-content-type-options', /^nosniff$/],
    ['3.4.5', 'referrer-policy', /^same-origin$/],
    ['3.4.6', 'content-security-policy', /frame-ancestors 'none'/],
    ['3.4.8', 'cross-origin-opener-policy', /^same-origin$/],
    ['3.5.8', 'cross-origin-resource-policy', /^same-origin$/],
  ])('%s has its %s', (_number, name, wanted) => {
    none(seen.filter(({ headers }) => !wanted.test(String(headers[name]))))
  })

  it('3.4.3 lets nothing run that is not a file of ours', () => {
    none(seen.filter(({ headers }) => /unsafe-|https?:|\*/.test(String(headers['content-security-policy']))))
  })

  it('3.4.2 lets no other origin read it', () => {
    none(seen.filter(({ headers }) => Object.keys(headers).some((name) => name.startsWith('access-control-'))))
  })

  it('13.4.6 says nothing of what it was made with', () => {
    none(seen.filter(({ headers }) => headers.server || headers['x-powered-by'] || headers.via))
    none(seen.filter(({ text }) => /node_modules|\bat .+\.[tj]sx?:\d+:\d+|postgres:\/\/|redis:\/\//i.test(text)))
  })

  it('14.3.2 is kept by no cache, but for files that are the same for everybody', () => {
    none(seen.filter(({ headers }) => !/^private, no-store(, no-transform)?$/.test(String(headers['cache-control']))))
  })

  it('14.2.5 is a 404 where the address says that it is a file and there is none', () => {
    const shown = seen.filter(
      ({ asked, status }) => deceiving.some((end) => asked.endsWith(end)) && status !== 404 && status !== 405,
    )
    // whoever has not signed in is led to the door before anybody looks
    none(shown.filter(({ who, status }) => who !== 'nobody' || ![303, 401].includes(status)).filter(notRefused))
  })

  it('4.1.1 says what it is, and in which letters', () => {
    const told = seen.filter(({ bytes }) => bytes.length > 0)
    const types =
      /^(text\/(html|plain|csv)|application\/(problem\+)?json); charset=utf-8(; header=present)?$|spreadsheet|^application\/pdf$/i
    none(told.filter(({ headers }) => !types.test(String(headers['content-type']))))
    none(
      told.filter(
        ({ headers, text }) => is('text/html', headers) && !/^\s*<(!doctype html|div|section|main)/i.test(text),
      ),
    )
    for (const { headers, json } of told) if (/json/.test(String(headers['content-type']))) json()
  })

  it('14.2.1 puts no session and no password into an address', () => {
    none(seen.filter(({ text }) => sessions.some((session) => text.includes(session))))
    const forms = ({ text }: Seen) => text.match(/<form[^>]*method="get"[\s\S]*?<\/form>/gi) ?? []
    none(seen.filter((one) => forms(one).some((form) => /type="password"|one-time-code/.test(form))))
  })

  it('14.3.3 leaves nothing with the browser but random ids and the name of a sentence', () => {
    const pairs = seen.flatMap(({ headers }) => headers['set-cookie'] ?? []).map((one) => one.split(';')[0]!)
    none(seen.filter(({ headers }) => (headers['set-cookie'] ?? []).some((one) => !/HttpOnly/.test(one))))
    expect(pairs.filter((pair) => !/^\w+=[\w-]*$/.test(pair))).toEqual([])
  })

  it('3.7.2 leads to a page of ours', () => {
    const ways = seen.flatMap(({ headers, asked }) =>
      [headers.location, headers['hx-redirect']].filter(Boolean).map((to) => `${asked} → ${to}`),
    )
    expect(ways.length).toBeGreaterThan(50)
    expect(ways.filter((way) => !/ → \/mppeep\/(?!\/)[^\\]*$/.test(way))).toEqual([])
  })
})

describe('what is not for browsers to see', () => {
  it('13.4.1 13.4.3 13.4.5 13.4.7 is a 404 for everybody', () => {
    const found = seen.filter(({ asked }) => hidden.includes(asked))
    expect(found.length).toBeGreaterThanOrEqual(hidden.length * deceived.length)
    none(found.filter(({ status }) => status !== 404))
  })

  it('13.4.4 4.1.4 is not shown by odd methods', () => {
    none(seen.filter(({ method, status }) => ['TRACE', 'OPTIONS', 'PROPFIND'].includes(method) && status !== 405))
  })
})

describe('every page', () => {
  const pages = () =>
    seen.filter(({ text, status, method }) => status === 200 && method === 'GET' && /<html/.test(text))

  it('7.4.4 lets who has signed in sign out', () => {
    // a letter and the page where anybody verifies a paper stand alone
    const alone = ({ text, asked }: Seen) => text.includes('class="letter') || asked.startsWith('/mppeep/verifier')
    const mine = pages().filter((one) => one.who !== 'nobody' && !alone(one))
    expect(mine.length).toBeGreaterThan(50)
    none(mine.filter(({ text }) => !text.includes('action="/mppeep/deconnexion"')))
  })

  it('6.2.6 6.2.7 hides passwords that are typed, and lets them be pasted and kept by a program', () => {
    const fields = pages().flatMap(
      ({ text }) => text.match(/<input[^>]+name="(password|again|proof|current)"[^>]*>/g) ?? [],
    )
    expect(fields.length).toBeGreaterThan(5)
    const wrong = (field: string) =>
      !field.includes('type="password"') ||
      !/autocomplete="(current|new)-password"/.test(field) ||
      /onpaste|readonly|autocomplete="off"/.test(field) ||
      Number(/maxlength="(\d+)"/i.exec(field)?.[1] ?? 128) < 128
    expect([...new Set(fields.filter(wrong))]).toEqual([])
  })

  it('3.6.1 3.5.6 takes scripts, styles, fonts and pictures from us alone, by the names of their contents', () => {
    const parts = pages().flatMap(({ text }) => [
      ...text.matchAll(/<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)="([^"]*)"/g),
    ])
    const ours =
      /^\/mppeep\/(static\/[\w.-]+-?[\w.-]*\.(css|js|svg|ico|png|woff2)|logo\/\w+|courriers\/[\w-]+\/corps)$|^data:image\/svg/
    expect([...new Set(parts.map(([, from = '']) => from))].filter((from) => !ours.test(from))).toEqual([])
    none(pages().filter(({ text }) => /<script(?![^>]* src=)[^>]*>|<style|\son\w+="|\sstyle="|javascript:/i.test(text)))
  })
})

it('3.5.3 changes nothing by looking, whoever looks at whatever', () => {
  // what is noted of who looked: the journal, when a session was last seen, refusals
  const { activities, activity_seals, sessions, known_addresses, devices, submissions, ...others } = left
  expect(others).toEqual({})
})

async function look(who: Player, client: Client, method: string, path: string, headers: Record<string, string> = {}) {
  const answer = await client.ask(path, { method, headers: { 'accept-encoding': 'identity', ...headers } })
  seen.push(Object.assign(answer, { who, method, path, asked: path }))
}

function is(type: string, headers: Seen['headers']): boolean {
  return String(headers['content-type']).startsWith(type)
}

/** Whoever may not see the page is told so, be it there or not. */
function notRefused({ status }: Seen): boolean {
  return status !== 403
}

function none(wrong: Seen[]): void {
  const told = wrong.map(
    ({ who, method, asked, status, headers }) => `${who}: ${method} ${asked} ${status} ${headers['content-type']}`,
  )
  expect(told.slice(0, 20)).toEqual([])
}
