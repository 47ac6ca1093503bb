import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recentRequests } from '../../src/http/recent'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'
import { listenTo } from '../support/stream'
import { asShown, decide, send, tab } from './hand'

let site: TestSite
let admin: Client
let agent: Client
const says = 'Nous changeons les serveurs jusqu’à 18 h.'

beforeAll(async () => {
  site = await openSite()
  ;[admin, agent] = [await site.as('admin'), await site.as('agent')]
})
afterAll(() => site.close())

describe('while the site is closed', () => {
  it('streams end, those of the administrators apart', async () => {
    const [one, two] = [await listenTo(site, agent), await listenTo(site, admin)]
    await decide(admin, 'maintenance', { maintenance: 'oui', maintenanceMessage: says })
    await one.ended
    expect(one.events.at(-1)).toMatchObject({ event: 'bye' })
    expect(two.isEnded()).toBe(false)
    two.leave()
    expect((await agent.get('/mppeep/live')).status).toBe(503)
  })

  it.each(['/accueil', '/personnel', '/profil', '/rien'])('%s is one clear page', async (path) => {
    for (const client of [agent, site.visitor()]) {
      const answer = await client.get(`/mppeep${path}`)
      expect(answer).toMatchObject({
        status: 503,
        headers: {
          'retry-after': '300',
          'cache-control': 'private, no-store',
          'content-type': 'text/html; charset=utf-8',
        },
      })
      expect(answer.text).toContain('<h1>Site en maintenance</h1>')
      expect(answer.text).toContain(says)
      expect(answer.text).not.toContain('id="navigation"')
    }
  })

  it('what is sent is not done', async () => {
    const answer = await agent.post('/mppeep/notifications/preferences?_method=PUT', { mail: 'jamais' })
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '300' } })
    expect(await site.sql`select mail from notification_preferences`).toHaveLength(0)
  })

  it('a piece of a page stands where the content was', async () => {
    const answer = await agent.get('/mppeep/notifications', { 'hx-request': 'true' })
    expect(answer).toMatchObject({ status: 503, headers: { 'hx-retarget': '#contenu', 'hx-reselect': '.error-page' } })
    expect(answer.text).toContain('class="error-page"')
    expect(answer.text).not.toContain('<html')
  })

  it('nobody is woken up by it: no failure in the log, nor among the errors that ops see', async () => {
    const before = recentRequests()
    const line = await site.lineOf(await agent.get('/mppeep/personnel'))
    expect(line).toMatchObject({ severity_text: 'WARN', 'http.response.status_code': 503, 'error.type': 'maintenance' })
    expect(recentRequests().failed).toBe(before.failed)
  })

  it('the API answers a problem document', async () => {
    const answer = await agent.get('/mppeep/api/v1/personnel')
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '300', 'content-type': 'application/problem+json; charset=utf-8' },
    })
    expect(answer.json()).toMatchObject({ status: 503, detail: says })
  })

  it('ops are answered, and files are served', async () => {
    const page = await site.visitor().get('/mppeep/connexion')
    const [, file = ''] = /href="(\/mppeep\/static\/app[^"]+)"/.exec(page.text) ?? []
    for (const path of ['/mppeep/livez', '/mppeep/readyz', '/mppeep/api/v1/health', file])
      expect((await site.visitor().get(path)).status, path).toBe(200)
    expect((await site.visitor().get('/metrics')).status).not.toBe(503)
  })

  it('the sign-in page says so, and lets the administrators in', async () => {
    const door = await site.visitor().get('/mppeep/connexion')
    expect(door.status).toBe(200)
    expect(door.text).toContain(says)
    const keeper = site.visitor()
    expect((await signIn(keeper, 'admin')).status).toBe(303)
    expect((await keeper.get('/mppeep/accueil')).status).toBe(200)
    const somebody = site.visitor()
    expect((await signIn(somebody, 'agent')).status).toBe(303)
    expect((await somebody.get('/mppeep/accueil')).status).toBe(503)
  })

  it('an administrator is told on each page', async () => {
    for (const path of ['/accueil', '/parametres', '/ops'])
      expect((await admin.get(`/mppeep${path}`)).text).toContain('class="closed"')
  })

  it('the worker goes on', async () => {
    const { sendDigests } = await import('../../src/notifications/letters')
    const [account] = await site.sql<[{ id: string }]>`select id from users where email = 'agent@mppeep.example'`
    await site.sql`insert into notifications (user_id, kind, title, href) values (${account.id}, 'essai', 'Essai', '/accueil')`
    expect(await sendDigests(new Date().toISOString().slice(0, 10))).toBe(1)
  })

  it('and open again, everybody is where they were, without signing in again', async () => {
    const { maintenance: _, ...form } = asShown(await tab(admin, 'maintenance'))
    expect((await send(admin, 'maintenance', form)).status).toBe(303)
    expect((await agent.get('/mppeep/accueil')).status).toBe(200)
    expect((await admin.get('/mppeep/accueil')).text).not.toContain('class="closed"')
  })
})

function signIn(client: Client, name: string) {
  return client.post('/mppeep/connexion', { email: `${name}@mppeep.example`, password: castPassword, suite: '' })
}
