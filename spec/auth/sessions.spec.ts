import { createHash } from 'node:crypto'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { disableAccountOf } from '../support/accounts'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let redis: ReturnType<typeof createClient> | undefined

beforeAll(async () => {
  site = await openSite()
  if (!site.redis) return
  redis = createClient({ url: site.redis.url })
  await redis.connect()
})
afterAll(async () => {
  await redis?.close()
  await site.close()
})
afterEach(() => {
  vi.useRealTimers()
})

const hashOf = (client: Client) => createHash('sha256').update(client.cookies.get('session_id')!).digest('hex')
const status = async (client: Client) => (await client.get('/mppeep/accueil')).status

/** What Redis holds of this session, as if Postgres had been asked so long ago. */
async function age(client: Client, ms: number): Promise<void> {
  const key = `session:{${hashOf(client)}}`
  const copy = await redis?.get(key)
  if (!copy) return
  const { checkedAt, ...rest } = JSON.parse(copy)
  await redis?.set(key, JSON.stringify({ ...rest, checkedAt: checkedAt - ms }), { KEEPTTL: true } as never)
}

describe('a session', () => {
  it('is read from Redis for a minute, then asked of Postgres again', async (test) => {
    if (!redis) return test.skip()
    const client = await site.as('drh')
    await client.get('/mppeep/accueil')
    // a page that needs nothing else: what there is not
    const cost = async () => (await site.lineOf(await client.get('/mppeep/rien')))['db.calls']
    // so that nothing older is doubted because Redis has just been met; the false clock begins at nought, however old the process
    const lived = Math.ceil(performance.now())
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    vi.advanceTimersByTime(lived + 600_000)
    expect([await cost(), await cost()]).toEqual([1, 0])
    vi.advanceTimersByTime(59_000)
    expect(await cost()).toBe(0)
    vi.advanceTimersByTime(2_000)
    expect([await cost(), await cost()]).toEqual([1, 0])
    vi.useRealTimers()
    // the clock was set back by ten minutes: what was checked in the future is checked again
    expect([await cost(), await cost()]).toEqual([1, 0])
  })

  it('whose time is over in Postgres is over, once its copy is a minute old', async () => {
    const client = await site.as('rh')
    expect(await status(client)).toBe(200)
    await site.sql`update sessions set expires_at = now() - interval '1 second' where id = ${hashOf(client)}`
    await age(client, 61_000)
    expect(await status(client)).toBe(303)
    expect(client.cookies.has('session_id')).toBe(false)
  })

  it('deleted in Postgres behind our back is over, once its copy is a minute old', async () => {
    const client = await site.as('chef')
    await site.sql`delete from sessions where id = ${hashOf(client)}`
    await age(client, 61_000)
    expect(await status(client)).toBe(303)
  })

  it('with a copy that nobody can read is asked of Postgres', async (test) => {
    if (!redis) return test.skip()
    const client = await site.as('drh')
    for (const copy of [
      '',
      'null',
      '{',
      '[]',
      '{"checkedAt":"x"}',
      '\u0000',
      JSON.stringify({ checkedAt: Date.now(), expiresAt: Date.now() + 1e6 }),
    ]) {
      await redis.set(`session:{${hashOf(client)}}`, copy)
      expect(await status(client), copy).toBe(200)
    }
  })
})

describe('an account that is disabled', () => {
  it('is out at its next request, in every browser, though its sessions were cached a moment ago', async () => {
    const browsers = await Promise.all([site.as('agent'), site.as('agent'), site.as('agent')])
    const other = await site.as('chef')
    for (const browser of browsers) expect(await status(browser)).toBe(200)
    await disableAccountOf('AGENT@mppeep.example')
    for (const browser of browsers) expect(await status(browser)).toBe(303)
    expect(await status(other)).toBe(200)
    expect(
      await site.sql`select s.id from sessions s join users u on u.id = s.user_id where email = 'agent@mppeep.example'`,
    ).toEqual([])
    const refused = await site
      .visitor()
      .post('/mppeep/connexion', { email: 'agent@mppeep.example', password: castPassword })
    expect(refused.status).toBe(422)
    const [line] = await site.sql`select event, target_kind from activities order by id desc limit 1 offset 1`
    expect(line).toEqual({ event: 'account.disabled', target_kind: 'account' })
  })

  it('even while it is signing in is out', async () => {
    const clients = Array.from({ length: 4 }, () => site.visitor())
    const signing = Promise.all(
      clients.map((client) =>
        client.post('/mppeep/connexion', { email: 'invite@mppeep.example', password: castPassword }),
      ),
    )
    await disableAccountOf('invite@mppeep.example')
    await signing
    for (const client of clients) expect(await status(client)).toBe(303)
  })

  it('directly in the database is out as soon as the copy is a minute old', async () => {
    const client = await site.as('auditeur')
    expect(await status(client)).toBe(200)
    await site.sql`update users set disabled_at = now() where email = 'auditeur@mppeep.example'`
    await age(client, 61_000)
    expect(await status(client)).toBe(303)
  })
})

describe('a role that changes', () => {
  it('directly in the database has its effect within a minute, without signing in again', async () => {
    const client = await site.as('rh')
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
    await site.sql`delete from user_roles where user_id = (select id from users where email = 'rh@mppeep.example')`
    await age(client, 61_000)
    expect((await client.get('/mppeep/personnel')).status).toBe(403)
  })
})
