import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/personnel'
let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from outbox`
})

describe('the whole personnel taken away', () => {
  it.each([
    'export.csv',
    'export.xlsx',
    'export.csv?situation=tous&tri=grade&colonnes=grade',
    'export.csv?present_le=2026-01-05',
    // filters that leave nobody out
    'export.csv?age_min=0',
    'export.csv?age_min=0&age_max=120&tri=grade',
    'export.csv?unite=MPPEEP',
    // or next to nobody
    'export.csv?age_min=25',
    'export.xlsx?position=en_activite',
  ])('by whoever has not shown the password for a quarter of an hour is asked for it: %s', async (asked) => {
    // each account may ask so many times a minute
    const daf = await site.as('daf')
    await longAgo()
    const before = await taken()
    const answer = await daf.get(`${place}/${asked}`)
    expect(answer.status).toBe(303)
    const offer = await daf.get(answer.headers.location!)
    expect(offer.status).toBe(200)
    expect(offer.text).toContain('name="proof"')
    expect(offer.text).not.toContain('Cette liste est longue')
    expect(await taken()).toBe(before)
  })

  it('with a wrong password is refused at the field, with all that was asked for; with the right one it is made', async () => {
    const drh = await site.as('drh')
    await longAgo()
    const form = { format: 'xlsx', situation: 'tous', colonnes: 'matricule,grade', tri: 'grade', sens: 'desc' }
    for (const proof of ['', 'ce n’est pas cela']) {
      const refused = await drh.post(`${place}/exports`, { ...form, proof })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('id="champ-proof-erreur"')
      expect(refused.text).not.toContain('ce n’est pas cela')
      for (const [name, value] of Object.entries(form))
        expect(refused.text).toContain(`<input type="hidden" name="${name}" value="${value}"/>`)
    }
    expect(await site.sql`select from outbox`).toEqual([])
    const asked = await drh.post(`${place}/exports`, { ...form, proof: castPassword })
    expect(asked.status).toBe(303)
    expect((await drh.get(asked.headers.location!)).status).toBe(200)
    const kept = await site.sql<{ kept: string }[]>`select row_to_json(o)::text as kept from outbox o`
    expect(kept).toHaveLength(1)
    expect(kept[0]!.kept).toContain('"tri": "grade"')
    expect(kept[0]!.kept).not.toContain('proof')
    expect(kept[0]!.kept).not.toContain(castPassword)
    // and is believed from now on
    expect((await drh.get(`${place}/export.csv`)).headers['content-type']).toContain('text/csv')
  })

  it('is written in the journal without the password, once the worker has made it', async () => {
    const drh = await site.as('drh')
    await longAgo()
    await drh.post(`${place}/exports`, { format: 'csv', proof: castPassword })
    const { startRunner } = await import('../../src/outbox/runner')
    const { exportJob } = await import('../../src/exports/job')
    const runner = startRunner({ export: exportJob })
    const states = () => site.sql`select state from outbox`
    await vi.waitFor(async () => expect(await states()).toEqual([{ state: 'done' }]), 20_000)
    await runner.stop()
    const [line] = await site.sql<[{ after: object }]>`
      select after from activities where event = 'personnel.exported' order by id desc limit 1`
    expect(Object.keys(line.after).sort()).toEqual(['colonnes', 'total'])
  })

  it('is given at once to whoever has just signed in', async () => {
    const drh = await site.as('drh')
    const answer = await drh.get(`${place}/export.csv`)
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
    expect((await drh.get(`${place}/exports/nouveau?format=csv`)).text).not.toContain('name="proof"')
    expect((await drh.post(`${place}/exports`, { format: 'csv' })).status).toBe(303)
  })
})

describe('a part of it', () => {
  it('is less than half of the ministry, to the person', async () => {
    const auditeur = await site.as('auditeur')
    await longAgo()
    const women = (more: number) => site.sql`
      update personnel p set sex = case when r.place <= r.present / 2 + ${more} then 'F' else 'M' end
      from (
        select id, row_number() over (order by left_on is not null, id) as place, count(*) filter (where left_on is null) over () as present
        from personnel where left_on is null or left_on > current_date
      ) r where r.id = p.id`
    const before = await site.sql<{ id: string; sex: string }[]>`select id, sex from personnel`
    await women(0)
    expect((await auditeur.get(`${place}/export.csv?sexe=F`)).status).toBe(200)
    await women(1)
    expect((await auditeur.get(`${place}/export.csv?sexe=F`)).status).toBe(303)
    const offer = await auditeur.get(`${place}/exports/nouveau?format=csv&sexe=F`)
    expect(offer.text).toContain('name="proof"')
    expect((await auditeur.post(`${place}/exports`, { format: 'csv', sexe: 'F' })).status).toBe(422)
    expect(await site.sql`select from outbox`).toEqual([])
    await site.sql`
      update personnel p set sex = b.sex from jsonb_to_recordset(${before as never}) as b (id uuid, sex text) where b.id = p.id`
  })

  it('is not the whole because a unit bounds whoever takes it, when the unit is all there is', async () => {
    const chef = await site.as('chef')
    const [held] = await site.sql<[{ unitId: number }]>`
      update user_roles set unit_id = (select id from units where parent_id is null)
      where role = 'chef' and user_id = (select id from users where email = 'chef@mppeep.example')
      returning (select unit_id from user_roles old where old.user_id = user_roles.user_id and old.role = 'chef') as "unitId"`
    await longAgo()
    expect((await chef.get(`${place}/export.csv`)).status).toBe(303)
    expect((await chef.get(`${place}/export.csv?unite=DSI`)).status).toBe(200)
    await site.sql`
      update user_roles set unit_id = ${held.unitId}
      where role = 'chef' and user_id = (select id from users where email = 'chef@mppeep.example')`
  })

  it.each(['sexe=F', 'q=kou', 'unite=DSI', 'categorie=A&situation=tous'])('is never asked for: %s', async (query) => {
    const drh = await site.as('drh')
    await longAgo()
    expect((await drh.get(`${place}/export.csv?${query}`)).status).toBe(200)
    const form = { format: 'csv', ...Object.fromEntries(new URLSearchParams(query)) }
    expect((await drh.get(`${place}/exports/nouveau?${new URLSearchParams(form)}`)).text).not.toContain('name="proof"')
    expect((await drh.post(`${place}/exports`, form)).status).toBe(303)
  })

  it('is all that somebody bound to a unit can take away', async () => {
    const chef = await site.as('chef')
    await longAgo()
    expect((await chef.get(`${place}/export.csv`)).status).toBe(200)
    expect((await chef.post(`${place}/exports`, { format: 'csv' })).status).toBe(303)
  })
})

it('is asked for with Redis away too', async () => {
  const drh = await site.as('drh')
  await longAgo()
  await site.redis?.stop()
  expect((await drh.get(`${place}/export.csv`)).status).toBe(303)
  expect((await drh.post(`${place}/exports`, { format: 'csv', proof: 'autre chose' })).status).toBe(422)
  expect((await drh.post(`${place}/exports`, { format: 'csv', proof: castPassword })).status).toBe(303)
  expect((await drh.get(`${place}/export.csv`)).status).toBe(200)
})

function taken(): Promise<number> {
  return site.sql`select from activities where event = 'personnel.exported'`.then((rows) => rows.length)
}

/** Every session was opened a while ago. */
async function longAgo(): Promise<void> {
  await site.sql`update sessions set proved_at = now() - interval '16 minutes'`
  const { dropSessions } = await import('../../src/redis/sessions')
  await dropSessions((await site.sql<{ id: string }[]>`select id from sessions`).map(({ id }) => id))
}
