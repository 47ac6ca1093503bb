import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enrol, place } from '../support/authenticator'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

const open =
  /^\w+ (\/?$|\/(livez|readyz|api\/v1\/health|metrics|logo|connexion|deconnexion|invitation|bienvenue|mot-de-passe|mot-de-passe-oublie|solidite|verifier)(\/|$))/

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe('those whose role will demand one', () => {
  it.each(['admin', 'drh', 'daf'] as const)('are told by when, at home and where it is made: %s', async (role) => {
    const client = await site.as(role)
    const [{ by }] = await site.sql<[{ by: string }]>`
      select to_char(min(given_at) + interval '90 days', 'DD/MM/YYYY') as by
      from user_roles join users on users.id = user_id where email = ${`${role}@mppeep.example`} and role = ${role}`
    const home = await client.get('/mppeep/accueil')
    expect(home.text).toContain(`À activer avant le ${by}`)
    expect(home.text).toContain(`href="${place}"`)
    expect((await client.get(place)).text).toContain(`À activer avant le ${by}`)
    await enrol(client)
    expect((await client.get('/mppeep/accueil')).text).not.toContain('À activer avant')
    await site.sql`delete from second_factors`
  })

  it.each(['agent', 'chef', 'rh', 'auditeur', 'invite'] as const)('are no others: not %s', async (role) => {
    const client = await site.as(role)
    expect((await client.get('/mppeep/accueil')).text).not.toContain('À activer avant')
    expect((await client.get(place)).text).not.toContain('À activer')
  })
})

describe('those whose role demands one by now', () => {
  beforeAll(async () => {
    await site.sql`update user_roles set given_at = now() - interval '91 days'`
  })

  it.each(['admin', 'drh', 'daf'] as const)('get nowhere but where it is made: %s', async (role) => {
    const client = await site.as(role)
    for (const page of [
      '/accueil',
      '/dashboard',
      '/personnel',
      '/notifications',
      '/ops',
      '/courriers',
      '/personnel/export.csv',
    ])
      expect(await client.get(`/mppeep${page}`), page).toMatchObject({ status: 303, headers: { location: place } })
    expect(await client.get('/mppeep/personnel', { 'hx-request': 'true' })).toMatchObject({
      status: 403,
      headers: { 'hx-redirect': place },
    })
    const api = await client.get('/mppeep/api/v1/personnel')
    expect(api.status).toBe(403)
    expect(api.json().detail).toContain('second facteur')
    const page = await client.get(place)
    expect(page.status).toBe(200)
    expect(page.text).toContain('À activer pour continuer')
    // nor by sending what changes something
    expect((await client.post('/mppeep/personnel', {})).headers.location).toBe(place)
    expect((await client.post('/mppeep/conges/recomptes', { annee: '2026' })).headers.location).toBe(place)
    await enrol(client)
    expect((await client.get('/mppeep/accueil')).status).toBe(200)
    await site.sql`delete from second_factors`
  })

  it('find no other way in, whatever the route', async () => {
    const { createApp } = await import('../../src/app')
    const { readAssets } = await import('../../src/http/assets')
    const routes = createApp(readAssets('dist/public')).app.routes.filter(
      // leaving is no way in
      ({ method, path }) => method !== 'ALL' && !path.endsWith('/deconnexion'),
    )
    const client = await site.as('admin')
    const passed: string[] = []
    for (const { method, path } of new Map(routes.map((one) => [one.method + one.path, one])).values()) {
      const asked = path.replace(/:\w+/g, '01935b1c-0000-7000-8000-00000000dead')
      const { status, headers } = await client.ask(asked, { method })
      const turned = status === 303 && headers.location === place
      if (!turned && status !== 403 && !asked.startsWith(place)) passed.push(`${method} ${path}`.replace('/mppeep', ''))
    }
    // for anybody: probes, the doors, and what their pages wear
    expect(passed.filter((route) => !open.test(route))).toEqual([])
    expect(passed.length).toBeGreaterThan(5)
  })

  it('are not told what happens on the site', async () => {
    const client = await site.as('drh')
    expect((await client.ask('/mppeep/live', { method: 'HEAD' })).status).toBe(403)
  })

  it('may leave', async () => {
    const client = await site.as('drh')
    expect((await client.post('/mppeep/deconnexion', {})).headers.location).toBe('/mppeep/connexion')
  })
})
