import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { noteRequest, recentRequests } from '../src/http/recent'
import type { Client } from './support/client'
import { openSite, type TestSite } from './support/site'

let site: TestSite
let admin: Client

beforeAll(async () => {
  site = await openSite()
  admin = await site.as('admin')
})
afterAll(() => site.close())

const page = async () => (await admin.get('/mppeep/ops')).text.replaceAll(/[\u00a0\u202f]|&nbsp;/g, ' ')
const figure = (html: string, label: string) =>
  new RegExp(`figure-label">${label}<.*?figure-value">([^<]*)<`, 's').exec(html)?.[1]

describe('the page of ops', () => {
  it.each(['agent', 'chef', 'gestionnaire', 'drh', 'daf', 'auditeur', 'invite'] as const)(
    'is not for %s',
    async (role) => {
      const client = await site.as(role)
      expect((await client.get('/mppeep/ops')).status).toBe(403)
      expect((await client.get('/mppeep/activite')).status).toBe(403)
      expect((await client.get('/mppeep/accueil')).text).not.toContain('/mppeep/ops')
    },
  )

  it('says how Postgres and Redis are, in three queries of its own at most', async () => {
    await page()
    const answer = await admin.get('/mppeep/ops')
    expect(answer.status).toBe(200)
    expect(answer.text).toMatch(/<dt>Version<\/dt><dd>18\.\d/)
    expect(answer.text).toMatch(/<dt>Dernière migration<\/dt><dd>\d{4}_\w+\.sql/)
    if (site.redis) expect(answer.text).toMatch(/<dt>Éviction<\/dt><dd>allkeys-lru/)
    else expect(answer.text).toContain('sans Redis')
    const line = await site.lineOf(answer)
    // without Redis the session is read in Postgres
    expect(line['db.calls']).toBe(site.redis ? 3 : 4)
  })

  it('asks for itself every ten seconds: the same address, of which it takes this part', async () => {
    expect(await page()).toMatch(
      /<div class="stack" id="etat" hx-get="\/mppeep\/ops" hx-trigger="every 10s" hx-select="#etat"/,
    )
  })

  it('tells what waits, since when, and what was given up and why', async () => {
    expect(figure(await page(), 'File d’attente')).toBe('0')
    await site.sql`insert into outbox (kind, payload, due_at) values ('x', '{}', now() - interval '5 minutes'), ('x', '{}', now() + interval '1 day')`
    await site.sql`insert into outbox (kind, payload, state, reason, finished_at) values ('lettre', '{}', 'dead', 'boîte <pleine>', now()), ('x', '{}', 'dead', 'old', now() - interval '31 days')`
    const html = await page()
    expect(figure(html, 'File d’attente')).toBe('2')
    expect(html).toContain('Plus ancien retard : 5 min')
    expect(figure(html, 'Travaux abandonnés')).toBe('1')
    expect(html).toContain('lettre : boîte &lt;pleine&gt;')
    expect(html).toContain('Aucun processus de travaux n’est annoncé : lancez npm run worker')
    await site.sql`update outbox set kind = 'letter' where kind = 'lettre'`
    expect(await page()).toContain('href="/mppeep/courriers?etat=non-envoyes"')
    await site.sql`delete from outbox`
  })

  it('shows the processes that say that they are alive, and not those that stopped or died', async () => {
    const { startHeartbeat } = await import('../src/ops/processes')
    const other = startHeartbeat('worker')
    const here = startHeartbeat('site')
    await vi.waitFor(async () => expect(figure(await page(), 'Processus')).toBe('2'))
    expect(await page()).not.toContain('Silencieux')
    await site.sql`update processes set seen_at = now() - interval '70 seconds' where kind = 'worker'`
    expect(await page()).toContain('Silencieux')
    await site.sql`update processes set version = '9.9', seen_at = now() - interval '121 seconds' where kind = 'worker'`
    expect(figure(await page(), 'Processus')).toBe('1')
    await site.sql`update processes set seen_at = now() where kind = 'worker'`
    expect(await page()).toContain('2 versions du programme')
    await Promise.all([here.stop(), other.stop()])
    expect(figure(await page(), 'Processus')).toBe('0')
    expect(await site.sql`select from processes`).toHaveLength(0)
  })

  it('tells the share of errors and the slowest routes of the last quarter of an hour', async () => {
    await site.lineOf(await admin.get('/mppeep/accueil'))
    const { noteRequest: note } = await import('../src/http/recent')
    expect(figure(await page(), 'Erreurs')).toBe('0,0 %')
    for (let i = 0; i < 1_000; i++) note('GET /mppeep/lent', i === 0 ? 500 : 200, 4_000)
    const html = await page()
    expect(figure(html, 'Erreurs')).toBe('0,1 %')
    expect(/<tbody><tr><th scope="row">([^<]*)</.exec(html.slice(html.indexOf('id="routes"')))?.[1]).toBe(
      'GET /mppeep/lent',
    )
    expect(html).toContain('data-label="Durée moyenne">4,0 s<')
  })
})

describe('the memory of the last requests', () => {
  const minute = 60_000

  it('forgets after fifteen minutes, busy ones and idle ones', () => {
    const start = 1_000 * minute
    noteRequest('GET /a', 200, 10, start)
    noteRequest('GET /a', 503, 30, start + 14 * minute)
    expect(recentRequests(start + 14 * minute)).toEqual({
      requests: 2,
      failed: 1,
      slowest: [{ route: 'GET /a', count: 2, failed: 1, mean: 20, worst: 30 }],
    })
    expect(recentRequests(start + 15 * minute)).toMatchObject({ requests: 1, failed: 1 })
    expect(recentRequests(start + 29 * minute)).toMatchObject({ requests: 0, slowest: [] })
  })

  it('keeps no more than 300 routes a minute, and shows ten', () => {
    const start = 2_000 * minute
    for (let i = 0; i < 1_000; i++) noteRequest(`GET /${i}`, 200, i, start)
    const { requests, slowest } = recentRequests(start)
    expect(requests).toBe(300)
    expect(slowest.map(({ route }) => route)).toEqual(Array.from({ length: 10 }, (_, rank) => `GET /${299 - rank}`))
  })
})
