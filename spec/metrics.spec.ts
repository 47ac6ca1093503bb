import type { OutgoingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Visit } from '../src/http/gate'
import type { Answer, Client } from './support/client'
import { openSite, type TestSite } from './support/site'

const token = 'un-jeton-de-mesure-pour-les-essais'
/** What no request that came through the edge is without. */
const direct = { 'cf-connecting-ip': undefined }

let site: TestSite
let nobody: Client

beforeAll(async () => {
  site = await openSite({ env: { METRICS_TOKEN: token } })
  nobody = site.visitor()
})
afterAll(() => site.close())

const read = (headers: OutgoingHttpHeaders = {}): Promise<Answer> => nobody.get('/metrics', { ...direct, ...headers })

describe('who reads the metrics', () => {
  it('a program on this machine', async () => {
    const answer = await read()
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(answer.headers['cache-control']).toBe('private, no-store')
  })

  it.each<[string, OutgoingHttpHeaders]>([
    ['the edge', { 'cf-connecting-ip': '203.0.113.7' }],
    ['the edge, without an address', { 'cf-ray': '8d3f2e1a9b7c5d4f-ABJ' }],
    ['nginx', { 'x-forwarded-for': '203.0.113.7' }],
    ['any relay', { via: '1.1 somewhere' }],
  ])('nobody through %s, token or not', async (_what, headers) => {
    expect((await read(headers)).status).toBe(404)
    expect((await read({ ...headers, authorization: `Bearer ${token}` })).status).toBe(404)
  })

  it('nobody under the base path', async () => {
    expect((await nobody.get('/mppeep/metrics', direct)).status).toBe(404)
  })

  it.each<[string, boolean, string, OutgoingHttpHeaders]>([
    ['with the token', true, '192.0.2.8', { authorization: `Bearer ${token}` }],
    ['without', false, '192.0.2.8', {}],
    ['with another', false, '192.0.2.8', { authorization: `Bearer ${token}x` }],
    ['with the token said otherwise', false, '192.0.2.8', { authorization: token }],
    ['here', true, '127.0.0.1', { host: '127.0.0.1:9000' }],
    ['here, by IPv6', true, '::1', { host: '[::1]:9000' }],
    ['here, under a name that is not ours', false, '127.0.0.1', { host: 'evil.example:9000' }],
  ])('%s: %s, from %s', async (_what, allowed, peer, headers) => {
    const { mayScrape } = await import('../src/http/scraper')
    const rawHeaders = Object.entries({ host: `localhost:${site.port}`, ...headers }).flat()
    expect(mayScrape({ incoming: { headers, rawHeaders }, edge: { peer } } as unknown as Visit)).toBe(allowed)
  })
})

describe('the metrics', () => {
  it('count requests by template of route, method and class of status', async () => {
    const drh = await site.as('drh')
    const before = await figures()
    const ids = ['01a20440-ba7d-7a75-b31b-72ea8590cc83', '01a20440-ba7d-7a75-b31b-72ea8590cc84']
    for (const id of ids) expect((await drh.get(`/mppeep/personnel/${id}`)).status).toBe(404)
    await drh.get('/mppeep/dashboard')
    const of = (route: string, status: string) =>
      `http_server_request_duration_seconds_count{route="${route}",method="GET",status="${status}"}`
    const after = await figures()
    const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0)
    expect(grown(of('/mppeep/personnel/:id', '4xx'))).toBe(2)
    expect(grown(of('/mppeep/dashboard', '2xx'))).toBe(1)
    expect(grown('db_calls_total')).toBeGreaterThanOrEqual(2)
    expect(grown('db_seconds_total')).toBeGreaterThan(0)
    if (site.redis) expect(grown('redis_calls_total')).toBeGreaterThan(0)
  })

  it('do not grow with what is asked for: addresses, methods, names', async () => {
    await nobody.get('/rien/0')
    const before = ours(await figures())
    for (let i = 0; i < 40; i++) {
      await nobody.get(`/rien/${i}?x=${i}`)
      await nobody.get(`/mppeep/personnel/${i}/x${i}`)
      await nobody.ask(`/mppeep/static/x${i}.js`)
    }
    for (const method of ['PROPFIND', 'LOCK', 'MKCOL']) await nobody.ask('/rien', { method })
    const known = new Set(before)
    const series = ours(await figures()).filter((name) => !known.has(name) && !/_(bucket|sum)\{/.test(name))
    // one series more for missing files, and one for methods that are not ours
    expect(series.length, series.join('\n')).toBeLessThanOrEqual(2)
  })

  it('count what the cache had, by family', async () => {
    const drh = await site.as('drh')
    const before = await figures()
    await drh.get('/mppeep/dashboard')
    await drh.get('/mppeep/dashboard')
    const after = await figures()
    const state = site.redis ? 'hit' : 'off'
    const name = `cache_reads_total{family="personnel",state="${state}"}`
    expect((after.get(name) ?? 0) - (before.get(name) ?? 0)).toBeGreaterThanOrEqual(1)
  })

  it('count the attempts to sign in that failed', async () => {
    const before = await figures()
    await nobody.post('/mppeep/connexion', { email: 'drh@mppeep.example', password: 'x' })
    await site.as('drh')
    const after = await figures()
    const name = 'sign_in_failures_total{reason="refused"}'
    expect((after.get(name) ?? 0) - (before.get(name) ?? 0)).toBe(1)
  })

  it('say what waits, what was given up and who works, for whoever is to be woken up', async () => {
    await site.sql`insert into outbox (kind, payload, due_at) values ('x', '{}', now() - interval '5 minutes')`
    await site.sql`insert into outbox (kind, payload, state, finished_at) values ('x', '{}', 'dead', now())`
    const after = await figures()
    expect(after.get('outbox_jobs{state="waiting"}')).toBe(1)
    expect(after.get('outbox_jobs{state="dead"}')).toBe(1)
    expect(after.get('outbox_late_seconds')).toBeGreaterThanOrEqual(300)
    expect(after.get('processes_alive{kind="worker"}')).toBe(0)
    await site.sql`delete from outbox`
    expect((await figures()).get('outbox_late_seconds')).toBe(0)
    const { metricsText } = await import('../src/http/metrics')
    expect((await metricsText(null)).text).not.toMatch(/^(outbox_jobs|outbox_late_seconds|processes_alive)\b/m)
  })

  it('say the version, the memory and the lag of the loop', async () => {
    const { text } = await read()
    expect(text).toContain('\nmppeep_info{version="spec"} 1\n')
    expect(text).toMatch(/\nprocess_resident_memory_bytes \d{7,}\n/)
    expect(text).toMatch(/\nnodejs_eventloop_lag_p99_seconds [\d.e-]+\n/)
  })
})

/** Node's own come with its collections of garbage, whatever is asked. */
function ours(figures: Map<string, number>): string[] {
  return [...figures.keys()].filter((name) => !/^(nodejs|process)_/.test(name))
}

/** Once every answer so far is counted, which happens after it has left. */
async function figures(): Promise<Map<string, number>> {
  const marker = await nobody.get('/mppeep/livez')
  await site.lineOf(marker)
  return vi.waitFor(async () => {
    const { text } = await read()
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    return new Map(
      lines.map((line) => {
        const at = line.lastIndexOf(' ')
        return [line.slice(0, at), Number(line.slice(at + 1))]
      }),
    )
  })
}
