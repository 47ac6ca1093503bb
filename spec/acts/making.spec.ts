import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeset } from '../../src/lib/typography'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { actOf, idOf, produce, readPdf, somebody } from './hand'

const year = new Date().getUTCFullYear()
let site: TestSite
let rh: Client
let person: string

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('rh')
  person = await somebody(site)
})
afterAll(() => site.close())

const numbers = async (kind = 'attestation_travail') =>
  (await site.sql<{ number: number }[]>`select number from acts where kind = ${kind} order by number`).map(
    ({ number }) => number,
  )
const paper = (client: Client, document: string) => client.get(`/mppeep/documents/${document}`)

describe('an act', () => {
  it('is set as French is', () => {
    const set = 'À l’écoute\u202f: «\u202fici\u202f»\u202f; n°\u00a012\u202f! 1\u202f234\u202f567'
    expect(typeset("À l'écoute : « ici » ; n° 12 ! 1 234 567")).toBe(set)
    expect(typeset(set)).toBe(set)
  })

  it('says who it is about, whatever their name is made of, and is among their documents', async () => {
    await site.sql`
      update personnel set last_name = 'N’Guessan Éhouman <b>{{matricule}}</b>', first_names = 'Aya Œdipe | Zoé'
      where id = ${person}`
    const answer = await produce(rh, person)
    expect(answer.status).toBe(303)
    const act = await actOf(site, idOf(answer))
    const sheet = await paper(rh, act.documentId)
    const { text, pages, info, mark } = await readPdf(sheet.bytes)
    expect(text).toContain('N’Guessan Éhouman <b>{{matricule}}</b> Aya Œdipe | Zoé')
    expect(text).toContain(`N° ${String(act.number).padStart(4, '0')}/${year}/MPPEEP/AT`)
    expect(text).toMatch(/à l’unité « \S.* », au grade/)
    expect(text).toContain('Union – Discipline – Travail')
    expect(text).toContain(act.code.replace(/(.{4})(?=.)/g, '$1-'))
    expect(text).toContain('page 1 sur 1')
    expect([pages, info.Language ?? info.Lang, (mark as { Marked: boolean }).Marked]).toEqual([1, 'fr-CI', true])
    expect(String(info.Title)).toContain('Attestation de travail')
    const tab = await rh.get(`/mppeep/personnel/${person}?onglet=documents`)
    expect(tab.text).toContain(`/mppeep/documents/${act.documentId}/fiche`)
    // printed again, the same bytes
    expect((await paper(rh, act.documentId)).bytes).toEqual(sheet.bytes)
    const [line] = await site.sql`select event, person_id from activities where target_id = ${idOf(answer)}`
    expect(line).toEqual({ event: 'acts.produced', person_id: person })
  })

  it('sent twice is one', async () => {
    const before = (await numbers()).length
    const fields = { cle: randomUUID() }
    const [one, other] = await Promise.all([produce(rh, person, fields), produce(rh, person, fields)])
    expect(one.headers.location).toBe(other.headers.location)
    expect((await numbers()).length).toBe(before + 1)
  })

  it('that fails gives its number back', async () => {
    const before = await numbers()
    await site.sql`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$`
    await site.sql`create trigger refuse before insert on acts for each row execute function refuse()`
    expect((await produce(rh, person)).status).toBe(500)
    await site.sql`drop trigger refuse on acts`
    expect((await produce(rh, person)).status).toBe(303)
    const after = await numbers()
    expect(after).toEqual([...before, before.length + 1])
    const [kept] = await site.sql`
      select count(*)::int as lost from documents d where type = 'attestation_travail' and made
        and not exists (select from acts where document_id = d.id)`
    expect(kept!.lost).toBe(0)
  })

  it('is refused of somebody who has left, or is not at work, and nothing is written', async () => {
    const [gone] = await site.sql<[{ id: string }]>`select id from personnel where left_on < current_date limit 1`
    const before = await numbers()
    const refused = await produce(rh, gone.id)
    expect([refused.status, errorsOf(refused).acte ?? refused.text]).toEqual([
      422,
      expect.stringContaining('ne fait plus partie'),
    ])
    expect((await produce(rh, gone.id, { acte: 'etat_signaletique' })).status).toBe(303)
    const away = await somebody(site, 'DAF')
    await site.sql`update personnel set position = 'suspension' where id = ${away}`
    expect((await produce(rh, away, { acte: 'certificat_presence' })).status).toBe(422)
    expect(await numbers()).toEqual(before)
    expect(await numbers('certificat_presence')).toEqual([])
  })

  it('of an assignment says where to, as what and from when', async () => {
    const fields = { acte: 'decision_affectation', unite: 'DAF', fonction: 'Chargée d’études', effet: `${year}-02-01` }
    const preview = await rh.get(`/mppeep/personnel/${person}/actes/nouveau?${new URLSearchParams(fields)}`)
    expect(preview.text).toContain(`1er\u00a0février\u00a0${year}`)
    const act = await actOf(site, idOf(await produce(rh, person, fields)))
    const { text } = await readPdf((await paper(rh, act.documentId)).bytes)
    expect(text).toContain('en qualité de : Chargée d’études')
    expect(text).toContain(`prend effet le 1er février ${year}`)
    const nowhere = await produce(rh, person, { ...fields, unite: 'NULLE-PART' })
    expect([nowhere.status, errorsOf(nowhere).unite]).toEqual([422, 'Choisissez une unité de la liste.'])
    expect(nowhere.text).toContain('value="Chargée d’études"')
    const bad = new URLSearchParams({ ...fields, effet: '2026-13-45' })
    for (const at of ['nouveau', 'apercu']) {
      const refused = await rh.get(`/mppeep/personnel/${person}/actes/${at}?${bad}`)
      expect([refused.status, errorsOf(refused).effet]).toEqual([422, 'Cette date n’existe pas.'])
      expect(refused.text).toContain('value="Chargée d’études"')
    }
  })

  it('that is cancelled keeps its number and its paper, for who keeps the file alone', async () => {
    const id = idOf(await produce(rh, person))
    const act = await actOf(site, id)
    const cancel = (reason: string) => rh.post(`/mppeep/actes/${id}?_method=DELETE`, { reason })
    expect((await cancel('')).status).toBe(422)
    expect((await cancel('Erreur sur la fonction')).status).toBe(303)
    expect((await cancel('Encore')).status).toBe(303)
    expect((await rh.get(`/mppeep/actes/${id}`)).text).toContain('Erreur sur la fonction')
    expect((await paper(rh, act.documentId)).status).toBe(200)
    expect((await paper(await site.as('chef'), act.documentId)).status).toBe(404)
    const events = await site.sql`select event from activities where target_id = ${id} order by id`
    expect(events.map(({ event }) => event)).toEqual(['acts.produced', 'acts.cancelled'])
    const papers = await site.sql`
      select event from activities where target_id = ${act.documentId} and event like 'documents.%' order by id`
    expect(papers.map(({ event }) => event)).toEqual(['documents.added', 'documents.withdrawn'])
    const visitor = site.visitor()
    const page = await visitor.get(`/mppeep/verifier/${act.code}`)
    expect(page.text).toContain('Ce document est annulé.')
    expect(page.text).not.toContain('Erreur sur la fonction')
  })

  it('that cannot be cancelled whole is not cancelled at all', async () => {
    const id = idOf(await produce(rh, person))
    await site.sql`create trigger refuse before update on documents for each row execute function refuse()`
    const cancel = () => rh.post(`/mppeep/actes/${id}?_method=DELETE`, { reason: 'Erreur sur la fonction' })
    expect((await cancel()).status).toBe(500)
    const standing = () => site.sql`
      select a.cancelled_at is null as valid, d.withdrawn_at is null as kept,
        (select count(*)::int from activities where target_id = ${id} and event = 'acts.cancelled') as lines
      from acts a join documents d on d.id = a.document_id
      where a.id = ${id}`
    expect(await standing()).toEqual([{ valid: true, kept: true, lines: 0 }])
    await site.sql`drop trigger refuse on documents`
    expect((await cancel()).status).toBe(303)
    expect(await standing()).toEqual([{ valid: false, kept: false, lines: 1 }])
  })

  it('of who is who holds on one page', async () => {
    const act = await actOf(site, idOf(await produce(rh, person, { acte: 'etat_signaletique' })))
    const { text, pages } = await readPdf((await paper(rh, act.documentId)).bytes)
    expect(pages).toBe(1)
    for (const label of ['Matricule', 'Date de naissance', 'Nationalité', 'Grade', 'Fait à', 'page 1 sur 1'])
      expect(text).toContain(label)
  })
})

it('the list of acts costs as many statements whatever it shows, and counts what it shows', async () => {
  const read = async (query: string) => {
    const answer = await rh.get(`/mppeep/actes${query}`)
    const rows = (answer.text.match(/<a href="\/mppeep\/actes\/[0-9a-f-]{36}"/g) ?? []).length
    return { rows, calls: (await site.lineOf(answer))['db.calls'] }
  }
  const [one, all] = [await read('?q=1&acte=attestation_travail'), await read('')]
  expect(one.rows).toBe(1)
  expect(all.rows).toBe(
    (await numbers()).length + (await site.sql`select from acts where kind <> 'attestation_travail'`).count,
  )
  expect(all.rows).toBeGreaterThan(4)
  expect(all.calls).toBe(one.calls)
})
