import { encode } from 'uqr'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeAt, codeNow, door, enrol, keyOn, place } from '../support/authenticator'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

it('the telephone of these specs counts as the RFC does (RFC 6238, appendix B)', () => {
  const secret = Buffer.from('12345678901234567890')
  const table = { 59: '94287082', 1111111109: '07081804', 1111111111: '14050471', 1234567890: '89005924' }
  for (const [seconds, code] of Object.entries({ ...table, 2000000000: '69279037', 20000000000: '65353130' }))
    expect(codeAt(secret, Math.floor(Number(seconds) / 30), 8)).toBe(code)
})

describe('enrolling', () => {
  let client: Client
  beforeEach(async () => {
    await site.sql`delete from second_factors`
    await site.sql`delete from outbox where kind = 'letter'`
    client = await site.as('agent')
  })

  it('shows a key, drawn and written, the same when the page is read again', async () => {
    expect((await client.get(place)).text).toContain('Commencer')
    expect(await client.post(`${place}/cle`, {})).toMatchObject({ status: 303, headers: { location: place } })
    const page = await client.get(place)
    expect(page.text).toMatch(/<svg role="img" aria-label="[^"]+" viewBox="0 0 \d+ \d+"/)
    const [, uri = ''] = /href="(otpauth:[^"]+)"/.exec(page.text) ?? []
    expect(drawnOn(page.text)).toEqual(encode(uri.replaceAll('&amp;', '&'), { ecc: 'M', border: 4 }).data)
    expect(page.text).toMatch(/<code class="key">([A-Z2-7]{4} ){7}[A-Z2-7]{4}<\/code>/)
    expect(page.text).toMatch(/href="otpauth:\/\/totp\/[^"]+:agent%40mppeep.example\?secret=[A-Z2-7]{32}&amp;issuer=/)
    expect(page.text).toContain('autocomplete="one-time-code"')
    expect(page.text).not.toMatch(/style=/)
    expect(page.headers['cache-control']).toBe('private, no-store')
    await client.post(`${place}/cle`, {})
    expect(keyOn((await client.get(place)).text)).toEqual(keyOn(page.text))
    // and it opens nothing yet
    expect((await pass(site.visitor())).headers.location).toBe('/mppeep/accueil')
  })

  it('gives the key up after half an hour', async () => {
    await client.post(`${place}/cle`, {})
    const secret = keyOn((await client.get(place)).text)
    await site.sql`update second_factors set created_at = now() - interval '31 minutes'`
    expect((await client.get(place)).text).toContain('Commencer')
    expect((await client.post(`${place}?_method=PUT`, { code: codeNow(secret) })).status).toBe(303)
    await client.post(`${place}/cle`, {})
    expect(keyOn((await client.get(place)).text)).not.toEqual(secret)
  })

  it('asks for a first code, and says at the field when it is wrong', async () => {
    await client.post(`${place}/cle`, {})
    for (const code of ['', '000000', 'abc', '12345678901234567']) {
      const answer = await client.post(`${place}?_method=PUT`, { code })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('id="champ-code-erreur"')
    }
    expect(await site.sql`select confirmed_at from second_factors`).toEqual([{ confirmed_at: null }])
  })

  it('shows ten codes once, keeps their hashes only, ends the other sessions and makes one’s own another', async () => {
    const elsewhere = await site.as('agent')
    const before = client.cookies.get('session_id')!
    const { secret, codes } = await enrol(client)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect((await elsewhere.get('/mppeep/accueil')).status).toBe(303)
    const after = client.cookies.get('session_id')!
    expect(after).not.toBe(before)
    expect((await client.get('/mppeep/accueil')).status).toBe(200)
    const old = site.visitor()
    old.cookies.set('session_id', before)
    expect((await old.get('/mppeep/accueil')).status).toBe(303)
    const page = await client.get(place)
    expect(page.text).toContain('10\u00a0codes')
    const kept = JSON.stringify(await site.sql`select * from recovery_codes`)
    for (const code of codes) {
      expect(page.text).not.toContain(code)
      expect(kept).not.toContain(code)
      expect(kept).not.toContain(code.replaceAll('-', ''))
    }
    // the code that was shown to enrol has served
    const visitor = site.visitor()
    await pass(visitor)
    expect((await visitor.post(door, { code: codeNow(secret) })).status).toBe(422)
    expect(await letters()).toEqual(['enabled'])
    expect(await lastEvent()).toBe('second_factor.refused')
  })

  it('sent twice at once is done once', async () => {
    await client.post(`${place}/cle`, {})
    const code = codeNow(keyOn((await client.get(place)).text))
    const answers = await Promise.all([1, 2, 3].map(() => client.post(`${place}?_method=PUT`, { code })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 303, 303])
    expect(await site.sql`select count(*)::int from recovery_codes`).toEqual([{ count: 10 }])
    expect(await letters()).toEqual(['enabled'])
  })

  it('asks for the password when it was given long ago, and shows the key to nobody before', async () => {
    await client.post(`${place}/cle`, {})
    const secret = keyOn((await client.get(place)).text)
    await longAgo()
    const page = await client.get(place)
    expect(page.text).toContain('name="proof"')
    expect(page.text).not.toContain('otpauth')
    expect((await client.post(`${place}?_method=PUT`, { code: codeNow(secret) })).status).toBe(422)
    expect((await client.post(`${place}/cle`, { proof: 'autre chose' })).text).toContain('id="champ-proof-erreur"')
    expect((await client.post(`${place}/cle`, { proof: castPassword })).status).toBe(303)
    expect(keyOn((await client.get(place)).text)).toEqual(secret)
  })
})

describe('what is there', () => {
  let client: Client
  let codes: string[]
  let secret: Buffer
  beforeEach(async () => {
    await site.sql`delete from second_factors`
    client = await site.as('agent')
    ;({ codes, secret } = await enrol(client))
    await site.sql`update second_factors set last_step = 0`
    await site.sql`delete from outbox where kind = 'letter'`
  })

  it('new codes take the place of all those before, once for each time they were asked for', async () => {
    const page = await client.get(`${place}/codes`)
    const [, set = ''] = /name="set" value="(\d+)"/.exec(page.text) ?? []
    const answers = await Promise.all([1, 2, 3].map(() => client.post(`${place}/codes`, { set })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 303, 303])
    const visitor = site.visitor()
    await pass(visitor)
    expect((await visitor.post(door, { code: codes[0]! })).status).toBe(422)
    const [, list = ''] = /<pre class="codes">([^<]+)<\/pre>/.exec(answers.find(({ status }) => status === 200)!.text)!
    expect((await visitor.post(door, { code: list.split('\n')[9]! })).status).toBe(303)
    expect(await letters()).toEqual(['codes-replaced', 'code-used'])
  })

  it('is removed by those who may, and the password is enough again', async () => {
    const elsewhere = site.visitor()
    await pass(elsewhere)
    await elsewhere.post(door, { code: codeNow(secret) })
    const waiting = site.visitor()
    await pass(waiting)
    await longAgo()
    expect((await client.post(`${place}?_method=DELETE`, {})).text).toContain('id="champ-proof-erreur"')
    expect((await client.get(`${place}/retrait`)).text).toContain('name="proof"')
    expect((await client.post(`${place}?_method=DELETE`, { proof: castPassword })).status).toBe(303)
    expect((await client.get(place)).text).toContain('Commencer')
    expect((await elsewhere.get('/mppeep/accueil')).status).toBe(303)
    expect((await waiting.post(door, { code: codes[0]! })).headers.location).toBe('/mppeep/connexion')
    expect((await pass(site.visitor())).headers.location).toBe('/mppeep/accueil')
    expect(await letters()).toEqual(['removed'])
    expect(await site.sql`select from recovery_codes`).toHaveLength(0)
  })

  it('stays beside a password that would be too short alone, until there is a longer one', async () => {
    const change = (current: string, password: string) =>
      client.post('/mppeep/profil/mot-de-passe?_method=PUT', { current, password, again: password })
    expect((await change(castPassword, 'tamarin7')).status).toBe(303)
    const refused = await client.post(`${place}?_method=DELETE`, {})
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('trop court')
    expect(await site.sql`select from second_factors`).toHaveLength(1)
    expect((await change('tamarin7', 'une phrase bien plus longue')).status).toBe(303)
    expect((await client.post(`${place}?_method=DELETE`, {})).status).toBe(303)
    await site.sql`
      update users u set password_hash = other.password_hash
      from users other where u.email = 'agent@mppeep.example' and other.email = 'chef@mppeep.example'`
  })

  it.each(['admin', 'drh', 'daf'] as const)('stays with those whose role demands it: %s', async (role) => {
    const bound = await site.as(role)
    await enrol(bound)
    expect((await bound.get(place)).text).not.toContain(`${place}/retrait`)
    expect((await bound.get(`${place}/retrait`)).headers.location).toBe(place)
    expect((await bound.post(`${place}?_method=DELETE`, {})).status).toBe(403)
    expect((await bound.get(place)).text).toContain('Activé')
    await site.sql`delete from second_factors`
  })
})

function pass(client: Client) {
  return client.post('/mppeep/connexion', { email: 'agent@mppeep.example', password: castPassword })
}

async function longAgo(): Promise<void> {
  await site.sql`update sessions set proved_at = now() - interval '16 minutes'`
  const { dropSessions } = await import('../../src/redis/sessions')
  await dropSessions((await site.sql<{ id: string }[]>`select id from sessions`).map(({ id }) => id))
}

async function letters(): Promise<string[]> {
  const rows = await site.sql<{ what: string }[]>`
    select payload #>> '{props,what}' as what from outbox where kind = 'letter' and payload ->> 'letter' = 'second-factor' order by id`
  return rows.map(({ what }) => what)
}

async function lastEvent(): Promise<string | undefined> {
  const [row] = await site.sql<{ event: string }[]>`select event from activities order by id desc limit 1`
  return row?.event
}

/** The dark squares of the picture, row by row. */
function drawnOn(html: string): boolean[][] {
  const [, size = ''] = /viewBox="0 0 (\d+) \d+" width="232"/.exec(html) ?? []
  const [, drawn = ''] = /<path fill="#000" d="([^"]+)"/.exec(html) ?? []
  const grid = Array.from({ length: Number(size) }, () => Array<boolean>(Number(size)).fill(false))
  for (const [, x, y, run] of drawn.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    grid[Number(y)]!.fill(true, Number(x), Number(x) + Number(run))
  return grid
}
