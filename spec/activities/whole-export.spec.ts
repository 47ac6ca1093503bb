import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/journal/export'
let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe('the whole journal taken away', () => {
  it.each(['auditeur', 'admin'] as const)(
    'asks for the password that %s has not shown for a quarter of an hour',
    async (role) => {
      const client = await site.as(role)
      await longAgo()
      expect(await client.get(`${place}.csv`)).toMatchObject({ status: 303, headers: { location: place } })
      expect((await client.get(place)).text).toContain('name="proof"')
      for (const proof of ['', 'autre chose']) {
        const refused = await client.post(place, { proof })
        expect(refused.status).toBe(422)
        expect(refused.text).toContain('id="champ-proof-erreur"')
        expect(refused.text).not.toContain('autre chose')
      }
      expect((await client.get(`${place}.csv`)).status).toBe(303)
      expect(await taken(role)).toBe(0)
      const proved = await client.post(place, { proof: castPassword })
      expect(proved).toMatchObject({ status: 303, headers: { location: `${place}.csv` } })
      expect((await client.get(proved.headers.location!)).headers['content-type']).toContain('text/csv')
      expect(await taken(role)).toBe(1)
    },
  )

  it.each(['?du=1990-01-01', '?du=1990-01-01&au=2099-12-31', '?adresse=0.0.0.0/0&du=1990-01-01'])(
    'by a search that leaves out nothing, or a little, asks as well, and goes on with that search: %s',
    async (search) => {
      const keeper = await site.as('drh')
      await site.sql`
        insert into activities (actor_name, event, address) select 'Personne', 'session.opened', '203.0.113.9' from generate_series(1, 3000)`
      await longAgo()
      const asked = await keeper.get(`${place}.csv${search}`)
      expect(asked.status).toBe(303)
      const offered = new URL(asked.headers.location!, site.origin)
      const query = Object.fromEntries(new URLSearchParams(search))
      expect(Object.fromEntries(offered.searchParams)).toEqual(query)
      const page = await keeper.get(asked.headers.location!)
      for (const [name, value] of Object.entries(query))
        expect(page.text).toContain(`<input type="hidden" name="${name}" value="${value}"/>`)
      const refused = await keeper.post(place, { ...query, proof: 'autre chose' })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('name="du" value="1990-01-01"')
      const proved = await keeper.post(place, { ...query, proof: castPassword })
      const { searchParams } = new URL(proved.headers.location!, site.origin)
      expect(Object.fromEntries(searchParams)).toEqual(query)
      expect((await keeper.get(proved.headers.location!)).status).toBe(200)
    },
  )

  it('is given at once to whoever has just signed in', async () => {
    const auditeur = await site.as('auditeur')
    expect((await auditeur.get(`${place}.csv`)).status).toBe(200)
    expect((await auditeur.get(place)).text).not.toContain('name="proof"')
  })

  it('is neither a search in it nor one’s own trail', async () => {
    const [auditeur, agent] = [await site.as('auditeur'), await site.as('agent')]
    await longAgo()
    expect((await auditeur.get(`${place}.csv?acte=mail.resent`)).status).toBe(200)
    expect((await agent.get(`${place}.csv`)).status).toBe(200)
  })

  it('nor what is read by somebody bound to a unit', async () => {
    const rh = await site.as('rh')
    await site.sql`
      update user_roles set unit_id = (select id from units where code = 'DSI')
      where user_id = (select id from users where email = 'rh@mppeep.example')`
    await longAgo()
    expect((await rh.get(`${place}.csv`)).status).toBe(200)
  })

  it('asks for it with Redis away too', async () => {
    const auditeur = await site.as('auditeur')
    await longAgo()
    await site.redis?.stop()
    expect((await auditeur.get(`${place}.csv`)).status).toBe(303)
    expect((await auditeur.post(place, { proof: 'autre chose' })).status).toBe(422)
    expect((await auditeur.post(place, { proof: castPassword })).status).toBe(303)
    expect((await auditeur.get(`${place}.csv`)).status).toBe(200)
  })
})

function taken(role: string): Promise<number> {
  return site.sql`
    select from activities a join users u on u.id = a.actor_id
    where event = 'journal.exported' and u.email = ${`${role}@mppeep.example`}`.then((rows) => rows.length)
}

/** Every session was opened a while ago. */
async function longAgo(): Promise<void> {
  await site.sql`update sessions set proved_at = now() - interval '16 minutes'`
  const { dropSessions } = await import('../../src/redis/sessions')
  await dropSessions((await site.sql<{ id: string }[]>`select id from sessions`).map(({ id }) => id))
}
