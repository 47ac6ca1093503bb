import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { codeNow, door, enrol, place, untilCalm } from '../support/authenticator'
import type { Answer, Client } from '../support/client'
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
beforeEach(async () => {
  await untilCalm()
  await site.sql`update second_factors set last_step = 0, misses = '{}'`
  await site.sql`delete from outbox where payload ->> 'letter' = 'second-factor'`
  // who begins and does not go on has failed
  await site.sql`delete from sign_in_failures`
})

const pass = (client: Client, more: Record<string, string> = {}) =>
  client.post('/mppeep/connexion', { email: 'drh@mppeep.example', password: castPassword, ...more })
const show = (client: Client, code: string, more: Record<string, string> = {}) => client.post(door, { code, ...more })

/** A browser in which the password has been given. */
async function waiting(more: Record<string, string> = {}): Promise<Client> {
  const client = site.visitor()
  await pass(client, more)
  return client
}

async function sessions(): Promise<number> {
  return (await site.sql`select from sessions`).length
}

describe('the password alone', () => {
  it('opens no session, and gives a cookie that lasts ten minutes', async () => {
    const [client, before] = [site.visitor(), await sessions()]
    const answer = await pass(client, { suite: '/mppeep/personnel?q=kone' })
    expect(answer).toMatchObject({
      status: 303,
      headers: { location: `${door}?suite=%2Fmppeep%2Fpersonnel%3Fq%3Dkone` },
    })
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^sign_in_id=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    expect(await sessions()).toBe(before)
  })

  it('gives no page, no piece, no API, no stream; nor does its cookie in the place of the other', async () => {
    const client = await waiting()
    const token = client.cookies.get('sign_in_id')!
    const opened = async () => [
      (await client.get('/mppeep/accueil')).status,
      (await client.get('/mppeep/personnel', { 'hx-request': 'true' })).status,
      (await client.get('/mppeep/api/v1/personnel')).status,
      (await client.ask('/mppeep/live', { method: 'HEAD' })).status,
      (await client.get(place)).status,
      (await client.post(`${place}/cle`, {})).status,
    ]
    expect(await opened()).toEqual([303, 401, 401, 401, 303, 303])
    client.cookies.set('session_id', token)
    expect(await opened()).toEqual([303, 401, 401, 401, 303, 303])
  })

  it('opens nothing either when the second factor is made while it is looked at', async () => {
    const before = await sessions()
    let answer: Promise<Answer> | undefined
    await site.sql.begin(async (tx) => {
      await tx`update users set auth_epoch = auth_epoch + 1 where email = 'chef@mppeep.example'`
      answer = site.visitor().post('/mppeep/connexion', { email: 'chef@mppeep.example', password: castPassword })
      const waits = () =>
        site.sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      await vi.waitFor(async () => expect(await waits()).toHaveLength(1), 10_000)
    })
    expect(await answer).toMatchObject({
      status: 409,
      headers: expect.not.objectContaining({ 'set-cookie': expect.anything() }),
    })
    expect((await answer!).text).toContain('Votre compte vient d’être modifié. Connectez-vous de nouveau.')
    expect(await sessions()).toBe(before)
  })

  it('is kept as a hash, and no token, code or key is in the log', async () => {
    const client = await waiting()
    const token = client.cookies.get('sign_in_id')!
    const rows = await site.sql<{ token_hash: string }[]>`select token_hash from pending_sign_ins`
    expect(rows).toContainEqual({ token_hash: createHash('sha256').update(token).digest('hex') })
    expect(JSON.stringify(await site.sql`select * from pending_sign_ins`)).not.toContain(token)
    const [code, recovery] = [codeNow(secret), codes[9]!]
    await show(client, '135791')
    await show(client, 'AAAA-BBBB-CCCC-DDDD')
    await show(client, recovery)
    await show(await waiting(), code)
    const logged = site.lines.join('')
    const journal = JSON.stringify(await site.sql`select * from activities`)
    const planted = [token, recovery, recovery.replaceAll('-', ''), '135791', 'AAAA-BBBB', secret.toString('hex')]
    for (const canary of [...planted, secret.toString('base64'), castPassword]) {
      expect(logged).not.toContain(canary)
      expect(journal).not.toContain(canary)
    }
    // six digits may stand in a time
    expect(site.log.some((line) => Object.values(line).includes(code))).toBe(false)
  })
})

describe('a code', () => {
  it('opens another session than the one that was there, and leads where one was going', async () => {
    const client = await site.as('agent')
    const before = client.cookies.get('session_id')!
    const answer = await pass(client)
    expect((await client.get(answer.headers.location!)).text).toContain('inputmode="numeric"')
    // until it is shown nothing has changed
    expect((await client.get('/mppeep/accueil')).status).toBe(200)
    const done = await show(client, codeNow(secret), { suite: '/mppeep/personnel?q=kone' })
    expect(done).toMatchObject({ status: 303, headers: { location: '/mppeep/personnel?q=kone' } })
    expect(client.cookies.get('session_id')).toMatch(/^[\w-]{43}$/)
    expect(client.cookies.has('sign_in_id')).toBe(false)
    const old = site.visitor()
    old.cookies.set('session_id', before)
    expect((await old.get('/mppeep/accueil')).status).toBe(303)
    expect((await client.get('/mppeep/api/v1/personnel')).status).toBe(200)
  })

  it.each(['//evil.example', 'https://evil.example/mppeep/', '/mppeep/connexion/second-facteur'])(
    'never leads elsewhere: %s',
    async (suite) => {
      const client = site.visitor()
      expect((await pass(client, { suite })).headers.location).toBe(door)
      expect((await show(client, codeNow(secret), { suite })).headers.location).toBe('/mppeep/accueil')
    },
  )

  it.each([-1, 0, 1])('of %i steps away is taken', async (away) => {
    expect((await show(await waiting(), codeNow(secret, away))).status).toBe(303)
  })

  it.each([-2, 2, -2_880])('of %i steps away is not', async (away) => {
    const answer = await show(await waiting(), codeNow(secret, away))
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('id="champ-code-erreur"')
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it.each(['', '12345', '1234567', '12 34', 'abcdef', '１２３４５６', "' or 1=1 --", 'x'.repeat(200)])(
    'that is none is refused at the field (%#)',
    async (code) => {
      const answer = await show(await waiting({ suite: '/mppeep/personnel' }), code, { suite: '/mppeep/personnel' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('id="champ-code-erreur"')
      expect(answer.text).toContain('name="suite" value="/mppeep/personnel"')
    },
  )

  it('is taken as people write it', async () => {
    const code = codeNow(secret)
    expect((await show(await waiting(), ` ${code.slice(0, 3)} ${code.slice(3)} `)).status).toBe(303)
  })

  it('is never taken twice, nor one of before', async () => {
    const code = codeNow(secret)
    expect((await show(await waiting(), code)).status).toBe(303)
    const again = await waiting()
    expect((await show(again, code)).status).toBe(422)
    expect((await show(again, codeNow(secret, -1))).status).toBe(422)
    expect((await show(again, codeNow(secret, 1))).status).toBe(303)
  })

  it('shown at once by five browsers lets one in', async () => {
    const browsers = await Promise.all([1, 2, 3, 4, 5].map(() => waiting()))
    const [before, code] = [await sessions(), codeNow(secret)]
    const answers = await Promise.all(browsers.map((client) => show(client, code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422, 422])
    expect(await sessions()).toBe(before + 1)
  })

  it('sent five times at once by one browser opens one session', async () => {
    const [client, before, code] = [await waiting(), await sessions(), codeNow(secret)]
    await Promise.all([1, 2, 3, 4, 5].map(() => show(client, code)))
    expect(await sessions()).toBe(before + 1)
    // the four that came late were no wrong codes
    expect(await site.sql`select cardinality(misses) from second_factors`).toEqual([{ cardinality: 0 }])
  })

  it('of another account is not this one’s', async () => {
    const other = await enrol(await site.as('rh'))
    await site.sql`update second_factors set last_step = 0`
    expect((await show(await waiting(), codeNow(other.secret))).status).toBe(422)
    expect((await show(await waiting(), other.codes[0]!)).status).toBe(422)
    expect(
      await site.sql`select from recovery_codes where used_at is not null and user_id in
      (select id from users where email = 'rh@mppeep.example')`,
    ).toHaveLength(0)
  })
})

describe('a recovery code', () => {
  it('is asked for behind a link, opens the session once, and its owner is told', async () => {
    const client = await waiting()
    const page = await client.get(`${door}?methode=recuperation`)
    expect(page.text).toContain('Code de récupération')
    expect(page.text).not.toContain('inputmode="numeric"')
    const again = await show(client, 'AAAA-AAAA-AAAA-AAAA', { methode: 'recuperation' })
    expect(again.status).toBe(422)
    expect(again.text).not.toContain('inputmode="numeric"')
    const code = codes[0]!.toLowerCase().replaceAll('-', ' ')
    const answer = await show(client, code, { methode: 'recuperation' })
    expect(answer.status).toBe(303)
    expect((await client.get(answer.headers.location!)).text).toContain(
      'Vous êtes connecté avec un code de récupération',
    )
    expect((await show(await waiting(), codes[0]!)).status).toBe(422)
    const left = (
      await site.sql`select from recovery_codes r join users u on u.id = r.user_id
      where u.email = 'drh@mppeep.example' and used_at is null`
    ).length
    expect(
      await site.sql`select payload -> 'props' as props from outbox where payload ->> 'letter' = 'second-factor'`,
    ).toEqual([{ props: { what: 'code-used', left } }])
    expect(
      await site.sql`select after from activities where event = 'second_factor.code_used' order by id desc limit 1`,
    ).toEqual([{ after: { left } }])
  })

  it('shown at once by five browsers lets one in', async () => {
    const browsers = await Promise.all([1, 2, 3, 4, 5].map(() => waiting()))
    const answers = await Promise.all(browsers.map((client) => show(client, codes[1]!)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422, 422])
  })
})
