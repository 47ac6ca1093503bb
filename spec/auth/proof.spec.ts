import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enrol, place } from '../support/authenticator'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe('the password again', () => {
  it('is counted and written down when it is wrong, and waits at the page after five', async () => {
    const client = await site.as('agent')
    await longAgo()
    expect((await client.post(`${place}/cle`, {})).text).toContain('Confirmez avec votre mot de passe.')
    for (let i = 0; i < 5; i++) {
      const answer = await client.post(`${place}/cle`, { proof: 'ce n’est pas cela' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('id="champ-proof-erreur"')
      expect(answer.text).not.toContain('ce n’est pas cela')
    }
    expect(
      await site.sql`
      select a.event, u.email, a.address is not null as placed
      from activities a join users u on u.id = a.actor_id where event = 'proof.refused'`,
    ).toEqual(Array(5).fill({ event: 'proof.refused', email: 'agent@mppeep.example', placed: true }))
    const late = await client.post(`${place}/cle`, { proof: castPassword })
    expect(late.status).toBe(429)
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(800)
    expect(late.text).toContain('name="proof"')
    expect(late.text).toContain(
      'Trop de mots de passe erronés. Réessayez dans 15 minutes\u202f; se connecter attend aussi.',
    )
    // and so it is
    const signIn = { email: 'agent@mppeep.example', password: castPassword }
    const outside = await client.post('/mppeep/connexion', signIn)
    expect([outside.status, outside.text]).toEqual([429, expect.stringContaining('Trop de tentatives de connexion.')])
    expect(await site.sql`select from second_factors`).toHaveLength(0)
  })

  it('is enough for those who have a second factor, and is believed for a quarter of an hour', async () => {
    const client = await site.as('drh')
    await enrol(client)
    await longAgo()
    expect((await client.get(`${place}/codes`)).text).toContain('name="proof"')
    expect((await client.post(`${place}/codes`, { set: '1', proof: 'autre chose' })).status).toBe(422)
    expect((await client.post(`${place}/codes`, { set: '1', proof: castPassword })).status).toBe(200)
    expect((await client.get(`${place}/codes`)).text).not.toContain('name="proof"')
  })
})

/** Every session was opened a while ago. */
async function longAgo(): Promise<void> {
  await site.sql`update sessions set proved_at = now() - interval '16 minutes'`
  const { dropSessions } = await import('../../src/redis/sessions')
  await dropSessions((await site.sql<{ id: string }[]>`select id from sessions`).map(({ id }) => id))
}
