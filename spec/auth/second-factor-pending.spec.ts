import { createHash } from 'node:crypto'
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
beforeEach(async () => {
  await untilCalm()
  await site.sql`update second_factors set last_step = 0, misses = '{}'`
  await site.sql`delete from sign_in_failures`
})

const show = (client: Client, code: string) => client.post(door, { code })

/** A browser in which the password has been given. */
async function waiting(): Promise<Client> {
  const client = site.visitor()
  await client.post('/mppeep/connexion', { email: 'drh@mppeep.example', password: castPassword })
  return client
}

describe('what holds the place of a sign-in', () => {
  const untouched = async (client: Client) => {
    expect((await client.get(`${door}?suite=%2Fmppeep%2Fpersonnel`)).headers.location).toBe(
      '/mppeep/connexion?suite=%2Fmppeep%2Fpersonnel',
    )
    const answer = await show(client, codes[2]!)
    expect(answer).toMatchObject({ status: 303, headers: { location: '/mppeep/connexion' } })
    expect((await client.get('/mppeep/connexion')).text).toContain('La connexion n’est pas allée à son terme.')
    expect(
      await site.sql`select from recovery_codes where code_hash =
      ${createHash('sha256').update(codes[2]!.replaceAll('-', '')).digest('hex')} and used_at is null`,
    ).toHaveLength(1)
  }

  it.each([
    ['missing', () => undefined],
    ['forged', () => 'A'.repeat(43)],
    ['truncated', (token: string) => token.slice(0, 42)],
    ['longer', (token: string) => `${token}A`],
    ['turned round', (token: string) => [...token].reverse().join('')],
    ['not even text', () => '%00%ff'],
  ])('is worth nothing when it is %s, and uses nothing up', async (_, wrong) => {
    const client = await waiting()
    const value = wrong(client.cookies.get('sign_in_id')!)
    client.cookies.delete('sign_in_id')
    if (value) client.cookies.set('sign_in_id', value)
    await untouched(client)
  })

  it('cannot be a session’s', async () => {
    const [client, other] = [site.visitor(), await site.as('agent')]
    client.cookies.set('sign_in_id', other.cookies.get('session_id')!)
    await untouched(client)
  })

  it('serves once', async () => {
    const client = await waiting()
    const token = client.cookies.get('sign_in_id')!
    expect((await show(client, codeNow(secret))).status).toBe(303)
    const again = site.visitor()
    again.cookies.set('sign_in_id', token)
    await untouched(again)
  })

  it.each([
    ['ten minutes later', () => site.sql`update pending_sign_ins set expires_at = now()`],
    [
      'once the account is disabled',
      () => site.sql`update users set disabled_at = now() where email = 'drh@mppeep.example'`,
    ],
    [
      'once the password is another',
      () => site.sql`update users set password_hash = password_hash || 'x' where email = 'drh@mppeep.example'`,
    ],
  ])('is over %s', async (_, happens) => {
    const client = await waiting()
    const [kept] = await site.sql`select password_hash from users where email = 'drh@mppeep.example'`
    await happens()
    await untouched(client)
    await site.sql`
      update users set disabled_at = null, password_hash = ${kept!.password_hash} where email = 'drh@mppeep.example'`
  })
})
