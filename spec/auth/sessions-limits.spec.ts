import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())
beforeEach(() => decide({}))

const hashOf = (client: Client) => createHash('sha256').update(client.cookies.get('session_id')!).digest('hex')
const status = async (client: Client) => (await client.get('/mppeep/accueil')).status

/** What an administrator has decided, known to this process. */
async function decide(chosen: Record<string, number>): Promise<void> {
  await site.sql`insert into settings (chosen) values (${site.sql.json({ secondFactorGraceDays: 90, ...chosen })})`
  const { refreshSettings } = await import('../../src/settings/settings')
  await refreshSettings()
}

/** As if it had been opened, and used last, so many hours ago. */
async function move(client: Client, { opened, seen }: { opened: number; seen: number }): Promise<void> {
  await site.sql`
    update sessions set created_at = now() - make_interval(hours => ${opened}), seen_at = now() - make_interval(hours => ${seen})
    where id = ${hashOf(client)}`
}

async function times(client: Client) {
  const [row] = await site.sql<[{ seenAt: Date; expiresAt: Date }]>`
    select seen_at as "seenAt", expires_at as "expiresAt" from sessions where id = ${hashOf(client)}`
  return row
}

/** Past the minute for which the copy in Redis is believed. */
async function dropCopy(client: Client): Promise<void> {
  const { dropSessions } = await import('../../src/redis/sessions')
  await dropSessions([hashOf(client)])
}

const limits = () => {
  it.each([
    ['used a week ago but an hour', { opened: 167, seen: 167 }, 200],
    ['not used for a week', { opened: 168, seen: 168 }, 303],
    ['opened a week ago, used now', { opened: 168, seen: 0 }, 303],
  ])('%s', async (_, ago, answer) => {
    const client = await site.as('drh')
    await move(client, ago)
    expect(await status(client)).toBe(answer)
    expect(client.cookies.has('session_id')).toBe(answer === 200)
  })

  it('are those of the settings, for the sessions that are open too', async () => {
    const [idle, old, both] = [await site.as('rh'), await site.as('rh'), await site.as('rh')]
    await move(idle, { opened: 5, seen: 3 })
    await move(old, { opened: 30, seen: 0 })
    await move(both, { opened: 10, seen: 1 })
    await decide({ sessionIdleHours: 2, sessionAbsoluteHours: 24 })
    expect([await status(idle), await status(old), await status(both)]).toEqual([303, 303, 200])
  })

  it('bind at the next request, whatever was known of the session a moment ago', async () => {
    const client = await site.as('chef')
    await move(client, { opened: 3, seen: 0 })
    expect(await status(client)).toBe(200)
    await decide({ sessionIdleHours: 1, sessionAbsoluteHours: 2 })
    expect(await status(client)).toBe(303)
  })
}

describe('the limits of a session', limits)

describe('its cookie', () => {
  it('lasts as long as the settings let a session last', async () => {
    await decide({ sessionIdleHours: 12, sessionAbsoluteHours: 48 })
    const answer = await site
      .visitor()
      .post('/mppeep/connexion', { email: 'daf@mppeep.example', password: castPassword })
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Max-Age=172800; /)
  })

  it('follows what is left when that is another, and only then', async () => {
    const client = await site.as('auditeur')
    const token = client.cookies.get('session_id')
    await move(client, { opened: 24, seen: 1 })
    await decide({ sessionAbsoluteHours: 48, sessionIdleHours: 12 })
    const [cookie = ''] = (await client.get('/mppeep/accueil')).headers['set-cookie'] ?? []
    const [, value, seconds] =
      /^session_id=([\w-]+); Max-Age=(\d+); Path=\/; HttpOnly; SameSite=Lax$/.exec(cookie) ?? []
    expect(value).toBe(token)
    expect(Number(seconds)).toBeGreaterThan(86_390)
    expect(Number(seconds)).toBeLessThanOrEqual(86_400)
    await vi.waitFor(async () => {
      const left = (await times(client)).expiresAt.getTime() - Date.now()
      expect(left).toBeLessThanOrEqual(86_400_000)
    })
    await dropCopy(client)
    expect((await client.get('/mppeep/accueil')).headers['set-cookie']).toBeUndefined()
  })
})

describe('that somebody is there', () => {
  it('is noted once in three minutes, and costs the page no statement', async () => {
    const client = await site.as('drh')
    const { seenAt: opened } = await times(client)
    for (let i = 0; i < 10; i++) await client.get('/mppeep/rien')
    await dropCopy(client)
    await client.get('/mppeep/rien')
    await delay(50)
    expect((await times(client)).seenAt).toEqual(opened)

    await site.sql`update sessions set seen_at = now() - interval '4 minutes' where id = ${hashOf(client)}`
    await dropCopy(client)
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.get('/mppeep/rien')))
    for (const answer of answers) expect((await site.lineOf(answer))['db.calls']).toBeLessThanOrEqual(1)
    await vi.waitFor(async () => expect(Date.now() - (await times(client)).seenAt.getTime()).toBeLessThan(10_000))
    const noted = (await times(client)).seenAt
    await dropCopy(client)
    for (let i = 0; i < 5; i++) await client.get('/mppeep/rien')
    await delay(50)
    expect((await times(client)).seenAt).toEqual(noted)
  })

  it('keeps a session open beyond the limit of inactivity', async () => {
    await decide({ sessionIdleHours: 2, sessionAbsoluteHours: 24 })
    const client = await site.as('rh')
    for (let hour = 1; hour < 8; hour += 1) {
      await move(client, { opened: hour, seen: 1 })
      await dropCopy(client)
      expect(await status(client)).toBe(200)
      await vi.waitFor(async () => expect(Date.now() - (await times(client)).seenAt.getTime()).toBeLessThan(10_000))
    }
  })
})

it('what is over leaves no row for long', async () => {
  const [gone, kept] = [await site.as('agent'), await site.as('agent')]
  await move(gone, { opened: 169, seen: 169 })
  const { tidySessions } = await import('../../src/auth/sessions')
  await tidySessions()
  const rows = await site.sql`select id from sessions where id in (${hashOf(gone)}, ${hashOf(kept)})`
  expect(rows.map(({ id }) => id)).toEqual([hashOf(kept)])
})

describe('with Redis away, the limits of a session', () => {
  beforeAll(async () => {
    await site.redis?.stop()
    const state = async () => (await site.visitor().get('/mppeep/api/v1/health')).json().redis
    await vi.waitFor(async () => expect(await state()).not.toBe('up'), 5_000)
  })
  limits()
})
