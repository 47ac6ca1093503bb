import { afterAll, beforeAll, expect, it } from 'vitest'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite({ env: { PUBLIC_ORIGIN: 'https://mppeep.example' } })
})
afterAll(() => site.close())

const form = { email: 'drh@mppeep.example', password: castPassword }

it('binds the cookie to this name and to https', async () => {
  const client = site.visitor()
  const answer = await client.post('/mppeep/connexion', form)
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(/^__Host-session_id=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax; Secure$/),
    expect.stringMatching(/^__Host-appareil=[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax; Secure$/),
  ])
  expect((await client.get('/mppeep/accueil')).status).toBe(200)
  const out = await client.post('/mppeep/deconnexion', {})
  expect(out.headers['set-cookie']).toEqual([
    '__Host-session_id=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure',
    'annonce=deconnecte; Max-Age=20; Path=/; HttpOnly; SameSite=Lax; Secure',
  ])
})

it('does not take the cookie under the name that anybody on http could set', async () => {
  const client = site.visitor()
  await client.post('/mppeep/connexion', form)
  const token = client.cookies.get('__Host-session_id')
  expect((await site.visitor().get('/mppeep/accueil', { cookie: `session_id=${token}` })).status).toBe(303)
})

it.each(['http://mppeep.example', 'https://localhost', 'https://x.mppeep.example', `http://localhost:9000`])(
  'does not take a form from %s',
  async (origin) => {
    const answer = await site.visitor().post('/mppeep/connexion', form, { origin, 'sec-fetch-site': undefined })
    expect(answer.status).toBe(403)
  },
)

it('takes one from its own pages, and answers to its own name only', async () => {
  const visitor = site.visitor()
  expect((await visitor.post('/mppeep/connexion', form, { 'sec-fetch-site': undefined })).status).toBe(303)
  expect((await visitor.get('/mppeep/connexion', { host: 'mppeep.example:443' })).status).toBe(303)
  for (const host of [`localhost:${site.port}`, '127.0.0.1', 'mppeep.example.evil.example', 'mppeep.example:80']) {
    expect((await visitor.get('/mppeep/connexion', { host })).status, host).toBe(421)
  }
  expect((await visitor.get('/mppeep/livez', { host: '127.0.0.1:9000' })).status).toBe(200)
})
