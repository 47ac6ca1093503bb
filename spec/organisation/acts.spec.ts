import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'
import { World } from '../support/world'

const place = '/mppeep/organisation/unites'
const today = new Date().toISOString().slice(0, 10)
let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const put = (code: string, below: string, fields: Record<string, string>, client = drh) =>
  client.post(`${place}/${code}${below}?_method=PUT`, fields)
const versionOf = async (code: string) =>
  String((await site.sql`select version from units where code = ${code}`)[0]!.version)
const move = async (code: string, vers: string) => put(code, '/deplacement', { vers, version: await versionOf(code) })
const merge = async (code: string, vers: string) =>
  put(code, '/fusion', { vers, on: today, decisionNumber: 'D-7', version: await versionOf(code) })
const lastEvent = async (event: string) =>
  (await site.sql`select before, after, target_id from activities where event = ${event} order by id desc limit 1`)[0]
const make = (code: string, parent = 'DSI') =>
  drh.post(place, { code, name: `Service ${code}`, kind: 'service', parent, openedOn: '', rank: '' })

describe('a unit', () => {
  it('is created, renamed, and its history says so', async () => {
    expect((await make('dsi-neuf')).headers.location).toBe(`${place}/DSI-NEUF`)
    const again = await drh.post(place, {
      code: 'DSI-NEUF',
      name: 'Autre',
      kind: 'service',
      parent: 'DSI',
      openedOn: '',
      rank: '',
    })
    expect([again.status, errorsOf(again).code]).toEqual([422, 'Une unité porte déjà ce code.'])
    const fields = { name: 'Service de l’accueil', kind: 'sous_direction', rank: '2', version: '1' }
    expect((await put('DSI-NEUF', '', fields)).status).toBe(303)
    expect(await lastEvent('unit.changed')).toMatchObject({
      after: { title: 'Service de l’accueil', kind: 'sous_direction', rank: 2 },
    })
    const late = await put('DSI-NEUF', '', { ...fields, name: 'Service de l’écoute' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('modifiée depuis')
    expect((await drh.get(`${place}/DSI-NEUF`)).text).toContain('Unité modifiée')
  })

  it('has at its head somebody in office, who is told, as is whoever was there', async () => {
    const [agent] = await site.sql<[{ id: string; account: string }]>`
      select person_id as id, id as account from users where email = 'agent@mppeep.example'`
    const name = async (person: string) => put('DSI', '/chef', { person, version: await versionOf('DSI') })
    const [former] = await site.sql<
      [{ account: string }]
    >`select id as account from users where email = 'chef@mppeep.example'`
    expect((await name(agent.id)).status).toBe(303)
    const told = await site.sql`select user_id, title from notifications where kind = 'unit.chief' order by id`
    expect(told.map(({ user_id }) => user_id)).toEqual([agent.account, former.account])
    expect((await drh.get(`${place}/DSI`)).text).toContain(`/mppeep/personnel/${agent.id}`)
    const [gone] = await site.sql<[{ id: string }]>`select id from personnel where left_on < current_date limit 1`
    expect(errorsOf(await name(gone.id)).q).toContain('pas en activité')
    expect((await drh.post(`${place}/DSI/chef?_method=DELETE`, {})).status).toBe(303)
    expect((await drh.get(`${place}/DSI`)).text).toContain('Poste vacant')
  })

  it('that has served is closed and not deleted, once it is empty; closed, it is offered nowhere', async () => {
    expect((await drh.post(`${place}/DSI?_method=DELETE`, {})).status).toBe(409)
    const full = await put('DSI-RESEAUX', '/fermeture', { closedOn: today, version: await versionOf('DSI-RESEAUX') })
    expect(full.status).toBe(409)
    expect(full.text).toContain('href="/mppeep/personnel?unite=DSI-RESEAUX&amp;unite_seule=1">10\u00a0personnes')
    await make('DSI-CLOS')
    const close = { closedOn: today, version: '1' }
    await site.sql`
      insert into career_events (person_id, kind, effective_on, unit_id)
      select p.id, 'affectation', current_date - step.days, u.id
      from (select id from personnel where left_on is null and started_on < current_date - 60 order by id limit 1) p,
        (values ('DSI-CLOS', 30), ('DSI', 10)) step (code, days) join units u on u.code = step.code`
    const before = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10)
    const early = await put('DSI-CLOS', '/fermeture', { ...close, closedOn: before })
    expect([early.status, errorsOf(early).closedOn]).toEqual([422, expect.stringContaining('a servi jusqu’au')])
    expect((await put('DSI-CLOS', '/fermeture', close)).status).toBe(303)
    const rh = await site.as('rh')
    const forms = [drh.get(`${place}/nouvelle`), rh.get('/mppeep/personnel/nouveau'), rh.get('/mppeep/personnel')]
    for (const { text } of await Promise.all(forms)) expect(text).not.toContain('value="DSI-CLOS"')
    expect((await drh.get('/mppeep/organisation')).text).not.toContain('DSI-CLOS')
    expect((await drh.get(`${place}/DSI-CLOS`)).text).toContain('Fermée')
    const child = await make('DSI-ENFANT', 'DSI-CLOS')
    expect(errorsOf(child).parent).toContain('fermée')
    await expect(
      site.sql`update personnel set unit_id = (select id from units where code = 'DSI-CLOS') where left_on is null`,
    ).rejects.toMatchObject({ constraint_name: 'personnel_unit_open' })
    await expect(site.sql`update units set closed_on = current_date where code = 'DAJ'`).rejects.toMatchObject({
      constraint_name: 'units_closed_empty',
    })
    expect((await drh.post(`${place}/DSI-CLOS/fermeture?_method=DELETE`, {})).status).toBe(303)
    expect((await drh.get('/mppeep/organisation')).text).toContain('DSI-CLOS')
  })
})

describe('a move', () => {
  it('into what is below it is refused, by the page and by the database', async () => {
    for (const vers of ['DSI', 'DSI-RESEAUX']) {
      expect(errorsOf(await move('DSI', vers)).vers).toContain('ni dans elle-même')
      expect((await drh.get(`${place}/DSI/deplacement?vers=${vers}`)).text).toContain('ni dans elle-même')
    }
    await expect(
      site.sql`update units set parent_id = (select id from units where code = 'DSI-RESEAUX') where code = 'DSI'`,
    ).rejects.toMatchObject({ constraint_name: 'units_no_cycle' })
  })

  it('of two units into each other at once is one, never a circle', async () => {
    for (let turn = 0; turn < 4; turn++) {
      await Promise.all([make(`RONDE-A${turn}`), make(`RONDE-B${turn}`)])
      const both = await Promise.all([
        move(`RONDE-A${turn}`, `RONDE-B${turn}`),
        move(`RONDE-B${turn}`, `RONDE-A${turn}`),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual([303, 422])
    }
    const [lost] = await site.sql`
      select count(*)::int as count from units where id not in (select subtree(id) from units where parent_id is null)`
    expect(lost!.count).toBe(0)
  })

  it('says before whom it concerns, and takes everybody along', async () => {
    const before = await World.read(site.sql)
    const page = await drh.get(`${place}/DAJ/deplacement?vers=DAF`)
    expect(page.text).toContain(`${before.below('DAJ').who(new URLSearchParams(), today).length}\u00a0personnes`)
    // whoever is the chief of the DAF reaches the DAJ from now on
    expect(page.text).toContain('1\u00a0compte atteint')
    expect((await move('DAJ', 'DAF')).status).toBe(303)
    const after = await World.read(site.sql)
    expect(after.people).toEqual(before.people)
    expect(after.below('DAF').people.length).toBe(before.below('DAF').people.length + before.below('DAJ').people.length)
    expect(await lastEvent('unit.moved')).toMatchObject({ before: { parent: 'PILOTAGE' }, after: { parent: 'DAF' } })
  })
})

describe('a merging', () => {
  it('loses nobody: people, chief, roles and units are in the other, and the career says so', async () => {
    const [from, into] = ['COM', 'DPS']
    const chef = await site.as('chef')
    await site.sql`
      insert into user_roles (user_id, role, unit_id)
      select a.id, 'chef', u.id from users a, units u where a.email = 'chef@mppeep.example' and u.code = ${from}`
    await site.sql`update users set auth_epoch = auth_epoch + 1 where email = 'chef@mppeep.example'`
    await site.sql`update units set chief_id = null where code = ${into}`
    await site.sql`
      update units set chief_id = (select id from personnel p where p.unit_id = units.id and left_on is null limit 1) where code = ${from}`
    const [chief] = await site.sql`select chief_id from units where code = ${from}`
    const before = await World.read(site.sql)
    const moved =
      await site.sql`select p.id from personnel p join units u on u.id = p.unit_id where u.code = ${from} and left_on is null`
    const left =
      await site.sql`select p.id from personnel p join units u on u.id = p.unit_id where u.code = ${from} and left_on is not null`
    const notice = await drh.get(`${place}/${from}/fusion?vers=${into}`)
    expect(notice.text).toContain('2\u00a0unités rattachées')
    expect((await merge(from, into)).headers.location).toBe(`${place}/${into}`)
    const after = await World.read(site.sql)
    expect(after.people.map(({ id }) => id).sort()).toEqual(before.people.map(({ id }) => id).sort())
    const people = before.below(into).people.length + before.below(from).people.length - left.length
    expect(after.below(into).people.length).toBe(people)
    const events = await site.sql`
      select person_id from career_events e join units u on u.id = e.unit_id
      where e.kind = 'affectation' and decision_number = 'D-7' and u.code = ${into} and effective_on = current_date
        and e.recorded_by = (select id from users where email = 'drh@mppeep.example')`
    expect(events.map(({ person_id }) => person_id).sort()).toEqual(moved.map(({ id }) => id).sort())
    const [is] = await site.sql`
      select chief_id, (select count(*)::int from units where parent_id = u.id and closed_on is null) as units,
        (select count(*)::int from user_roles where unit_id = u.id) as roles
      from units u where code = ${into}`
    expect(is).toEqual({ chief_id: chief!.chief_id, units: 5, roles: 1 })
    expect(await lastEvent('unit.merged')).toMatchObject({ after: { people: moved.length, units: 2, accounts: 1 } })
    const [one] = moved
    expect((await drh.get(`/mppeep/personnel/${one!.id}?onglet=historique`)).text).toContain(
      'Direction de la communication → Direction de la planification et des statistiques',
    )
    expect((await chef.get(`/mppeep/personnel?unite=${into}`)).text).toContain(one!.id)
    expect((await drh.get(`${place}/${from}`)).text).toContain(`fusionnée dans <a href="${place}/${into}"`)
  })

  it('asks who it is when that was shown long ago, as does a move: whom others reach changes with it', async () => {
    const { refreshSessionsOf } = await import('../../src/auth/auth')
    const old = await site.as('drh')
    const [account] = await site.sql<[{ id: string }]>`
      update sessions s set proved_at = now() - interval '1 hour' from users u
      where u.id = s.user_id and u.email = 'drh@mppeep.example' returning u.id`
    await refreshSessionsOf(account.id)
    const before = await World.read(site.sql)
    const version = await versionOf('DAJ')
    const fields = { vers: 'DAF', on: today, decisionNumber: '', version }
    expect((await old.get(`${place}/DAJ/fusion?vers=DAF`)).text).toContain('name="proof"')
    expect(errorsOf(await put('DAJ', '/fusion', fields, old))).toHaveProperty('proof')
    expect(errorsOf(await put('DAJ', '/fusion', { ...fields, proof: 'une autre phrase' }, old))).toHaveProperty('proof')
    expect(errorsOf(await put('DAJ', '/deplacement', { vers: 'DAF', version }, old))).toHaveProperty('proof')
    expect(await World.read(site.sql)).toEqual(before)
    const proof = castPassword
    expect((await put('DAJ', '/deplacement', { vers: 'DAF', version, proof }, old)).status).toBe(303)
    await site.sql`update sessions set proved_at = now()`
    await refreshSessionsOf(account.id)
  })

  it('is refused into what is below, and into what is closed', async () => {
    expect(errorsOf(await merge('DGPE', 'DGPE-ENTREPRISES')).vers).toContain('ni dans')
    expect(errorsOf(await merge('DSI-RESEAUX', 'COM')).vers).toContain('fermée')
  })
})
