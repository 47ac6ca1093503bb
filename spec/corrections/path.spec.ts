import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atOnce, errorsOf, filledForm } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { watch } from '../support/traces'
import { accept, act, ask, desk, idOf, own, pdf } from './hand'

let site: TestSite
let agent: Client
let rh: Client
let drh: Client
let personId: string
const proof = { name: 'acte.pdf', bytes: pdf() }

beforeAll(async () => {
  site = await openSite()
  ;[agent, rh, drh] = [await site.as('agent'), await site.as('rh'), await site.as('drh')]
  const [row] = await site.sql<[{ id: string }]>`
    select person_id as id from users where email = 'agent@mppeep.example'`
  personId = row.id
})
afterAll(() => site.close())

async function file() {
  const [row] = await site.sql`
    select phone, other_phone as "otherPhone", marital_status as "maritalStatus", children, address, po_box as "poBox", version
    from personnel where id = ${personId}`
  return row!
}

const career = async () =>
  (await site.sql`select count(*)::int as n from career_events where person_id = ${personId}`)[0]!.n
const lines = (id: string) =>
  site.sql`select event, person_id as "personId", before, after from activities where target_id = ${id} order by id`
const letters = (id: string) =>
  site.sql`select payload from outbox where kind = 'letter' and payload->'props'->>'id' = ${id}`
const told = (email: string, id: string) => site.sql`
  select n.title, n.href from notifications n join users u on u.id = n.user_id
  where u.email = ${`${email}@mppeep.example`} and n.href like ${`%${id}`} order by n.id`

describe('a request', () => {
  it('goes from the agent to the file by one decision of those who keep it', async () => {
    const before = await file()
    const events = await career()
    const form = await agent.get(`${own}/nouvelle`)
    const fields = {
      ...filledForm(form),
      phone: '05 00 00 77 88',
      children: String(before.children + 1),
      note: 'Née le 3.',
    }
    const asked = await ask(agent, fields, proof)
    expect(asked.status).toBe(303)
    const id = idOf(asked)
    const mine = await agent.get(`${own}/${id}`)
    expect(mine.text).toContain('En attente')
    expect(mine.text).toContain('Votre demande est envoyée')
    expect(mine.text).toMatch(/<ins>\+225\u00a005\u00a000\u00a000\u00a077\u00a088<\/ins>/)
    // only what changed is asked
    const [line] = await lines(id)
    expect(line).toEqual({
      event: 'corrections.asked',
      personId,
      before: { phone: before.phone, children: before.children },
      after: { phone: '+2250500007788', children: before.children + 1 },
    })
    // those who decide are told, at their door and on their first page
    for (const who of ['rh', 'drh'])
      expect(await told(who, id)).toEqual([
        { title: expect.stringContaining('demande une correction'), href: `/corrections/${id}` },
      ])
    expect(await told('chef', id)).toEqual([])
    const home = await rh.get('/mppeep/accueil')
    expect(home.text).toMatch(/href="\/mppeep\/corrections">.*?Correction à traiter.*?>1</s)
    expect(home.text).toMatch(/<nav[^>]*>.*?href="\/mppeep\/corrections"/s)
    const list = await rh.get(desk)
    expect(list.text).toContain(`href="${desk}/${id}"`)
    expect(list.text).toContain('<strong>1\u00a0demande</strong>')
    const page = await rh.get(`${desk}/${id}`)
    for (const shown of ['Née le 3.', 'acte.pdf', 'Dossier aujourd’hui']) expect(page.text).toContain(shown)
    expect(page.text).not.toContain('Le dossier a changé depuis')
    expect((await accept(rh, id)).headers.location).toBe(desk)
    expect(await file()).toEqual({
      ...before,
      phone: '+2250500007788',
      children: before.children + 1,
      version: before.version + 1,
    })
    expect(await career()).toBe(events)
    expect((await lines(id)).slice(1)).toEqual([
      { event: 'corrections.accepted', personId, before: null, after: { version: before.version + 1 } },
    ])
    expect(await told('agent', id)).toEqual([
      { title: 'Votre demande de correction est acceptée', href: `/profil/corrections/${id}` },
    ])
    const [letter] = await letters(id)
    expect(letter!.payload).toMatchObject({
      letter: 'correction',
      to: { email: 'agent@mppeep.example' },
      props: { id, fields: ['phone', 'children'], refused: false },
    })
    expect(JSON.stringify(letter!.payload)).not.toContain('7788')
    const [who] = await site.sql<[{ name: string }]>`select name from users where email = 'rh@mppeep.example'`
    expect((await agent.get(own)).text).toMatch(new RegExp(`Acceptée.*par ${who.name}, le `, 's'))
    expect((await rh.get('/mppeep/accueil')).text).not.toContain('Correction à traiter')
  })

  it('that is refused says why and by whom, and changes nothing of the file', async () => {
    const before = await file()
    const id = idOf(await ask(agent, { address: 'Plateau, rue du Commerce' }, proof))
    const empty = await act(drh, id, 'refus', { reason: ' x ' })
    expect([empty.status, errorsOf(empty).reason]).toEqual([422, 'Au moins 3 caractères.'])
    expect((await act(drh, id, 'refus', { reason: 'Le justificatif est illisible' })).status).toBe(303)
    expect(await file()).toEqual(before)
    const page = await agent.get(`${own}/${id}`)
    for (const shown of ['Refusée', 'Le justificatif est illisible']) expect(page.text).toContain(shown)
    expect((await lines(id)).at(-1)).toMatchObject({
      event: 'corrections.refused',
      after: { reason: 'Le justificatif est illisible' },
    })
    // why is for them alone: those who look after the mail read letters
    expect(JSON.stringify((await letters(id))[0]!.payload)).toContain('"refused":true')
    expect(JSON.stringify((await letters(id))[0]!.payload)).not.toContain('illisible')
    const [sent] = await site.sql`select id from outbox where payload->'props'->>'id' = ${id}`
    const letter = await (await site.as('admin')).get(`/mppeep/courriers/${sent!.id}`)
    for (const said of ['le motif se lit sur le site', `${own}/${id}`, 'Commune ou ville'])
      expect(letter.text.includes(said), said).toBe(true)
    // the field is free again
    const again = idOf(await ask(agent, { address: 'Plateau, rue du Commerce' }, proof))
    expect(again).not.toBe(id)
    await agent.ask(`${own}/${again}`, { method: 'DELETE' })
  })

  it('that is taken back is decided by nobody, and its proof is gone', async () => {
    const id = idOf(await ask(agent, { poBox: '01 BP 12 Abidjan 01' }, proof))
    const withdraw = () => agent.post(`${own}/${id}?_method=DELETE`, {})
    const page = await agent.get(`${own}/${id}`)
    expect(page.text).toContain(`action="${own}/${id}?_method=DELETE"`)
    expect([(await withdraw()).status, (await withdraw()).status]).toEqual([303, 303])
    const [row] = await site.sql`select state, proof_id from corrections where id = ${id}`
    expect(row).toEqual({ state: 'retiree', proof_id: null })
    const late = await accept(rh, id)
    expect(late.status).toBe(422)
    const direct = await act(rh, id, 'acceptation', { version: '1' })
    expect(direct.status).toBe(409)
    expect(direct.text).toContain('a été retirée par la personne')
    expect((await lines(id)).map(({ event }) => event)).toEqual(['corrections.asked', 'corrections.withdrawn'])
  })

  it('asks for one thing at a time about each field, also at once', async () => {
    const answers = await atOnce(6, (i) => ask(agent, { otherPhone: `07 00 00 10 1${i}` }))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422, 422, 422])
    const id = idOf(answers.find(({ status }) => status === 303)!)
    const refused = answers.find(({ status }) => status === 422)!
    expect(errorsOf(refused).otherPhone).toContain('déjà en attente')
    expect((await agent.get(`${own}/nouvelle`)).text).toMatch(/name="otherPhone"[^>]*disabled/)
    const [open] = await site.sql`select count(*)::int as n from open_corrections where person_id = ${personId}`
    expect(open!.n).toBe(1)
    // another field is another request
    const other = idOf(await ask(agent, { phone: '' }))
    expect(other).not.toBe(id)
    for (const one of [id, other]) await agent.ask(`${own}/${one}`, { method: 'DELETE' })
  })

  it('is decided once by two at once, and the other is told by whom', async () => {
    const before = await file()
    const id = idOf(await ask(agent, { phone: '07 00 00 55 66' }))
    const version = String(before.version)
    const answers = await Promise.all([
      act(rh, id, 'acceptation', { version }),
      act(drh, id, 'refus', { reason: 'Numéro injoignable' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    const [{ state, name } = { state: '', name: '' }] = await site.sql<{ state: string; name: string }[]>`
      select state, u.name from corrections c join users u on u.id = decided_by where c.id = ${id}`
    const lost = answers.find(({ status }) => status === 409)!
    expect(lost.text).toMatch(new RegExp(`déjà été ${state === 'acceptee' ? 'acceptée' : 'refusée'} par ${name}, le `))
    expect((await file()).version).toBe(before.version + (state === 'acceptee' ? 1 : 0))
    expect(await letters(id)).toHaveLength(1)
  })

  it('about a file that has changed meanwhile shows both, and is accepted by who has seen it', async () => {
    const id = idOf(await ask(agent, { phone: '07 00 00 31 41' }))
    const { version } = await file()
    await site.sql`update personnel set phone = '+2250700009999' where id = ${personId}`
    const blind = await act(rh, id, 'acceptation', { version: String(version) })
    expect(blind.status).toBe(409)
    for (const shown of [
      'modifié depuis que vous l’avez ouvert',
      'Le dossier a changé depuis cette demande',
      '99\u00a099',
    ])
      expect(blind.text).toContain(shown)
    expect((await file()).phone).toBe('+2250700009999')
    expect((await accept(rh, id)).status).toBe(303)
    expect((await file()).phone).toBe('+2250700003141')
  })
})

describe('nobody decides', () => {
  it('about themselves', async () => {
    const id = idOf(await ask(rh, { phone: '07 00 00 42 42' }))
    const traces = await watch(site.sql)
    expect((await rh.get(`${desk}/${id}`)).status).toBe(404)
    expect((await rh.get(desk)).text).not.toContain(id)
    expect((await act(rh, id, 'acceptation', { version: '1' })).status).toBe(404)
    expect((await act(rh, id, 'refus', { reason: 'Non merci' })).status).toBe(404)
    // refusals are noted
    const { activities: _, ...left } = await traces()
    expect(left).toEqual({})
    expect((await accept(drh, id)).status).toBe(303)
  })

  it('beyond the unit where they decide', async () => {
    const [agentUnit] = await site.sql<[{ id: string }]>`select unit_id as id from personnel where id = ${personId}`
    const [elsewhere] = await site.sql<[{ id: string }]>`
      select id from units u where ${agentUnit.id} not in (select subtree(u.id)) and u.parent_id is not null limit 1`
    const id = idOf(await ask(agent, { phone: '07 00 00 27 18' }))
    const give = async (unit: string) => {
      await site.sql`
        delete from user_roles where user_id = (select id from users where email = 'daf@mppeep.example')`
      await site.sql`
        insert into user_roles (user_id, role, unit_id)
        select id, 'gestionnaire', ${unit} from users where email = 'daf@mppeep.example'`
    }
    await give(elsewhere.id)
    expect((await (await site.as('daf')).get(`${desk}/${id}`)).status).toBe(404)
    expect((await (await site.as('daf')).get(desk)).text).toContain('Rien à traiter')
    await give(agentUnit.id)
    const daf = await site.as('daf')
    expect((await daf.get(desk)).text).toContain(id)
    expect((await accept(daf, id)).status).toBe(303)
  })
})
