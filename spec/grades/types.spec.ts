import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personOf, sendForm } from '../documents/hand'
import { errorsOf, filledForm } from '../personnel/paper'
import type { Answer, Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'
import { named } from './type-acts'

const place = '/mppeep/referentiels/documents'
let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const change = async (code: string, changes: Record<string, string>, client = drh): Promise<Answer> =>
  client.post(`${place}/${code}?_method=PUT`, { ...shown(await client.get(`${place}/${code}`)), ...changes })
const lastLine = async () =>
  (await site.sql`select event, target_name, before, after from activities order by id desc limit 1`)[0]
const missing = async (client: Client, person: string) =>
  (await client.get(`/mppeep/personnel/${person}?onglet=documents`)).text

/** What the form of the page would send: a box that is not ticked is not sent. */
function shown(page: Answer): Record<string, string> {
  const boxes = [...page.text.matchAll(/<input type="checkbox" value="oui"( checked="")?[^>]*? name="(\w+)"/g)]
  const fields = filledForm(page)
  for (const [, checked, name = ''] of boxes) if (!checked) delete fields[name]
  return fields
}

describe('a kind of paper', () => {
  it('is made, offered, asked of those of whom it is required, and its history says so', async () => {
    expect((await drh.post(place, named('Permis de conduire'))).status).toBe(303)
    expect(await lastLine()).toMatchObject({
      event: 'document_type.created',
      target_name: 'Type de document, Permis de conduire',
      after: { label: 'Permis de conduire', requiredOf: ['A'], validityMonths: 12, alertDays: [30], expires: false },
    })
    const [person] = await site.sql<{ id: string }[]>`
      select id from personnel where grade = 'A3' and left_on is null and id not in (
        select person_id from users where person_id is not null) limit 1`
    const rh = await site.as('rh')
    expect((await rh.get(`/mppeep/personnel/${person!.id}/documents/nouveau`)).text).toContain('Permis de conduire')
    expect(await missing(rh, person!.id)).toContain('Permis de conduire')
    expect((await change('permis_de_conduire', { requiredB: 'oui' })).status).toBe(303)
    expect(await lastLine()).toMatchObject({ before: { requiredOf: ['A'] }, after: { requiredOf: ['A', 'B'] } })
  })

  it('bears a name that no other bears, and a code of its own', async () => {
    expect(errorsOf(await drh.post(place, named('CARTE nationale d’identité'))).label).toContain('porte déjà ce nom')
    expect(errorsOf(await change('passeport', { label: 'Diplôme' })).label).toContain('porte déjà ce nom')
    expect((await drh.post(place, named('Diplôme 2'))).status).toBe(303)
    const [row] = await site.sql`select code from document_types where label = 'Diplôme 2'`
    expect(row!.code).toBe('diplome_a')
  })

  it('is read by others once that is decided, by whoever has shown again who they are', async () => {
    const admin = await site.as('admin')
    await site.sql`update sessions set proved_at = now() - interval '1 day'`
    const fields = { ...shown(await admin.get(`${place}/diplome`)), guard: 'private' }
    const refused = await admin.post(`${place}/diplome?_method=PUT`, fields)
    expect([refused.status, errorsOf(refused).proof]).toEqual([422, 'Confirmez avec votre mot de passe.'])
    const guard = async () => (await site.sql`select guard from document_types where code = 'diplome'`)[0]!.guard
    expect(await guard()).toBeNull()
    expect((await admin.post(`${place}/diplome?_method=PUT`, { ...fields, proof: castPassword })).status).toBe(303)
    expect(await guard()).toBe('private')
  })

  it('is refused late, and changed once', async () => {
    // both have the form before them
    const { version = '' } = shown(await drh.get(`${place}/contrat`))
    const [first, second] = await Promise.all([
      change('contrat', { label: 'Contrat signé', version }),
      change('contrat', { label: 'Contrat de travail', version }),
    ])
    expect([first.status, second.status].sort()).toEqual([303, 409])
  })

  it('that was used is retired and not deleted; one that never was goes', async () => {
    const [person] = await site.sql`select id from personnel limit 1`
    await site.sql`insert into files (hash, bytes, type) values (${'a'.repeat(64)}, 1, 'application/pdf') on conflict do nothing`
    await site.sql`
      insert into documents (person_id, type, series, file, name)
      values (${person!.id}, 'certificat', uuidv7(), ${'a'.repeat(64)}, 'c.pdf')`
    const remove = (code: string) => drh.post(`${place}/${code}?_method=DELETE`, {})
    const refused = await remove('certificat')
    expect([refused.status, refused.text.includes('il ne se supprime pas')]).toEqual([409, true])
    expect((await drh.post(`${place}/certificat/retrait?_method=PUT`, {})).status).toBe(303)
    expect((await drh.get(place)).text).toContain('Retiré le')
    expect((await drh.get(`${place}/certificat`)).text).not.toContain('Supprimer le type')
    expect((await drh.post(`${place}/certificat/retrait?_method=DELETE`, {})).status).toBe(303)
    expect((await remove('attestation_travail')).status).toBe(409)
    expect((await remove('diplome_a')).status).toBe(303)
    expect(await lastLine()).toMatchObject({ event: 'document_type.deleted', before: { label: 'Diplôme 2' } })
  })

  it('gives its papers their end, counted from their issue, and is not given any more once it is retired', async () => {
    const rh = await site.as('rh')
    const person = await personOf(site, 'DSI')
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const type = 'permis_de_conduire'
    const send = (issuedOn: string) =>
      sendForm(rh, `/personnel/${person}/documents`, { type, issuedOn }, { name: 'permis.png', bytes })
    expect((await send('2026-01-31')).status).toBe(303)
    const [paper] = await site.sql`select expires_on::text as end from documents where person_id = ${person}`
    expect(paper!.end).toBe('2027-01-31')
    expect((await drh.post(`${place}/${type}/retrait?_method=PUT`, {})).status).toBe(303)
    const offered = await rh.get(`/mppeep/personnel/${person}/documents/nouveau`)
    expect(offered.text).not.toContain('Permis de conduire')
    expect(errorsOf(await send('2026-02-01')).type).toContain('Choisissez un type de la liste')
    const other = await personOf(site, 'DSI', 1)
    await site.sql`update personnel set grade = 'A3' where id = ${other}`
    expect(await missing(rh, other)).not.toContain('Permis de conduire')
  })

  it.each([
    ['without a name', { label: ' ' }, 'label'],
    ['good for no month', { validityMonths: '0' }, 'validityMonths'],
    ['read by nobody knows whom', { guard: 'tous' }, 'guard'],
  ])('%s is refused at its field, and nothing of it is lost', async (_what, wrong, field) => {
    const page = await drh.post(place, { ...named('Attestation de résidence'), ...wrong })
    expect([page.status, Object.keys(errorsOf(page))]).toEqual([422, [field]])
    if (field !== 'label') expect(page.text).toContain('value="Attestation de résidence"')
  })
})
