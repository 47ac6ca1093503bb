import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

/** The machine may be busy: what follows an answer takes its time then. */
const patient = { timeout: 10_000 }
let site: TestSite
let agent: Client
let chef: Client
let rh: Client
let since = '0'
const files = { own: '', below: '', foreign: '', other: '' }

beforeAll(async () => {
  site = await openSite()
  ;[agent, chef, rh] = await Promise.all([site.as('agent'), site.as('chef'), site.as('rh')])
  const [found] = await site.sql<[typeof files]>`
    select (select person_id from users where email = 'rh@mppeep.example') as own,
      (select p.id from personnel p where unit_id in (select subtree(id) from units where code = 'DSI')
        and left_on is null and id not in (select person_id from users where person_id is not null) order by id limit 1) as below,
      (select p.id from personnel p where unit_id in (select subtree(id) from units where code = 'DAJ') order by id limit 1) as foreign,
      (select p.id from personnel p where unit_id in (select subtree(id) from units where code = 'DAJ') order by id offset 1 limit 1) as other`
  Object.assign(files, found)
})

beforeEach(async () => {
  const [row] = await site.sql<{ last: string }[]>`select coalesce(max(id), 0) as last from activities`
  since = row!.last
})

afterAll(() => site?.close())

describe('a refusal', () => {
  it('of the file of somebody else is written, with who, what and from where', async () => {
    const answer = await agent.get(`/mppeep/personnel/${files.foreign}`)
    expect(answer.status).toBe(404)
    expect(await soon('access.refused')).toEqual([
      {
        ...{ target_id: files.foreign, person_id: null, before: null, address: agent.address },
        after: { method: 'GET', path: `/mppeep/personnel/${files.foreign}`, status: 404 },
        request_id: answer.headers['x-request-id'],
      },
    ])
  })

  it('of a page that the role does not open is written too', async () => {
    expect((await agent.get('/mppeep/courriers')).status).toBe(403)
    expect(await soon('access.refused')).toMatchObject([{ target_id: '/mppeep/courriers', after: { status: 403 } }])
  })

  it('of a change is written, by the method that was meant', async () => {
    expect((await chef.ask(`/mppeep/personnel/${files.below}`, { method: 'DELETE' })).status).not.toBe(200)
    expect((await chef.post(`/mppeep/personnel/${files.below}/depart?_method=PUT`, {})).status).toBe(403)
    expect(await soon('access.refused')).toMatchObject([
      { target_id: files.below, after: { method: 'PUT', status: 403 } },
    ])
  })

  it('is written without what the address carries besides: neither one-time tokens nor as much as somebody likes', async () => {
    const token = 'k'.repeat(43)
    const elsewhere = { 'sec-fetch-site': 'cross-site' }
    const forged = { method: 'POST', headers: elsewhere }
    expect((await chef.ask(`/mppeep/mot-de-passe/${token}`, forged)).status).toBe(403)
    expect((await chef.get(`/mppeep/utilisateurs/${'x'.repeat(4_000)}`)).status).toBe(403)
    expect((await chef.get('/mppeep/utilisateurs/a%00b')).status).toBe(403)
    await soon('access.refused')
    await vi.waitFor(async () => expect(await linesOf('access.refused')).toHaveLength(3), patient)
    const kept = JSON.stringify(await linesOf('access.refused'))
    expect(kept).not.toContain(token)
    expect(kept.length).toBeLessThan(2_000)
  })

  it('of somebody else’s request for a correction, or of their session, is written', async () => {
    const [row] = await site.sql<[{ id: string }]>`
      insert into corrections (person_id, asked_by, before, after)
      select ${files.foreign}, id, '{"children": 1}', '{"children": 2}' from users where email = 'drh@mppeep.example'
      returning id`
    expect((await agent.get(`/mppeep/profil/corrections/${row.id}`)).status).toBe(404)
    const [session] = await site.sql<[{ id: string }]>`
      select sign_in_id as id from sessions where user_id = (select id from users where email = 'rh@mppeep.example')`
    const device = `/mppeep/profil/appareils/${session.id}?_method=DELETE`
    expect((await agent.post(device, {})).status).toBe(404)
    await vi.waitFor(async () => {
      const lines = await linesOf('access.refused')
      expect(lines.map(({ target_id }) => target_id)).toEqual([row.id, session.id])
    }, patient)
  })

  it('of what is not there is not written, nor of an address that leads nowhere', async () => {
    expect((await agent.get('/mppeep/personnel/01935b1c-0000-7000-8000-00000000dead')).status).toBe(404)
    expect((await agent.get('/mppeep/personnel/x')).status).toBe(404)
    expect((await agent.get('/mppeep/nulle-part')).status).toBe(404)
    expect((await site.visitor().get('/mppeep/courriers')).status).toBe(303)
    await agent.get('/mppeep/courriers')
    expect(await soon('access.refused')).toHaveLength(1)
  })

  it('adds nothing to the queries of its answer', async () => {
    const line = await site.lineOf(await agent.get('/mppeep/courriers'))
    expect(line['db.calls']).toBeLessThanOrEqual(1)
    await soon('access.refused')
  })

  it('is written thirty times a minute and account at most', async () => {
    const daf = await site.as('daf')
    for (let asked = 0; asked < 40; asked++) await daf.get('/mppeep/courriers')
    await vi.waitFor(async () => expect(await linesOf('access.refused')).toHaveLength(30), patient)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await linesOf('access.refused')).toHaveLength(30)
  })
})

describe('reading a file', () => {
  it('with fields that not everybody sees is written once in a quarter of an hour', async () => {
    await Promise.all([1, 2, 3].map(() => rh.get(`/mppeep/personnel/${files.foreign}`)))
    await rh.get(`/mppeep/personnel/${files.foreign}?onglet=carriere`)
    await rh.get(`/mppeep/personnel/${files.foreign}/modification`)
    expect(await soon('personnel.read')).toMatchObject([
      { target_id: files.foreign, person_id: files.foreign, after: { fields: ['identity', 'private', 'salary'] } },
    ])
    await rh.get(`/mppeep/personnel/${files.other}`)
    await vi.waitFor(async () => expect(await linesOf('personnel.read')).toHaveLength(2), patient)
  })

  it('is not written of one’s own, nor of who sees nothing but what all see', async () => {
    expect((await rh.get(`/mppeep/personnel/${files.own}`)).status).toBe(200)
    expect((await chef.get(`/mppeep/personnel/${files.below}`)).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await linesOf('personnel.read')).toEqual([])
  })

  it('through the API is written as through the page, and not when it is told that nothing has changed', async () => {
    const auditeur = await site.as('auditeur')
    const place = `/mppeep/api/v1/personnel/${files.below}`
    const [{ version }] = await site.sql<[{ version: number }]>`select version from personnel where id = ${files.below}`
    expect((await auditeur.get(place, { 'if-none-match': `"${version}"` })).status).toBe(304)
    expect((await chef.get(place)).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await linesOf('personnel.read')).toEqual([])
    expect((await auditeur.get(place)).status).toBe(200)
    expect(await soon('personnel.read')).toMatchObject([
      {
        ...{ target_id: files.below, person_id: files.below, address: auditeur.address },
        after: { fields: ['identity', 'private', 'salary'] },
      },
    ])
  })

  it('that cannot be written is said in the log, and the file is shown', async () => {
    const drh = await site.as('drh')
    await site.sql`alter table activities add constraint nothing check (event <> 'personnel.read') not valid`
    const { status } = await drh.get(`/mppeep/personnel/${files.below}`)
    expect(status).toBe(200)
    await vi.waitFor(
      () => expect(site.log.some((line) => line['event.name'] === 'journal.not_written')).toBe(true),
      patient,
    )
    await site.sql`alter table activities drop constraint nothing`
    await drh.get(`/mppeep/personnel/${files.below}`)
    expect(await soon('personnel.read')).toHaveLength(1)
  })
})

describe('what is written', () => {
  it('is sealed right after', async () => {
    await agent.get('/mppeep/courriers')
    await soon('access.refused')
    await vi.waitFor(async () => expect(await site.sql`select from activities_waiting`).toHaveLength(0), patient)
    const { verifyJournal } = await import('../../src/activities/verify')
    expect(await verifyJournal()).toMatchObject({ waiting: 0, faults: [] })
    expect(site.log.filter((line) => line['event.name'] === 'journal.sealed')).toHaveLength(1)
  })

  it('is sealed once, whoever seals at the same time, and whatever was still open then', async () => {
    const { sealWaiting } = await import('../../src/activities/sealing')
    await site.sql.begin(async (tx) => {
      await tx`insert into activities (actor_name, event) values ('Lente', 'session.opened')`
      await site.sql`insert into activities (actor_name, event) select 'Vive', 'session.opened' from generate_series(1, 2500)`
      await Promise.all([1, 2, 3, 4].map(() => sealWaiting()))
    })
    await vi.waitFor(async () => {
      await sealWaiting()
      expect(await site.sql`select from activities_waiting`).toHaveLength(0)
    })
    const { verifyJournal } = await import('../../src/activities/verify')
    expect(await verifyJournal()).toMatchObject({ waiting: 0, faults: [] })
    const [slow] = await site.sql`
      select position = (select max(position) from activity_seals) as last
      from activity_seals s join activities a on a.id = s.activity_id where a.actor_name = 'Lente'`
    expect(slow).toEqual({ last: true })
  })

  it('is sealed by the job of the minute when nobody did at once', async () => {
    await site.sql`insert into activities (actor_name, event) values ('Tuée', 'session.opened')`
    const { sealJob } = await import('../../src/activities/sealing')
    await sealJob()
    expect(await site.sql`select from activities_waiting`).toHaveLength(0)
  })
})

function linesOf(event: string) {
  return site.sql`
    select target_id, person_id, before, after, host(address) as address, request_id
    from activities where event = ${event} and id > ${since} order by id`
}

function soon(event: string) {
  return vi.waitFor(async () => {
    const lines = await linesOf(event)
    expect(lines.length).toBeGreaterThan(0)
    return lines
  }, patient)
}
