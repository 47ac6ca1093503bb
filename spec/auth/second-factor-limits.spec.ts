import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeNow, door, enrol, untilCalm } from '../support/authenticator'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let secret: Buffer
let codes: string[]

beforeAll(async () => {
  site = await openSite()
  ;({ secret, codes } = await enrol(await site.as('drh')))
})
afterAll(() => site.close())

/** With Redis, and then without: what counts the codes is Postgres. */
describe.each(['there', 'away'])('wrong codes, with Redis %s', (redis) => {
  beforeAll(async () => {
    if (redis === 'away') await site.redis?.stop()
  })
  beforeEach(async () => {
    await untilCalm()
    await site.sql`update second_factors set last_step = 0, misses = '{}'`
    await site.sql`delete from sign_in_failures`
    await site.sql`delete from outbox where payload ->> 'letter' = 'second-factor'`
  })

  const show = (client: Client, code: string) => client.post(door, { code })
  async function waiting(): Promise<Client> {
    const client = site.visitor()
    const answer = await client.post('/mppeep/connexion', { email: 'drh@mppeep.example', password: castPassword })
    expect(answer.headers.location).toBe(door)
    return client
  }
  const refusals = async () => (await site.sql`select from activities where event = 'second_factor.refused'`).length

  it('are five in a quarter of an hour, wherever they come from; then the right one waits as well', async () => {
    for (let i = 0; i < 5; i++) expect((await show(await waiting(), '000000')).status).toBe(422)
    const client = await waiting()
    for (const code of [codeNow(secret), codes[0]!, '000000']) {
      const answer = await show(client, code)
      expect(answer.status).toBe(429)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(800)
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(900)
      expect(answer.text).toContain('Trop de codes refusés')
      expect(answer.text).toContain('Réessayez dans 15 minutes.')
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect(await site.sql`select from recovery_codes where used_at is not null`).toHaveLength(0)
    // whose password it is learns that somebody knows it
    expect(
      await site.sql`select payload #>> '{props,what}' as what from outbox where payload ->> 'letter' = 'second-factor'`,
    ).toEqual([{ what: 'guessed' }])
  })

  it('shown a hundred at once are looked at five times', async () => {
    const before = await refusals()
    const browsers = await Promise.all(Array.from({ length: 4 }, () => waiting()))
    const asked = browsers.flatMap((client) => Array.from({ length: 25 }, (_, i) => show(client, String(100_000 + i))))
    const answers = await Promise.all(asked)
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5)
    // a machine that has no turn left for one of them says so
    expect(answers.filter(({ status }) => status === 429 || status === 503)).toHaveLength(95)
    expect((await refusals()) - before).toBe(5)
  })

  it('are forgotten one by one as they grow old, and by no success', async () => {
    for (let i = 0; i < 4; i++) await show(await waiting(), '000000')
    expect((await show(await waiting(), codeNow(secret))).status).toBe(303)
    expect((await show(await waiting(), '000000')).status).toBe(422)
    expect((await show(await waiting(), '000000')).status).toBe(429)
    await site.sql`update second_factors set misses[1] = now() - interval '15 minutes 1 second'`
    expect((await show(await waiting(), '000000')).status).toBe(422)
    expect((await show(await waiting(), codeNow(secret, 1))).status).toBe(429)
    await site.sql`update second_factors set misses = array(select at - interval '15 minutes' from unnest(misses) at)`
    expect((await show(await waiting(), codeNow(secret, 1))).status).toBe(303)
  })

  it('count for the address, too: thirty on any account', async () => {
    const client = await waiting()
    for (let i = 0; i < 30; i++) {
      await site.sql`update second_factors set misses = '{}'`
      expect((await show(client, '000000')).status).toBe(422)
    }
    await site.sql`update second_factors set misses = '{}'`
    expect((await show(client, codeNow(secret))).status).toBe(429)
  })

  it('of others do not stand in the way of who looks for the telephone: the password gives its point back', async () => {
    const client = site.visitor()
    for (let i = 0; i < 35; i++) {
      await site.sql`delete from sign_in_failures`
      const email = 'drh@mppeep.example'
      const office = site.visitor(client.address)
      // five of one account from one address is another limit
      if (i % 5 === 4) await site.sql`update second_factors set last_step = 0`
      expect((await office.post('/mppeep/connexion', { email, password: castPassword })).status).toBe(303)
      if (i % 5 === 4) expect((await show(office, codeNow(secret))).status).toBe(303)
    }
  })
})
