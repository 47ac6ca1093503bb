import { afterAll, beforeAll, expect, it } from 'vitest'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  // and without Redis: signing in needs none
  site = await openSite({ redis: false, env: { BASE_PATH: '' } })
})
afterAll(() => site.close())

it('stands at the top of a name of its own when BASE_PATH is empty', async () => {
  const visitor = site.visitor()
  expect((await visitor.get('/')).headers.location).toBe('/accueil')
  expect((await visitor.get('/accueil')).headers.location).toBe('/connexion?suite=%2Faccueil')
  const door = await visitor.get('/connexion')
  expect(door.status).toBe(200)
  expect(door.text).toContain('action="/connexion"')
  const [, style = ''] = /href="(\/static\/app\.[^"]+css)"/.exec(door.text) ?? []
  expect((await visitor.get(style)).headers['cache-control']).toContain('immutable')
  expect((await visitor.get('/livez')).text).toBe('ok')
  expect((await visitor.get('/api/v1/health')).json()).toMatchObject({ database: 'up' })
  expect((await visitor.get('/rien')).status).toBe(404)
})

it('leads back after signing in, and never to another site', async () => {
  const form = { email: 'drh@mppeep.example', password: castPassword }
  const wanted = {
    '/dashboard?x=1': '/dashboard?x=1',
    '//evil.example': '/accueil',
    '/\\evil.example': '/accueil',
    '/connexion': '/accueil',
  }
  for (const [suite, location] of Object.entries(wanted)) {
    expect((await site.visitor().post('/connexion', { ...form, suite })).headers.location).toBe(location)
  }
  const drh = await site.as('drh')
  expect((await drh.get('/accueil')).status).toBe(200)
  expect((await drh.get('/dashboard/')).status).toBe(200)
})
