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
  ])('by whoever has not shown the password for a quarter of an hour is asked for it: %s', async (asked) => {
    const drh = await site.as('drh')
    await longAgo()
    const before = await taken()
    const answer = await drh.get(`${place}/${asked}`)
    expect(answer.status).toBe(303)
    const offer = await drh.get(answer.headers.location!)
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
    const { exportJob } = await import('../../src/personnel/export-job')
    const runner = startRunner({ 'personnel.export': exportJob })
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
