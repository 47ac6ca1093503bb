import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import { entriesOf } from '../../src/documents/zip'
import { produce, readPdf } from '../acts/hand'
import { personOf, sendForm } from '../documents/hand'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'
import { made, rowsOfCsv, tableOf, taken, work } from './hand'

let site: TestSite
let person: string

const pdf = (text: string) =>
  Buffer.from(
    `%PDF-1.4\n%${text}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  )

beforeAll(async () => {
  site = await openSite()
  person = await personOf(site, 'DSI')
  await produce(await site.as('gestionnaire'), person)
})
afterAll(() => site.close())
beforeEach(() => site.sql`delete from outbox`)

describe('the state of the personnel', () => {
  it('has a part for each direction with its totals, the whole, and numbered pages', async () => {
    const answer = await made(site, await site.as('drh'), { liste: 'etat', format: 'pdf', sexe: 'F' })
    expect(answer.headers['content-type']).toBe('application/pdf')
    const { text, pages } = await readPdf(answer.bytes)
    const directions = await site.sql<{ name: string; women: number }[]>`
      select d.name, count(*)::int as women
      from personnel p join unit_directions d on d.unit_id = p.unit_id
      where p.sex = 'F' and (p.left_on is null or p.left_on > current_date) and p.started_on <= current_date
      group by d.name`
    for (const { name, women } of directions)
      expect(text).toContain(`${name} : ${women} ${women === 1 ? 'personne' : 'personnes'}`)
    const total = directions.reduce((sum, { women }) => sum + women, 0)
    expect(text).toContain(`Femmes : ${total} personnes. Édité par`)
    expect(text).toContain(`Ensemble : ${total} personnes`)
    expect(text).toContain(`Total ${total} 0 ${total}`)
    expect(pages).toBeGreaterThan(5)
    for (const page of [1, 2, pages]) expect(text).toContain(`page ${page} sur ${pages}`)
    // the headings come again on a page that goes on
    expect(text.split('Nom et prénoms').length - 1).toBeGreaterThanOrEqual(directions.length + 1)
    const [row] = await site.sql<[{ after: { total: number } }]>`
      select after from activities where event = 'list.exported' order by id desc limit 1`
    expect(row.after).toEqual({ format: 'pdf', asked: { sexe: 'F' }, total })
  })

  it('ends where the reach of its reader does', async () => {
    const { text } = await readPdf((await made(site, await site.as('chef'), { liste: 'etat', format: 'pdf' })).bytes)
    const [row] = await site.sql<[{ within: number }]>`
      select count(*)::int as within from personnel p
      where unit_id in (select subtree(unit_id) from user_roles r join users u on u.id = r.user_id where u.email = 'chef@mppeep.example' and r.role = 'chef')
        and (left_on is null or left_on > current_date) and started_on <= current_date`
    expect(text).toContain(`Ensemble : ${row.within} personnes`)
  })
})

describe('the whole file of one person', () => {
  const fields = () => ({ liste: 'dossier', format: 'zip', personne: person })

  async function opened(who: Role): Promise<Map<string, Buffer>> {
    const answer = await made(site, await site.as(who), fields())
    expect(answer.headers['content-type']).toBe('application/zip')
    const files = new Map<string, Buffer>()
    for await (const { name, content } of entriesOf(answer.bytes)) files.set(name, content)
    return files
  }
  const jsonOf = (files: Map<string, Buffer>) => JSON.parse(files.get('dossier.json')!.toString('utf8'))

  it('has what there is, each paper as it was sent, under a name that is a file anywhere', async () => {
    const client = await site.as('gestionnaire')
    const bytes = pdf('un')
    const names = ['../../etc/passwd.pdf', 'été « clé » 😀.pdf', `${'long '.repeat(50)}.pdf`]
    for (const [index, name] of names.entries())
      await sendForm(
        client,
        `/personnel/${person}/documents`,
        { type: 'diplome', issuedOn: '', expiresOn: '' },
        { name, bytes: Buffer.concat([bytes, Buffer.from(`%${index}`)]) },
      )
    const files = await opened('gestionnaire')
    const papers = [...files].filter(([name]) => name.startsWith('documents/'))
    const kept = await site.sql<{ hash: string }[]>`select file as hash from documents where person_id = ${person}`
    expect(papers).toHaveLength(kept.length)
    const { createHash } = await import('node:crypto')
    const hashes = papers.map(([, content]) => createHash('sha256').update(content).digest('hex'))
    expect(hashes.sort()).toEqual(kept.map(({ hash }) => hash).sort())
    for (const name of files.keys()) {
      expect(name).not.toMatch(/\.\.|\\|^\/|[\u0000-\u001f:*?"<>|]/)
      expect(name.split('/').length).toBeLessThanOrEqual(2)
      expect(name.length).toBeLessThan(120)
    }
    const json = jsonOf(files)
    expect(json.identity.matricule).toMatch(/\w/)
    expect(json.career.length).toBeGreaterThan(0)
    expect(json.acts).toHaveLength(1)
    expect(files.has(json.acts[0].file)).toBe(true)
    expect(json.journal.length).toBeGreaterThan(0)
    const [name] = [...files.keys()].filter((one) => one.endsWith('.pdf') && !one.includes('/'))
    const { text } = await readPdf(files.get(name!)!)
    for (const part of [
      'Identité et poste',
      'Carrière',
      'Absences',
      'Évaluations',
      'Documents',
      'Actes',
      'Demandes de correction',
      'Journal',
    ])
      expect(text).toContain(part)
  })

  it('has no field that its reader may not see', async () => {
    await site.sql`update personnel set national_id = 'CI00777', personal_email = 'chez.soi@example.org', index_points = 777 where id = ${person}`
    const all = jsonOf(await opened('drh'))
    expect(all.identity).toMatchObject({
      nationalId: 'CI00777',
      personalEmail: 'chez.soi@example.org',
      indexPoints: 777,
    })
    const files = await opened('daf')
    const json = jsonOf(files)
    expect(json.identity.indexPoints).toBe(777)
    for (const absent of ['nationalId', 'personalEmail', 'address']) expect(json.identity).not.toHaveProperty(absent)
    for (const absent of ['evaluations', 'journal']) expect(json).not.toHaveProperty(absent)
    expect(json.acts).toEqual([])
    const everything = Buffer.concat([...files.values()]).toString('latin1')
    expect(everything).not.toContain('CI00777')
    const [name] = [...files.keys()].filter((one) => one.endsWith('.pdf') && !one.includes('/'))
    expect((await readPdf(files.get(name!)!)).text).not.toMatch(/CI00777|chez\.soi|Évaluations|Journal/)
  })

  it('is one’s own for everybody, and another’s for who may take people away only', async () => {
    const agent = await site.as('agent')
    const [own] = await site.sql<
      [{ id: string }]
    >`select person_id as id from users where email = 'agent@mppeep.example'`
    const mine = await made(site, agent, { ...fields(), personne: own.id })
    expect(mine.status).toBe(200)
    expect((await agent.get('/mppeep/profil')).text).toContain(`personne=${own.id}`)
    for (const [role, status] of [
      ['agent', 404],
      ['admin', 403],
      ['invite', 404],
    ] as const) {
      const client = await site.as(role)
      expect((await client.post('/mppeep/exports', fields())).status).toBe(status)
      expect((await client.get(`/mppeep/exports/nouveau?${new URLSearchParams(fields())}`)).status).toBe(status)
    }
    // nobody else fetches what was made
    const [row] = await site.sql<[{ id: string }]>`select id from exports order by ready_at desc limit 1`
    for (const path of ['', '/fichier'])
      expect((await (await site.as('drh')).get(`/mppeep/exports/${row.id}${path}`)).status).toBe(404)
  })

  it('is asked for with the password, and leaves a line about the person', async () => {
    const client = await site.as('auditeur')
    await site.sql`update sessions set proved_at = now() - interval '16 minutes'`
    const { dropSessions } = await import('../../src/redis/sessions')
    await dropSessions((await site.sql<{ id: string }[]>`select id from sessions`).map(({ id }) => id))
    expect((await client.get(`/mppeep/exports/nouveau?${new URLSearchParams(fields())}`)).text).toContain(
      'name="proof"',
    )
    const refused = await client.post('/mppeep/exports', fields())
    expect([refused.status, refused.text.includes('champ-proof-erreur')]).toEqual([422, true])
    expect(await site.sql`select from outbox where kind = 'export'`).toEqual([])
    const proved = { ...fields(), proof: castPassword }
    const twice = await Promise.all([client.post('/mppeep/exports', proved), client.post('/mppeep/exports', proved)])
    expect(new Set(twice.map(({ headers }) => headers.location)).size).toBe(1)
    await work(site)
    const [who] = await site.sql<[{ name: string; matricule: string }]>`
      select last_name || ' ' || first_names as name, matricule from personnel where id = ${person}`
    const lines = await site.sql`
      select a.target_name as name from activities a join users u on u.id = a.actor_id
      where a.event = 'personnel.file_exported' and a.person_id = ${person} and u.email = 'auditeur@mppeep.example'`
    expect(lines).toEqual([{ name: who.name }])
    // also of the lines of other days, which did not name anybody
    await site.sql`
      insert into activities (actor_name, event, target_kind, target_id, person_id, after)
      values ('Ancien', 'personnel.file_exported', 'personnel', ${person}, ${person}, '{"total": 2}')`
    const rh = await site.as('rh')
    const asked = `acte=personnel.file_exported&personne=${who.matricule}`
    const told = tableOf(await rh.get(`/mppeep/journal?${asked}`)).map((row) => row[3])
    const kept = rowsOfCsv(await rh.get(`${taken}/journal/csv?${asked}`)).map((row) => row[4])
    expect(new Set([...told, ...kept.slice(1)])).toEqual(new Set([who.name]))
    expect(told.length).toBeGreaterThan(1)
  })

  it('is not handed out once its reader sees less', async () => {
    const client = await site.as('daf')
    const answer = await made(site, client, fields())
    expect(answer.status).toBe(200)
    const [row] = await site.sql<[{ id: string }]>`select id from exports order by ready_at desc limit 1`
    await site.sql`
      update user_roles set role = 'chef', unit_id = (select id from units where code = 'DAJ')
      where role = 'daf' and user_id = (select id from users where email = 'daf@mppeep.example')`
    await site.sql`update users set auth_epoch = auth_epoch + 1 where email = 'daf@mppeep.example'`
    expect((await (await site.as('daf')).get(`/mppeep/exports/${row.id}/fichier`)).status).toBe(404)
  })
})
