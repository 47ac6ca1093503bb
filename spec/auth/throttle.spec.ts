import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())
afterEach(async () => {
  await site.sql`delete from sign_in_failures`
})

const attempt = (client: Client, email: string, password = 'une phrase qui n’est pas la bonne') =>
  client.post('/mppeep/connexion', { email, password })

/** How many passwords were looked at in vain. */
async function verified(): Promise<number> {
  const [row] = await site.sql<
    [{ count: number }]
  >`select count(*)::int as count from activities where event = 'session.refused'`
  return row.count
}

async function statuses(answers: Promise<Answer>[]): Promise<number[]> {
  return (await Promise.all(answers)).map(({ status }) => status).sort()
}

describe('one account from one address', () => {
  it('may be missed five times in a quarter of an hour; then one waits, and is told for how long', async () => {
    const client = site.visitor()
    for (let i = 0; i < 5; i++) expect((await attempt(client, 'drh@mppeep.example')).status).toBe(422)
    const answer = await attempt(client, 'drh@mppeep.example', castPassword)
    expect(answer.status).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(800)
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(900)
    expect(answer.text).toContain('<p class="notice-title">Trop de tentatives</p>')
    expect(answer.text).toContain('Trop de tentatives de connexion. Réessayez dans 15 minutes.')
    expect(answer.text).toContain('value="drh@mppeep.example"')
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('written in capitals is the same account', async () => {
    const client = site.visitor()
    for (const email of [
      'rh@mppeep.example',
      'RH@mppeep.example',
      'Rh@Mppeep.Example',
      ' rh@mppeep.example',
      'rh@MPPEEP.example',
    ]) {
      expect((await attempt(client, email)).status).toBe(422)
    }
    expect((await attempt(client, 'rh@mppeep.example')).status).toBe(429)
  })

  it('is counted when it does not exist as well', async () => {
    const client = site.visitor()
    for (let i = 0; i < 5; i++) expect((await attempt(client, 'personne@mppeep.example')).status).toBe(422)
    expect((await attempt(client, 'personne@mppeep.example')).status).toBe(429)
  })

  it('tried a hundred times at once is looked at five times', async () => {
    const [client, before] = [site.visitor(), await verified()]
    const found = await statuses(Array.from({ length: 100 }, () => attempt(client, 'daf@mppeep.example')))
    expect(found).toEqual([...Array(5).fill(422), ...Array(95).fill(429)])
    expect((await verified()) - before).toBe(5)
  })

  it('is forgiven by success, which forgives nothing else', async () => {
    const client = site.visitor()
    for (let i = 0; i < 4; i++) await attempt(client, 'chef@mppeep.example')
    for (let i = 0; i < 4; i++) await attempt(client, 'agent@mppeep.example')
    expect((await attempt(client, 'chef@mppeep.example', castPassword)).status).toBe(303)
    for (let i = 0; i < 4; i++) expect((await attempt(client, 'chef@mppeep.example')).status).toBe(422)
    expect((await attempt(client, 'agent@mppeep.example')).status).toBe(422)
    expect((await attempt(client, 'agent@mppeep.example')).status).toBe(429)
  })

  it('does not stand in the way of the same account elsewhere, nor of another one here', async () => {
    const client = site.visitor()
    for (let i = 0; i < 6; i++) await attempt(client, 'auditeur@mppeep.example')
    expect((await attempt(client, 'invite@mppeep.example', castPassword)).status).toBe(303)
    expect((await attempt(site.visitor(), 'auditeur@mppeep.example', castPassword)).status).toBe(303)
  })
})

describe('one address', () => {
  it('may miss thirty times, whatever the accounts', async () => {
    const client = site.visitor()
    const found = await statuses(Array.from({ length: 40 }, (_, i) => attempt(client, `quelqu-un-${i}@mppeep.example`)))
    expect(found).toEqual([...Array(30).fill(422), ...Array(10).fill(429)])
    expect((await attempt(client, 'drh@mppeep.example', castPassword)).status).toBe(429)
  })

  it('is a whole /64 network of IPv6', async () => {
    const network = Array.from({ length: 31 }, (_, i) => site.visitor(`2001:db8:1:1::${i.toString(16)}`))
    const found = await statuses(network.map((client, i) => attempt(client, `six-${i}@mppeep.example`)))
    expect(found).toEqual([...Array(30).fill(422), 429])
    expect((await attempt(site.visitor('2001:db8:1:2::1'), 'six-0@mppeep.example')).status).toBe(422)
  })

  it('where many people succeed is not held against them', async () => {
    const client = site.visitor()
    for (let i = 0; i < 31; i++) {
      client.cookies.clear()
      expect((await attempt(client, 'drh@mppeep.example', castPassword)).status).toBe(303)
    }
  })
})

describe('one account from many addresses', () => {
  const everywhere = (count: number, net: string, email: string) =>
    Array.from({ length: count }, (_, i) => attempt(site.visitor(`198.51.${net}.${i}`), email))
  const blockedFor = async () =>
    (
      await site.sql<
        { seconds: number }[]
      >`select extract(epoch from blocked_until - last_at)::float8 as seconds from sign_in_failures`
    )[0]?.seconds ?? 0

  it('waits longer and longer after ten failures, but never for good', async () => {
    await Promise.all(everywhere(9, '100', 'drh@mppeep.example'))
    expect(await blockedFor()).toBe(0)
    const waits: number[] = []
    for (let i = 0; i < 12; i++) {
      expect((await attempt(site.visitor(`198.51.101.${i}`), 'drh@mppeep.example')).status).toBe(422)
      waits.push(Math.round(await blockedFor()))
      expect((await attempt(site.visitor(`198.51.102.${i}`), 'drh@mppeep.example')).status).toBe(429)
      await site.sql`update sign_in_failures set blocked_until = now()`
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900])
  })

  it('from a hundred at once is looked at ten times, no more', async () => {
    const before = await verified()
    const found = await statuses(everywhere(60, '103', 'rh@mppeep.example'))
    expect(found.filter((status) => status === 422)).toHaveLength(10)
    expect((await verified()) - before).toBe(10)
  })

  it('costs its owner, who waits elsewhere, none of the five tries', async () => {
    await Promise.all(everywhere(12, '104', 'daf@mppeep.example'))
    // for as long as this takes on a slow machine
    await site.sql`update sign_in_failures set blocked_until = now() + interval '1 minute' where blocked_until > last_at`
    const owner = site.visitor()
    for (let i = 0; i < 8; i++) {
      const answer = await attempt(owner, 'daf@mppeep.example', castPassword)
      expect(answer.status).toBe(429)
      expect(answer.text).toContain('Réessayez dans 1 minute.')
    }
    await site.sql`update sign_in_failures set blocked_until = now()`
    expect((await attempt(owner, 'daf@mppeep.example', castPassword)).status).toBe(303)
  })

  it.each([
    ['203.0.113.200', '203.0.113.200', '203.0.113.201'],
    ['2001:db8:9:9::1', '2001:db8:9:9:aaaa::2', '2001:db8:9:8::1'],
  ])('lets its owner in where the owner has been before: %s, %s, not %s', async (first, later, elsewhere) => {
    expect((await attempt(site.visitor(first), 'chef@mppeep.example', castPassword)).status).toBe(303)
    await Promise.all(everywhere(20, '105', 'chef@mppeep.example'))
    // for as long as this takes on a slow machine
    await site.sql`update sign_in_failures set blocked_until = now() + interval '1 minute' where blocked_until > last_at`
    expect((await attempt(site.visitor(elsewhere), 'chef@mppeep.example', castPassword)).status).toBe(429)
    expect((await attempt(site.visitor(later), 'chef@mppeep.example', castPassword)).status).toBe(303)
  })

  it('starts anew after a day of quiet', async () => {
    await Promise.all(everywhere(10, '106', 'agent@mppeep.example'))
    await site.sql`update sign_in_failures set last_at = now() - interval '25 hours', blocked_until = now() - interval '24 hours', failures = 40`
    expect((await attempt(site.visitor(), 'agent@mppeep.example')).status).toBe(422)
    expect(await site.sql`select failures, blocked_until from sign_in_failures`).toEqual([
      { failures: 1, blocked_until: null },
    ])
  })
})
