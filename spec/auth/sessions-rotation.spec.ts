import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const hash = (token: string) => createHash('sha256').update(token).digest('hex')
const tokenOf = (client: Client) => client.cookies.get('session_id')!
const origin = { address: '203.0.113.1', cfRay: null, requestId: null }
const elsewhere = { address: '203.0.113.200', userAgent: 'Essai', country: 'CI' }

/** Asks with this cookie, whatever the browser was told since. */
async function ask(token: string, headers: Record<string, string> = {}, path = '/mppeep/accueil', method = 'GET') {
  return site.visitor().ask(path, { method, headers: { cookie: `session_id=${token}`, ...headers } })
}

const given = (headers: { 'set-cookie'?: string[] }) =>
  (headers['set-cookie'] ?? []).flatMap((cookie) => /^session_id=([\w-]*);/.exec(cookie)?.[1] ?? [])

async function changeRoles(name: string): Promise<void> {
  const [user] = await site.sql<[{ id: string }]>`
    update users set auth_epoch = auth_epoch + 1 where email = ${`${name}@mppeep.example`} returning id`
  const { refreshSessionsOf } = await import('../../src/auth/sessions')
  await refreshSessionsOf(user.id)
}

const rows = (signInOf: string) => site.sql<{ id: string; createdAt: Date; good: boolean }[]>`
  select id, created_at as "createdAt", successor is null as good from sessions
  where sign_in_id = (select sign_in_id from sessions where id = ${hash(signInOf)}) order by good, id`

describe('whoever has shown again who they are', () => {
  async function rotate(client: Client): Promise<string> {
    const { authenticate, rotateSession } = await import('../../src/auth/sessions')
    const found = await authenticate(tokenOf(client), origin)
    return rotateSession(found!.actor!, elsewhere)
  }

  it('goes on under another id; the one before is void at once, and takes no cookie away', async () => {
    const client = await site.as('drh')
    const before = tokenOf(client)
    expect((await ask(before)).status).toBe(200)
    const [was] = await rows(before)
    await site.sql`update sessions set proved_at = now() - interval '1 hour' where id = ${hash(before)}`
    const after = await rotate(client)
    const refused = await ask(before)
    expect([refused.status, given(refused.headers)]).toEqual([303, []])
    expect((await ask(after)).status).toBe(200)
    const [old, now] = await rows(after)
    expect([old, now]).toMatchObject([
      { id: hash(before), good: false },
      { id: hash(after), good: true },
    ])
    expect(now!.createdAt).toEqual(was!.createdAt)
    const [proved] = await site.sql`
      select proved_at > now() - interval '1 minute' as now, host(address) as address from sessions where id = ${hash(after)}`
    expect(proved).toEqual({ now: true, address: elsewhere.address })
  })

  it('twice at once has one session, and nobody another', async () => {
    const client = await site.as('daf')
    const { authenticate, rotateSession } = await import('../../src/auth/sessions')
    const { actor } = (await authenticate(tokenOf(client), origin))!
    const tokens = await Promise.all([rotateSession(actor!, elsewhere), rotateSession(actor!, elsewhere)])
    const statuses = await Promise.all(tokens.map(async (token) => (await ask(token)).status))
    expect(statuses.sort()).toEqual([200, 303])
    expect((await rows(tokenOf(client))).filter(({ good }) => good)).toHaveLength(1)
    expect((await ask(tokenOf(client))).status).toBe(303)
  })

  it('when the session was ended meanwhile has none', async () => {
    const client = await site.as('auditeur')
    const { authenticate, closeSession, rotateSession } = await import('../../src/auth/sessions')
    const { actor } = (await authenticate(tokenOf(client), origin))!
    await closeSession(actor!.sessionId)
    expect((await ask(await rotateSession(actor!, elsewhere))).status).toBe(303)
  })
})

describe('a change of roles', () => {
  it('gives ten requests at once with the cookie of before the same new one, and lets them all in', async () => {
    const before = tokenOf(await site.as('rh'))
    expect((await ask(before)).status).toBe(200)
    await changeRoles('rh')
    const kinds: Record<string, string>[] = [{}, { 'hx-request': 'true' }]
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, (_, n) => ask(before, kinds[n % 2])),
      ...Array.from({ length: 4 }, () => ask(before, {}, '/mppeep/api/v1/personnel')),
    ])
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    const tokens = new Set(answers.flatMap(({ headers }) => given(headers)))
    expect(tokens.size).toBe(1)
    const [after] = [...tokens] as [string]
    expect(after).not.toBe(before)
    expect(answers.every(({ headers }) => given(headers).length === 1)).toBe(true)

    // some seconds later
    await site.sql`update sessions set expires_at = now() where id = ${hash(before)}`
    const late = await ask(before)
    expect([late.status, given(late.headers)]).toEqual([303, []])
    const next = await ask(after)
    expect([next.status, given(next.headers)]).toEqual([200, []])
    expect((await rows(after)).map(({ good }) => good)).toEqual([false, true])
  })

  it('leaves the id of before some seconds to live', async () => {
    const before = tokenOf(await site.as('chef'))
    await changeRoles('chef')
    await ask(before)
    const [row] = await site.sql`
      select extract(epoch from expires_at - now())::int as left from sessions where id = ${hash(before)}`
    expect(row!.left).toBeGreaterThan(5)
    expect(row!.left).toBeLessThanOrEqual(10)
  })

  it('brings nothing with HEAD, and changes nothing there', async () => {
    const before = tokenOf(await site.as('daf'))
    await changeRoles('daf')
    const answer = await ask(before, {}, '/mppeep/accueil', 'HEAD')
    expect([answer.status, given(answer.headers)]).toEqual([200, []])
    expect(await rows(before)).toHaveLength(1)
    expect(given((await ask(before)).headers)).toHaveLength(1)
  })

  it('lets whoever signs out with the cookie of before out for good', async () => {
    const client = await site.as('auditeur')
    const before = tokenOf(client)
    await changeRoles('auditeur')
    const after = given((await ask(before)).headers)[0]!
    const out = await client.post('/mppeep/deconnexion', {})
    expect([out.status, out.headers['clear-site-data']]).toEqual([303, '"cache", "storage"'])
    expect(client.cookies.has('session_id')).toBe(false)
    expect([(await ask(before)).status, (await ask(after)).status]).toEqual([303, 303])
  })

  it('is answered with the rights of now, and with the limits of before', async () => {
    const client = await site.as('agent')
    await site.sql`update sessions set created_at = now() - interval '100 hours' where id = ${hash(tokenOf(client))}`
    expect((await client.get('/mppeep/personnel')).status).toBe(403)
    await site.sql`
      insert into user_roles (user_id, role) select id, 'gestionnaire' from users where email = 'agent@mppeep.example'`
    await changeRoles('agent')
    const answer = await client.get('/mppeep/personnel')
    expect(answer.status).toBe(200)
    const [, seconds] = /Max-Age=(\d+)/.exec(answer.headers['set-cookie']![0]!)!
    expect(Math.abs(Number(seconds) - 68 * 3_600)).toBeLessThan(10)
  })
})

describe('signing in', () => {
  it('gives an id that nobody had before, and voids the one that the browser had', async () => {
    const client = await site.as('drh')
    const planted = 'A'.repeat(43)
    const before = tokenOf(client)
    for (const token of [planted, before]) {
      client.cookies.set('session_id', token)
      const form = { email: 'drh@mppeep.example', password: castPassword }
      expect((await client.post('/mppeep/connexion', form)).status).toBe(303)
      expect(tokenOf(client)).not.toBe(token)
      expect((await ask(token)).status).toBe(303)
    }
  })
})

describe('with Redis away, a change of roles', () => {
  beforeAll(async () => {
    await site.redis?.stop()
    const state = async () => (await site.visitor().get('/mppeep/api/v1/health')).json().redis
    await vi.waitFor(async () => expect(await state()).not.toBe('up'), 5_000)
  })

  it('gives the same', async () => {
    const before = tokenOf(await site.as('rh'))
    await changeRoles('rh')
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(before)))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(new Set(answers.flatMap(({ headers }) => given(headers))).size).toBe(1)
  })
})
