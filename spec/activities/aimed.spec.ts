import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

type Person = { id: string; name: string; matricule: string }

let site: TestSite
let agent: Client
let person: Person
let photo: string
let line: string

beforeAll(async () => {
  site = await openSite()
  agent = await site.as('agent')
  const [found] = await site.sql<[Person]>`
    select id, last_name || ' ' || first_names as name, matricule from personnel
    where unit_id in (select subtree(id) from units where code = 'DAJ')
      and id not in (select person_id from users where person_id is not null)
    order by id limit 1`
  person = found
  photo = `/mppeep/personnel/${person.id}/photo`
  expect((await agent.get(photo)).status).toBe(404)
  line = await lastRefusal(person.id)
})
afterAll(() => site?.close())

describe('a refusal aimed at a file', () => {
  it('says the address that was asked for, and names nobody in what is written', async () => {
    const [kept] = await site.sql`select target_name, person_id, after from activities where id = ${line}`
    expect(kept).toEqual({
      ...{ target_name: null, person_id: null },
      after: { method: 'GET', path: photo, status: 404 },
    })
    expect(await said(await site.as('auditeur'), `/mppeep/journal/${line}`)).toContain(`Adresse demandée ${photo}`)
  })

  it.each(['auditeur', 'drh'] as const)('names the person to %s, who may open that file', async (role) => {
    const client = await site.as(role)
    const link = `<a href="/mppeep/personnel/${person.id}">${person.name}</a>`
    expect((await client.get(`/mppeep/journal/${line}`)).text).toContain(link)
    const { text } = await client.get('/mppeep/journal?acte=access.refused')
    expect(text).toMatch(new RegExp(`href="/mppeep/personnel/${person.id}"[^>]*>${person.name}<`))
    const csv = await client.get('/mppeep/exports/listes/journal/csv?acte=access.refused')
    expect(csv.text).toContain(`;Accès refusé;${person.name};`)
  })

  it('is found by that person’s name by who may open the file', async () => {
    const place = `/mppeep/journal?acte=access.refused&personne=${person.matricule}`
    for (const [role, found] of [
      ['auditeur', true],
      ['admin', false],
      ['agent', false],
    ] as const)
      expect((await (await site.as(role)).get(place)).text.includes(`/mppeep/journal/${line}"`), role).toBe(found)
  })

  it('does not name the person to who was refused, nor to who keeps accounts and opens no file', async () => {
    for (const client of [agent, await site.as('admin')]) {
      for (const place of [`/mppeep/journal/${line}`, '/mppeep/journal?acte=access.refused', '/mppeep/accueil']) {
        const { status, text } = await client.get(place)
        expect(status).toBe(200)
        expect(text).not.toContain(person.name)
        expect(text).not.toContain(`href="/mppeep/personnel/${person.id}"`)
      }
      const csv = await client.get('/mppeep/exports/listes/journal/csv?acte=access.refused')
      expect(csv.text).toContain(person.id)
      expect(csv.text).not.toContain(person.name)
    }
  })

  it('is no line for the person it was aimed at', async () => {
    const [own] = await site.sql<[Person]>`
      select p.id from personnel p join users u on u.person_id = p.id where u.email = 'invite@mppeep.example'`
    const [other] = await site.sql<[Person]>`
      select p.id from personnel p join users u on u.person_id = p.id where u.email = 'daf@mppeep.example'`
    const aimed = own ?? other
    expect((await agent.get(`/mppeep/personnel/${aimed.id}`)).status).toBe(404)
    const id = await lastRefusal(aimed.id)
    const owner = await site.as(own ? 'invite' : 'daf')
    expect((await owner.get(`/mppeep/journal/${id}`)).status).toBe(404)
  })

  it('is read at the price of any other line', async () => {
    const auditeur = await site.as('auditeur')
    await auditeur.get('/mppeep/journal')
    const calls = async (place: string) => Number((await site.lineOf(await auditeur.get(place)))['db.calls'])
    const [plain] = await site.sql<
      [{ id: string }]
    >`select max(id) as id from activities where event = 'session.opened'`
    expect(await calls(`/mppeep/journal/${line}`)).toBe(await calls(`/mppeep/journal/${plain.id}`))
  })
})

describe('an address that was refused', () => {
  it.each([
    ['/mppeep/courriers', '/mppeep/courriers'],
    ['/mppeep/courriers?cle=secret', '/mppeep/courriers'],
    [`/mppeep/utilisateurs/${'x'.repeat(50)}`, '/mppeep/utilisateurs/:id'],
    ['/mppeep/utilisateurs/a%2Fb', '/mppeep/utilisateurs/:id'],
  ])('%s is written as %s', async (asked, written) => {
    const [before] = await site.sql<[{ id: string }]>`select max(id) as id from activities`
    expect((await agent.get(asked)).status).toBe(403)
    await vi.waitFor(
      async () => {
        const rows = await site.sql`select after from activities where event = 'access.refused' and id > ${before.id}`
        expect(rows).toEqual([{ after: { method: 'GET', path: written, status: 403 } }])
      },
      { timeout: 10_000 },
    )
  })

  it('that was written as its pattern, in other days, is still told', async () => {
    const [old] = await site.sql<[{ id: string }]>`
      insert into activities (actor_name, event, target_kind, target_id, after)
      values ('Ancien', 'access.refused', 'page', '/mppeep/personnel/:id/photo', '{"method": "GET", "route": "/mppeep/personnel/:id/photo"}')
      returning id`
    const auditeur = await site.as('auditeur')
    expect(await said(auditeur, `/mppeep/journal/${old.id}`)).toContain('Adresse demandée /mppeep/personnel/:id/photo')
  })
})

function lastRefusal(target: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const [row] = await site.sql<{ id: string }[]>`
        select id from activities where event = 'access.refused' and target_id = ${target} order by id desc limit 1`
      expect(row).toBeDefined()
      return row!.id
    },
    { timeout: 10_000 },
  )
}

async function said(client: Client, place: string): Promise<string> {
  return (await client.get(place)).text.replace(/<[^>]*>/g, ' ').replace(/[\s\u202f\u00a0]+/g, ' ')
}
