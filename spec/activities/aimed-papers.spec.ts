import { createHash, randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

type Person = { id: string; name: string; matricule: string }
type Aimed = { row: string; path: string; line: string }

let site: TestSite
let agent: Client
let person: Person
let underChef: Person
const aimed: Record<string, Aimed> = {}
const kinds = ['document', 'act', 'request'] as const
const refusals = '/mppeep/journal?acte=access.refused'

beforeAll(async () => {
  site = await openSite()
  agent = await site.as('agent')
  ;[person, underChef] = [await someoneOf('DAJ'), await someoneOf('DSI')]
  const made = { document: await giveDocument(person), act: await giveAct(person), request: await giveRequest(person) }
  for (const [kind, place] of [
    ['document', '/mppeep/documents/'],
    ['act', '/mppeep/actes/'],
    ['request', '/mppeep/profil/corrections/'],
  ] as const) {
    const path = place + made[kind]
    expect((await agent.get(path)).status, path).toBe(404)
    aimed[kind] = { row: made[kind], path, line: await lastRefusal(made[kind]) }
  }
})
afterAll(() => site?.close())

describe.each(kinds)('a refusal aimed at a paper of somebody: a %s', (kind) => {
  it('names nobody in what is written, and says the address', async () => {
    const { line, path } = aimed[kind]!
    const [kept] = await site.sql`select target_name, person_id, after from activities where id = ${line}`
    expect(kept).toEqual({ ...{ target_name: null, person_id: null }, after: { method: 'GET', path, status: 404 } })
  })

  it.each(['auditeur', 'drh'] as const)('names the person to %s, who may open their file', async (role) => {
    const client = await site.as(role)
    const { line, row } = aimed[kind]!
    const link = `<a href="/mppeep/personnel/${person.id}">${person.name}</a>`
    expect((await client.get(`/mppeep/journal/${line}`)).text).toContain(link)
    const list = (await client.get(refusals)).text
    const shown = list.slice(list.indexOf(`/mppeep/journal/${line}"`)).split('</tr>')[0]
    expect(shown).toMatch(new RegExp(`href="/mppeep/personnel/${person.id}"[^>]*>${person.name}<`))
    const csv = (await client.get('/mppeep/exports/listes/journal/csv?acte=access.refused')).text
    // one line for each kind of paper
    expect(csv.split(`;Accès refusé;${person.name};`).length - 1).toBeGreaterThanOrEqual(kinds.length)
    expect(csv).not.toContain(row)
  })

  it('does not name them to who was refused, nor to who keeps accounts and opens no file', async () => {
    for (const client of [agent, await site.as('admin')])
      for (const place of [`/mppeep/journal/${aimed[kind]!.line}`, refusals, '/mppeep/accueil']) {
        const { status, text } = await client.get(place)
        expect(status).toBe(200)
        expect(text).not.toContain(person.name)
        expect(text).not.toContain(person.id)
      }
  })

  it('is found by their name by who may open the file', async () => {
    const place = `${refusals}&personne=${person.matricule}`
    for (const [role, found] of [
      ['auditeur', true],
      ['admin', false],
      ['agent', false],
    ] as const)
      expect((await (await site.as(role)).get(place)).text.includes(`/mppeep/journal/${aimed[kind]!.line}"`)).toBe(
        found,
      )
  })
})

it('who was refused a paper is not told whose it is, even of a file that they may open', async () => {
  const chef = await site.as('chef')
  expect((await chef.get(`/mppeep/personnel/${underChef.id}`)).status).toBe(200)
  const act = await giveAct(underChef)
  expect((await chef.post(`/mppeep/actes/${act}?_method=DELETE`, { reason: 'pour voir' })).status).toBe(403)
  const line = await lastRefusal(act)
  expect((await chef.get(`/mppeep/journal/${line}`)).text).not.toContain(underChef.name)
  const found = await chef.get(`${refusals}&personne=${underChef.matricule}`)
  expect(found.text).not.toContain(`/mppeep/journal/${line}"`)
  expect((await (await site.as('auditeur')).get(`/mppeep/journal/${line}`)).text).toContain(underChef.name)
})

it('costs the list no query more, however many lines are of that kind', async () => {
  const auditeur = await site.as('auditeur')
  const calls = async () => Number((await site.lineOf(await auditeur.get(refusals)))['db.calls'])
  await calls()
  const [few, [before]] = [await calls(), await count()]
  await site.sql`
    insert into activities (actor_name, event, target_kind, target_id, after)
    select 'Essai', 'access.refused', 'page', target, '{"method": "GET", "path": "/mppeep/documents", "status": 404}'
    from unnest(${Object.values(aimed).map(({ row }) => row)}::text[]) target, generate_series(1, 12)`
  expect((await count())[0]!.lines).toBe(before!.lines + 36)
  expect(await calls()).toBe(few)
  const { text } = await auditeur.get(refusals)
  expect(text.split(`>${person.name}<`).length).toBeGreaterThan(36)
})

function count() {
  return site.sql<{ lines: number }[]>`select count(*)::int as lines from activities where event = 'access.refused'`
}

async function someoneOf(unit: string): Promise<Person> {
  const [found] = await site.sql<[Person]>`
    select id, last_name || ' ' || first_names as name, matricule from personnel
    where unit_id in (select subtree(id) from units where code = ${unit})
      and id not in (select person_id from users where person_id is not null)
    order by id limit 1`
  return found
}

async function giveDocument({ id }: Person): Promise<string> {
  const row = randomUUID()
  const hash = createHash('sha256').update(row).digest('hex')
  await site.sql`insert into files (hash, bytes, type, examined_at) values (${hash}, 1, 'application/pdf', now())`
  await site.sql`
    insert into documents (id, person_id, type, series, name, file)
    values (${row}, ${id}, 'attestation_travail', ${row}, 'Attestation.pdf', ${hash})`
  return row
}

/** Under the id of its document, as nothing forbids. */
async function giveAct({ id }: Person): Promise<string> {
  const row = await giveDocument({ id } as Person)
  await site.sql`
    with signatory as (
      insert into signatories (person_id, title, place, starts_on)
      values (${id}, ${`Le Directeur ${row}`}, 'Abidjan', '2020-01-01') returning id
    )
    insert into acts (
      id, kind, year, number, code, template_version, person_id, person_name, matricule, signatory_id, signatory_name,
      signatory_title, made_on, document_id)
    select ${row}, 'attestation_travail', 2020, ${randomInt(1, 1e6)}, translate(upper(left(${row}, 8) || 'AAAA'), '01', 'AB'), 1,
      ${id}, 'N', 'M', signatory.id, 'S', 'T', '2020-01-01', ${row}
    from signatory`
  return row
}

async function giveRequest({ id }: Person): Promise<string> {
  const [row] = await site.sql<[{ id: string }]>`
    insert into corrections (person_id, asked_by, before, after)
    select ${id}, id, '{"children": 0}', '{"children": 1}' from users where email = 'daf@mppeep.example' returning id`
  return row.id
}

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
