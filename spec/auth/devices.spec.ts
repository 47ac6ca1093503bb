import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { moment } from '../../src/lib/french'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
const page = '/mppeep/profil/appareils'
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const android =
  'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from sessions`
})

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const idOf = (client: Client) => hashOf(client.cookies.get('session_id')!)
const status = async (client: Client) => (await client.get('/mppeep/accueil')).status

async function signIn(name: string, headers: Record<string, string> = {}, client = site.visitor()): Promise<Client> {
  const answer = await client.post(
    '/mppeep/connexion',
    { email: `${name}@mppeep.example`, password: castPassword },
    headers,
  )
  expect(answer.status).toBe(303)
  return client
}

async function signInIdOf(client: Client): Promise<string> {
  const [row] = await site.sql<[{ id: string }]>`select sign_in_id as id from sessions where id = ${idOf(client)}`
  return row.id
}

const end = (client: Client, id: string) => client.post(`${page}/${id}?_method=DELETE`, {})

describe('a device', () => {
  it.each([
    [firefox, 'Firefox sur Windows'],
    [android, 'Chrome sur Android'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Edge sur Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari sur iOS',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      'Safari sur macOS',
    ],
    ['Un programme d’ailleurs', 'Appareil non reconnu'],
    ['<script>alert(1)</script>', 'Appareil non reconnu'],
    [null, 'Appareil non reconnu'],
    ['', 'Appareil non reconnu'],
  ])('is said in words: %s', async (userAgent, words) => {
    const { deviceWords } = await import('../../src/auth/device-words')
    expect(await deviceWords(userAgent)).toBe(words)
  })

  it.each([
    ['CI', 'Côte d’Ivoire'],
    ['FR', 'France'],
    ['T1', 'réseau Tor'],
    ['XX', 'lieu inconnu'],
    ['ZZ', 'lieu inconnu'],
    [null, 'lieu inconnu'],
  ])('is somewhere: %s', async (country, words) => {
    const { placeWords } = await import('../../src/auth/device-words')
    expect(placeWords(country)).toBe(words)
  })
})

describe('the page of one’s devices', () => {
  it('shows each session, and which one it is', async () => {
    const client = await signIn('drh', { 'user-agent': firefox, 'cf-ipcountry': 'CI' })
    const other = await signIn('drh', { 'user-agent': android })
    const stranger = await signIn('rh', { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0' })
    const [row] = await site.sql<[{ createdAt: Date; seenAt: Date }]>`
      update sessions set created_at = now() - interval '50 hours', seen_at = now() - interval '1 hour'
      where id = ${idOf(other)} returning created_at as "createdAt", seen_at as "seenAt"`
    const { text } = await client.get(page)
    for (const words of ['Firefox sur Windows', 'Côte d’Ivoire', client.address, 'Cette session', 'En ce moment'])
      expect(text).toContain(words)
    for (const words of [
      'Chrome sur Android',
      'lieu inconnu',
      other.address,
      moment(row.createdAt),
      moment(row.seenAt),
    ])
      expect(text).toContain(words)
    expect(text.match(/Cette session/g)).toHaveLength(1)
    expect(text.indexOf('Firefox sur Windows')).toBeLessThan(text.indexOf('Chrome sur Android'))
    expect(text).not.toContain(stranger.address)
    expect(text).not.toContain(idOf(client))
  })

  it('ends one: it is out at its next request, and the others stay', async () => {
    const [client, gone, kept] = [
      await signIn('drh'),
      await signIn('drh', { 'user-agent': android }),
      await signIn('drh'),
    ]
    expect([await status(gone), await status(kept)]).toEqual([200, 200])
    const id = await signInIdOf(gone)
    const answer = await end(client, id)
    expect(answer).toMatchObject({ status: 303, headers: { location: page } })
    expect((await client.get(page)).text).toContain('La session est terminée.')
    expect([await status(gone), await status(kept), await status(client)]).toEqual([303, 200, 200])
    expect(gone.cookies.has('session_id')).toBe(false)
    const lines = await site.sql`
      select event, target_kind, target_id, target_name from activities where event = 'session.ended'`
    expect(lines).toEqual([
      { event: 'session.ended', target_kind: 'session', target_id: id, target_name: 'Chrome sur Android' },
    ])
  })

  it('ends all others', async () => {
    const [client, ...others] = [await signIn('daf'), await signIn('daf'), await signIn('daf'), await signIn('daf')]
    const stranger = await signIn('rh')
    const text = (await client.get(page)).text
    expect(text).toContain('Terminer toutes les autres')
    expect((await client.post(`${page}?_method=DELETE`, {})).status).toBe(303)
    expect(await Promise.all([client, ...others, stranger].map(status))).toEqual([200, 303, 303, 303, 200])
    expect((await client.get(page)).text).not.toContain('Terminer toutes les autres')
  })

  it('are a hundred at most: a new one ends those that were not used for the longest time', async () => {
    const oldest = await signIn('agent')
    const elsewhere = await signIn('rh')
    expect([await status(oldest), await status(elsewhere)]).toEqual([200, 200])
    await site.sql`update sessions set seen_at = now() - interval '2 hours'`
    await site.sql`
      insert into sessions (id, user_id, expires_at, seen_at)
      select encode(sha256(i::text::bytea), 'hex'), u.id, now() + interval '1 day', now() - interval '1 hour'
      from users u cross join generate_series(1, 150) i where u.email = 'agent@mppeep.example'`
    const newest = await signIn('agent')
    expect([await status(oldest), await status(elsewhere), await status(newest)]).toEqual([303, 200, 200])
    const [{ open }] = await site.sql<[{ open: number }]>`
      select count(*)::int as open from sessions s join users u on u.id = s.user_id where u.email = 'agent@mppeep.example'`
    expect(open).toBe(100)
  })

  it('does not know the sessions of others, nor what is none', async () => {
    const [client, stranger] = [await signIn('drh'), await signIn('rh')]
    for (const id of [await signInIdOf(stranger), idOf(stranger), idOf(client), 'x', '1', "'"])
      expect((await end(client, encodeURIComponent(id))).status, id).toBe(404)
    expect([await status(client), await status(stranger)]).toEqual([200, 200])
  })

  it('signs out whoever ends the session they are in', async () => {
    const client = await signIn('drh')
    const answer = await end(client, await signInIdOf(client))
    expect(answer).toMatchObject({ status: 303, headers: { location: '/mppeep/connexion' } })
    expect(answer.headers['clear-site-data']).toBe('"cache", "storage"')
    expect(client.cookies.has('session_id')).toBe(false)
    const [line] = await site.sql`select event from activities order by id desc limit 1`
    expect(line).toEqual({ event: 'session.closed' })
  })

  it('wants the password of whoever has not given it for a quarter of an hour', async () => {
    const [client, other] = [await signIn('auditeur'), await signIn('auditeur')]
    const id = await signInIdOf(other)
    await site.sql`update sessions set proved_at = now() - interval '16 minutes' where id = ${idOf(client)}`
    const { text } = await client.get(page)
    expect(text).toContain('name="proof"')
    expect(text).not.toContain('Terminer toutes les autres')
    for (const answer of [await end(client, id), await client.post(`${page}?_method=DELETE`, {})]) {
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Confirmez avec votre mot de passe.')
    }
    const prove = (proof: string) => client.post(`${page}/preuve?_method=PUT`, { proof })
    const wrong = await prove('un autre mot de passe')
    expect([wrong.status, wrong.text.includes('Ce mot de passe n’est pas le vôtre.')]).toEqual([422, true])
    expect(await status(other)).toBe(200)
    expect((await prove(castPassword)).status).toBe(303)
    expect((await end(client, id)).status).toBe(303)
    expect(await status(other)).toBe(303)
  })
})

describe('with Redis away', () => {
  beforeAll(async () => {
    await site.redis?.stop()
    const state = async () => (await site.visitor().get('/mppeep/api/v1/health')).json().redis
    await vi.waitFor(async () => expect(await state()).not.toBe('up'), 5_000)
  })

  it('a session is ended all the same', async () => {
    const [client, gone] = [await signIn('drh'), await signIn('drh', { 'user-agent': firefox })]
    expect((await end(client, await signInIdOf(gone))).status).toBe(303)
    expect([await status(client), await status(gone)]).toEqual([200, 303])
  })
})
