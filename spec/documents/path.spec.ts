import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdf } from '../corrections/hand'
import { atOnce, errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { watch } from '../support/traces'
import { lastOf, personOf, sendForm } from './hand'

let site: TestSite
let rh: Client
let chef: Client
let daf: Client
let person: string
let below: string

const paper = (mark = '') => ({ name: 'pièce.pdf', bytes: pdf({ extra: `% ${mark}\n` }) })
const add = (type: string, mark = '', days: Record<string, string> = {}, to = person, who = rh) =>
  sendForm(who, `/personnel/${to}/documents`, { type, ...days }, paper(mark))

beforeAll(async () => {
  site = await openSite()
  ;[rh, chef, daf] = [await site.as('rh'), await site.as('chef'), await site.as('daf')]
  ;[person, below] = [await personOf(site, 'DAJ'), await personOf(site, 'DSI')]
})
afterAll(() => site.close())

describe('a document', () => {
  it('is added, listed, read, journaled, and told to its person', async () => {
    const traces = await watch(site.sql)
    const answer = await add('diplome', 'a', { issuedOn: '2001-07-14' })
    expect([answer.status, answer.headers.location]).toEqual([303, `/mppeep/personnel/${person}?onglet=documents`])
    expect(await traces()).toEqual({ documents: 1, files: 1, activities: 1 })
    const list = await rh.get(`/mppeep/personnel/${person}?onglet=documents`)
    expect(list.text).toMatch(/Diplôme[\s\S]*14\/07\/2001/)
    const id = await lastOf(site, person)
    const file = await rh.get(`/mppeep/documents/${id}`)
    expect([file.status, file.bytes.equals(paper('a').bytes)]).toEqual([200, true])
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="piece.pdf"; filename*=UTF-8\'\'pi%C3%A8ce.pdf',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    })
    const shown = await rh.get(`/mppeep/documents/${id}/apercu`)
    expect(shown.headers['content-disposition']).toMatch(/^inline;/)
  })

  it('is served in the parts that are asked for', async () => {
    const id = await lastOf(site, person)
    const whole = paper('a').bytes
    const part = await rh.get(`/mppeep/documents/${id}`, { range: 'bytes=5-9' })
    expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 5-9/${whole.length}`])
    expect(part.bytes.equals(whole.subarray(5, 10))).toBe(true)
    const last = await rh.get(`/mppeep/documents/${id}`, { range: 'bytes=-4' })
    expect([last.status, last.bytes.equals(whole.subarray(-4))]).toEqual([206, true])
    const beyond = await rh.get(`/mppeep/documents/${id}`, { range: `bytes=${whole.length}-` })
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${whole.length}`])
    for (const odd of ['bytes=9-5', 'bytes=0-1,3-4', 'lines=1-2'])
      expect((await rh.get(`/mppeep/documents/${id}`, { range: odd })).status, odd).toBe(200)
  })

  it('of health is for the human resources alone, and its reading is in the journal', async () => {
    await add('certificat_medical', 'h', { expiresOn: '2030-01-01' }, below)
    const id = await lastOf(site, below)
    for (const who of [chef, daf]) {
      for (const page of ['', '/apercu', '/fiche']) {
        expect((await who.get(`/mppeep/documents/${id}${page}`)).status).toBe(404)
      }
      const tab = await who.get(`/mppeep/personnel/${below}?onglet=documents`)
      expect([tab.status, tab.text.includes('Certificat médical')]).toEqual([200, false])
    }
    const traces = await watch(site.sql)
    for (const range of ['bytes=0-3', 'bytes=4-9']) await rh.get(`/mppeep/documents/${id}`, { range })
    expect(await traces()).toEqual({ activities: 1 })
    const [line] = await site.sql`select event, person_id from activities order by id desc limit 1`
    expect(line).toEqual({ event: 'documents.read', person_id: below })
  })

  it('out of reach is 404, written down as a refusal', async () => {
    const id = await lastOf(site, person)
    expect((await chef.get(`/mppeep/documents/${id}`)).status).toBe(404)
    await expect
      .poll(
        async () =>
          (await site.sql`select from activities where event = 'access.refused' and target_id = ${id}`).length,
      )
      .toBe(1)
  })

  it('sent twice, or by five at once, is there once', async () => {
    const traces = await watch(site.sql)
    const answers = await atOnce(5, () => add('certificat', 'twice'))
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(303))
    await add('certificat', 'twice')
    expect(await traces()).toEqual({ documents: 1, files: 1, activities: 1 })
  })

  it('sent again with other days is not taken for the same, and a version mends them', async () => {
    const days = { issuedOn: '2020-05-06', expiresOn: '2031-05-06' }
    await add('contrat', 'days', days, person)
    const id = await lastOf(site, person)
    const traces = await watch(site.sql)
    const again = await add('contrat', 'days', { ...days, issuedOn: '2021-01-01' }, person)
    expect([again.status, errorsOf(again).document]).toEqual([422, expect.stringContaining('avec d’autres dates')])
    expect(await traces()).toEqual({})
    const send = (issuedOn: string) => sendForm(rh, `/documents/${id}/versions`, { ...days, issuedOn }, paper('days'))
    expect((await send('2020-05-06')).status).toBe(422)
    const mended = await send('2021-01-01')
    expect((await rh.get(mended.headers.location!)).text).toContain('01/01/2021')
  })

  it('is not handed out in the days to come', async () => {
    const answer = await add('contrat', 'future', { issuedOn: '2099-01-01', expiresOn: '2099-02-01' }, person)
    expect([answer.status, Object.keys(errorsOf(answer))]).toEqual([422, ['issuedOn']])
  })

  it('replaced, stays to be read by who keeps the file', async () => {
    await add('contrat', 'v1', { expiresOn: '2031-01-01' }, below)
    const first = await lastOf(site, below)
    const replace = (mark: string, expiresOn = '2032-01-01') =>
      sendForm(rh, `/documents/${first}/versions`, { expiresOn }, paper(mark))
    const answers = await atOnce(3, () => replace('v2'))
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect((await replace('v3')).status).toBe(409)
    // the same file by somebody else, who says other days of it
    expect((await replace('v2', '2033-01-01')).status).toBe(409)
    const page = await rh.get(answers[0]!.headers.location!)
    expect(page.text).toMatch(/Version\u00a02[\s\S]*Version\u00a01[\s\S]*remplacé/)
    expect((await rh.get(`/mppeep/documents/${first}`)).status).toBe(200)
  })

  it('of the past is not for its person', async () => {
    const [own] = await site.sql<
      [{ id: string }]
    >`select person_id as id from users where email = 'agent@mppeep.example'`
    await add('diplome', 'old', {}, own.id)
    const old = await lastOf(site, own.id)
    const agent = await site.as('agent')
    expect((await agent.get(`/mppeep/documents/${old}`)).status).toBe(200)
    await sendForm(rh, `/documents/${old}/versions`, {}, paper('new'))
    expect((await agent.get(`/mppeep/documents/${old}`)).status).toBe(404)
    expect((await agent.get(`/mppeep/documents/${await lastOf(site, own.id)}`)).status).toBe(200)
  })

  it('withdrawn leaves the file with its reason, once', async () => {
    const id = await lastOf(site, person)
    const withdraw = (reason: string) => rh.post(`/mppeep/documents/${id}?_method=DELETE`, { reason })
    expect((await withdraw('')).status).toBe(422)
    const traces = await watch(site.sql)
    const answers = await atOnce(3, () => withdraw('Document d’un homonyme'))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await traces()).toEqual({ documents: 1, activities: 1 })
    expect((await rh.get(`/mppeep/documents/${id}/fiche`)).text).toContain('Document d’un homonyme')
    expect((await daf.get(`/mppeep/documents/${id}`)).status).toBe(404)
  })

  it.each<[string, Record<string, string>, string]>([
    ['an end before its beginning', { type: 'cni', issuedOn: '2026-01-02', expiresOn: '2026-01-01' }, 'expiresOn'],
    ['no end where there is one', { type: 'cni' }, 'expiresOn'],
    ['a type that is none', { type: 'photo' }, 'type'],
    ['a day that does not exist', { type: 'cni', expiresOn: '2027-02-30' }, 'expiresOn'],
  ])('with %s is refused at its field, and leaves its file for the next time alone', async (_what, fields, field) => {
    const traces = await watch(site.sql)
    const answer = await sendForm(rh, `/personnel/${person}/documents`, fields, paper('refused'))
    expect([answer.status, Object.keys(errorsOf(answer))]).toEqual([422, [field]])
    expect(answer.text).toContain(`value="${fields.expiresOn ?? ''}"`)
    expect(await traces()).toEqual({ kept_files: 1 })
    expect(readdirSync(join(process.env.DATA_DIR!, 'files', 'incoming'))).toEqual([])
  })

  it('that is missing is asked for until it is there', async () => {
    const tab = () => rh.get(`/mppeep/personnel/${person}?onglet=documents`)
    expect((await tab()).text).toContain('?type=cni">Carte nationale d’identité')
    await add('cni', 'cni', { expiresOn: '2035-01-01' })
    expect((await tab()).text).not.toContain('?type=cni">')
  })
})
