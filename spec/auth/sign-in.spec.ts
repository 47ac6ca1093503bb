import { createHash } from 'node:crypto'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const form = { email: 'drh@mppeep.example', password: castPassword }
const signIn = (client: Client, more: Record<string, string> = {}) =>
  client.post('/mppeep/connexion', { ...form, ...more })

describe('signing in', () => {
  it('gives a cookie with exactly these attributes, and leads home', async () => {
    const answer = await signIn(site.visitor())
    expect(answer).toMatchObject({ status: 303, headers: { location: '/mppeep/accueil' } })
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^session_id=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^appareil=[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
  })

  it.each(['  drh@mppeep.example ', 'DRH@MPPEEP.example'])(
    'takes the address as people write it: « %s »',
    async (email) => {
      expect((await signIn(site.visitor(), { email })).status).toBe(303)
    },
  )

  it.each([` ${castPassword}`, castPassword.toUpperCase(), castPassword.slice(0, -1), `${castPassword}x`, ''])(
    'takes the password to the letter: not « %s »',
    async (password) => {
      expect((await signIn(site.visitor(), { password })).status).toBe(422)
    },
  )

  it('opens another session each time, and ends the one this browser had', async () => {
    const client = site.visitor()
    await signIn(client)
    const first = client.cookies.get('session_id')!
    await signIn(client)
    const second = client.cookies.get('session_id')!
    expect(second).not.toBe(first)
    expect((await client.get('/mppeep/accueil')).status).toBe(200)
    client.cookies.set('session_id', first)
    expect((await client.get('/mppeep/accueil')).status).toBe(303)
  })

  it('does not adopt the session that somebody else put into the browser', async () => {
    const [victim, planted] = [site.visitor(), 'A'.repeat(43)]
    victim.cookies.set('session_id', planted)
    await signIn(victim)
    expect(victim.cookies.get('session_id')).not.toBe(planted)
    const attacker = site.visitor()
    attacker.cookies.set('session_id', planted)
    expect((await attacker.get('/mppeep/accueil')).status).toBe(303)
  })

  it('keeps the value of the cookie nowhere, only its hash', async () => {
    const client = site.visitor()
    await signIn(client)
    await client.get('/mppeep/accueil')
    const token = client.cookies.get('session_id')!
    const hash = createHash('sha256').update(token).digest('hex')
    const kept = await everythingKept()
    expect(kept.includes(hash)).toBe(true)
    expect(kept.includes(token)).toBe(false)
    expect(site.lines.join('').includes(token)).toBe(false)
    // nor does the log hold what could be looked up
    expect(site.lines.join('').includes(hash)).toBe(false)
  })

  it('leads to the page first asked for, and shows it in the form again after a mistake', async () => {
    const client = site.visitor()
    const again = await signIn(client, { password: 'faux', suite: '/mppeep/personnel?q="><script>' })
    expect(again.status).toBe(422)
    expect(again.text).toContain('name="suite" value="/mppeep/personnel?q=&quot;&gt;&lt;script&gt;"')
    expect(again.text).toContain('value="drh@mppeep.example"')
    expect(again.text).not.toContain('faux')
    expect((await signIn(client, { suite: '/mppeep/personnel' })).headers.location).toBe('/mppeep/personnel')
    expect((await client.get('/mppeep/connexion?suite=%2Fmppeep%2Fdashboard')).headers.location).toBe(
      '/mppeep/dashboard',
    )
  })

  it.each([
    '//evil.example',
    'https://evil.example/mppeep/',
    '/mppeep/../../evil',
    '/mppeep/\\evil',
    `/mppeep/${'x'.repeat(3_000)}`,
  ])('never leads to another site (%#)', async (suite) => {
    expect((await signIn(site.visitor(), { suite })).headers.location).toBe('/mppeep/accueil')
  })

  it('leaves a line in the journal, with the address it came from', async () => {
    const client = site.visitor('2001:db8::7')
    await signIn(client)
    await signIn(site.visitor('2001:db8::8'), { password: 'faux' })
    await signIn(site.visitor('2001:db8::9'), { email: 'personne@mppeep.example', password: 'faux' })
    expect(
      await site.sql`select event, actor_name, target_kind, host(address) as address from activities where address << '2001:db8::/64' order by id`,
    ).toEqual([
      { event: 'session.opened', actor_name: expect.any(String), target_kind: null, address: '2001:db8::7' },
      { event: 'session.refused', actor_name: 'Connexion', target_kind: 'account', address: '2001:db8::8' },
      { event: 'session.refused', actor_name: 'Connexion', target_kind: null, address: '2001:db8::9' },
    ])
  })

  it.each<[string, Record<string, string>]>([
    ['an address that is none', { email: 'drh' }],
    ['no address', { email: '' }],
    ['no password', { password: '' }],
    ['a password of a megabyte less', { password: 'x'.repeat(257) }],
    ['a NUL', { email: 'drh\u0000@mppeep.example' }],
    ['a field too many', { role: 'admin' }],
  ])('says what is wrong at the field: %s', async (_what, wrong) => {
    const answer = await signIn(site.visitor(), wrong)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('role="alert"')
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

describe('a cookie that is none', () => {
  it.each([
    '%E0%A4%A',
    'x'.repeat(5_000),
    '%00',
    '',
    'null',
    "' or 1=1--",
    '../../etc/passwd',
    'A'.repeat(43),
    '"quoted"',
    '=',
    '%',
  ])('makes one nobody (%#)', async (value) => {
    for (const cookie of [
      `session_id=${value}`,
      `session_id=${value}; session_id=${value}`,
      `other=1; session_id=${value}`,
    ]) {
      const visitor = site.visitor()
      expect((await visitor.get('/mppeep/accueil', { cookie })).status).toBe(303)
      expect((await visitor.get('/mppeep/connexion', { cookie })).status).toBe(200)
    }
  })

  it('does not let the flash say what it likes', async () => {
    for (const annonce of ['<script>', '__proto__', 'constructor', 'toString', '%E0%A4%A']) {
      const page = await site.visitor().get('/mppeep/connexion', { cookie: `annonce=${annonce}` })
      expect(page.status).toBe(200)
      expect(page.text).not.toContain('class="notice')
    }
  })
})

describe('signing out', () => {
  it('ends the session everywhere, clears what the browser keeps, and says so once', async () => {
    const client = site.visitor()
    await signIn(client)
    const token = client.cookies.get('session_id')!
    await client.get('/mppeep/accueil')
    const answer = await client.post('/mppeep/deconnexion', {})
    expect(answer).toMatchObject({
      status: 303,
      headers: { location: '/mppeep/connexion', 'clear-site-data': '"cache", "storage"' },
    })
    expect(answer.headers['set-cookie']?.[0]).toBe('session_id=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
    expect((await client.get('/mppeep/connexion')).text).toContain('Vous êtes déconnecté.')
    expect((await client.get('/mppeep/connexion')).text).not.toContain('Vous êtes déconnecté.')
    client.cookies.set('session_id', token)
    expect((await client.get('/mppeep/accueil')).status).toBe(303)
    const hash = createHash('sha256').update(token).digest('hex')
    expect(await site.sql`select 1 from sessions where id = ${hash}`).toEqual([])
    expect(await everythingKept()).not.toContain(`session:{${hash}}`)
  })

  it('is a POST, and leaves other browsers alone', async () => {
    const [one, other] = [site.visitor(), site.visitor()]
    await Promise.all([signIn(one), signIn(other)])
    expect((await one.get('/mppeep/deconnexion')).status).toBe(405)
    expect((await one.get('/mppeep/accueil')).status).toBe(200)
    await one.post('/mppeep/deconnexion', {})
    expect((await other.get('/mppeep/accueil')).status).toBe(200)
  })

  it('twice, or without a session, is signed out all the same', async () => {
    const client = site.visitor()
    await signIn(client)
    const token = client.cookies.get('session_id')!
    for (let i = 0; i < 2; i++) {
      client.cookies.set('session_id', token)
      const answer = await client.post('/mppeep/deconnexion', {})
      expect(answer).toMatchObject({ status: 303, headers: { location: '/mppeep/connexion' } })
      expect(client.cookies.has('session_id')).toBe(false)
    }
    expect(
      await site.sql`select count(*)::int as closed from activities where event = 'session.closed' and host(address) = ${client.address}`,
    ).toEqual([{ closed: 1 }])
  })
})

/** Every row of every table, and every key and value of Redis. */
async function everythingKept(): Promise<string> {
  const tables = await site.sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`
  const rows = await Promise.all(tables.map(({ name }) => site.sql`select t::text as row from ${site.sql(name)} t`))
  let text = rows
    .flat()
    .map(({ row }) => row)
    .join('\n')
  if (!site.redis) return text
  const redis = createClient({ url: site.redis.url })
  await redis.connect()
  for (const key of await redis.keys('*')) {
    const type = await redis.type(key)
    text += `\n${key} ${type === 'string' ? await redis.get(key) : ''}`
  }
  await redis.close()
  return text
}
