import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/exports/listes/journal/csv'
const exports = '/mppeep/exports'
const fields = { liste: 'journal', format: 'csv' }
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
      const { status, headers } = await client.get(place)
      expect([status, headers.location]).toEqual([303, `${exports}/nouveau?liste=journal&format=csv`])
      expect((await client.get(headers.location!)).text).toContain('name="proof"')
      for (const proof of ['', 'autre chose']) {
        const refused = await client.post(exports, { ...fields, proof })
        expect(refused.status).toBe(422)
        expect(refused.text).toContain('id="champ-proof-erreur"')
        expect(refused.text).not.toContain('autre chose')
      }
      expect((await client.get(place)).status).toBe(303)
      expect(await taken(role)).toBe(0)
      const proved = await client.post(exports, { ...fields, proof: castPassword })
      expect(proved.headers.location).toMatch(/\/exports\/[0-9a-f-]{36}$/)
      expect((await client.get(place)).headers['content-type']).toContain('text/csv')
      expect(await taken(role)).toBe(1)
    },
  )

  it('is given at once to whoever has just signed in', async () => {
    const auditeur = await site.as('auditeur')
    expect((await auditeur.get(place)).status).toBe(200)
  })

  it('is neither a search in it nor one’s own trail', async () => {
    const [auditeur, agent] = [await site.as('auditeur'), await site.as('agent')]
    await longAgo()
    expect((await auditeur.get(`${place}?acte=mail.resent`)).status).toBe(200)
    expect((await agent.get(place)).status).toBe(200)
  })

  it.each(['?du=1990-01-01', '?du=1990-01-01&au=2099-12-31', '?adresse=0.0.0.0/0&du=1990-01-01'])(
    'by a search that leaves out nothing, or a little, asks as well, and goes on with that search: %s',
    async (search) => {
      const keeper = await site.as('drh')
      await site.sql`
        insert into activities (actor_name, event, address) select 'Personne', 'session.opened', '203.0.113.9' from generate_series(1, 1200)`
      await longAgo()
      const offered = new URL((await keeper.get(`${place}${search}`)).headers.location!, site.origin)
      const query = Object.fromEntries(new URLSearchParams(search))
      expect(Object.fromEntries(offered.searchParams)).toEqual({ ...fields, ...query })
      const page = await keeper.get(offered.pathname + offered.search)
      for (const [name, value] of Object.entries(query))
        expect(page.text).toContain(`<input type="hidden" name="${name}" value="${value}"/>`)
      const refused = await keeper.post(exports, { ...fields, ...query, proof: 'autre chose' })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('name="du" value="1990-01-01"')
      expect((await keeper.post(exports, { ...fields, ...query, proof: castPassword })).status).toBe(303)
    },
  )

  it('is prepared by the worker when it is long', async () => {
    const admin = await site.as('admin')
    await site.sql`
      insert into activities (at, actor_name, event) select '2025-01-01', 'Robot', 'account.disabled' from generate_series(1, 5001)`
    const { status, headers } = await admin.get(`${place}?acte=account.disabled&au=2025-01-01`)
    expect([status, headers.location]).toEqual([303, expect.stringContaining(`${exports}/nouveau?liste=journal`)])
    const { text } = await admin.get(headers.location!)
    expect(text).toContain('5\u202f001\u00a0lignes')
    expect(text).toContain('Acte\u202f: Compte désactivé, Au\u202f: 01/01/2025')
  })

  it('nor what is read by somebody bound to a unit', async () => {
    const rh = await site.as('rh')
    await site.sql`
      update user_roles set unit_id = (select id from units where code = 'DSI')
      where user_id = (select id from users where email = 'rh@mppeep.example')`
    await longAgo()
    expect((await rh.get(place)).status).toBe(200)
  })

  it('asks for it with Redis away too', async () => {
    const auditeur = await site.as('auditeur')
    await longAgo()
    await site.redis?.stop()
    expect((await auditeur.get(place)).status).toBe(303)
    expect((await auditeur.post(exports, { ...fields, proof: 'autre chose' })).status).toBe(422)
    expect((await auditeur.post(exports, { ...fields, proof: castPassword })).status).toBe(303)
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
