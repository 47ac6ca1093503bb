import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let agent: Client
let rh: Client
const files = { foreign: '', other: '' }

beforeAll(async () => {
  site = await openSite()
  ;[agent, rh] = await Promise.all([site.as('agent'), site.as('rh')])
  const [foreign, other] = await site.sql<{ id: string }[]>`
    select p.id from personnel p where unit_id in (select subtree(id) from units where code = 'DAJ') order by id limit 2`
  Object.assign(files, { foreign: foreign!.id, other: other!.id })
})
afterAll(() => site?.close())

it.each([
  [
    'act',
    '/actes/',
    (id: string) => site.sql`
      with paper as (
        insert into files (hash, bytes, type, examined_at) values (encode(sha256(convert_to(${id}, 'UTF8')), 'hex'), 1, 'application/pdf', now()) returning hash
      ), document as (
        insert into documents (person_id, type, series, name, file)
        select ${files.foreign}, 'attestation_travail', ${id}::uuid, 'Attestation.pdf', hash from paper returning id
      ), signatory as (
        insert into signatories (person_id, title, place, starts_on)
        values (${files.other}, 'Le Directeur', 'Abidjan', '2020-01-01') returning id
      )
      insert into acts (
        id, kind, year, number, code, template_version, person_id, person_name, matricule, signatory_id, signatory_name,
        signatory_title, made_on, document_id)
      select ${id}, 'attestation_travail', 2020, floor(random() * 1e6) + 1, translate(upper(left(${id}, 8) || 'AAAA'), '01', 'AB'), 1, ${files.foreign}, 'N', 'M', signatory.id, 'S', 'T',
        '2020-01-01', document.id
      from document, signatory`,
  ],
  [
    'import',
    '/personnel/imports/',
    (id: string) => site.sql`
      insert into imports (id, owner_id, name, kind, reading, columns)
      select ${id}, id, 'agents.csv', 'csv', '{}', '[]' from users where email = 'drh@mppeep.example'`,
  ],
  [
    'decision about many',
    '/carriere/masse/',
    (id: string) => site.sql`
      insert into career_batches (id, kind, effective_on, matricules, asked_by)
      select ${id}, 'avancement', '2026-01-01', '{1}', id from users where email = 'drh@mppeep.example'`,
  ],
  [
    'view',
    '/personnel/vues/',
    (id: string) => site.sql`
      insert into views (id, owner_id, name, query)
      select ${id}, id, 'À moi', 'q=a' from users where email = 'drh@mppeep.example'`,
  ],
] as const)('a refusal of the %s of somebody else is written', async (kind, place, make) => {
  const id = randomUUID()
  await make(id)
  const who = kind === 'act' ? agent : rh
  expect((await who.get(`/mppeep${place}${id}`)).status).toBe(404)
  const lines = () => site.sql`select after from activities where event = 'access.refused' and target_id = ${id}`
  await vi.waitFor(async () => expect(await lines()).toMatchObject([{ after: { status: 404 } }]), { timeout: 10_000 })
})
