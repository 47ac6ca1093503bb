import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pdf } from '../corrections/hand'
import { errorsOf } from '../personnel/paper'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { watch } from '../support/traces'
import { docx, lastOf, personOf, sendForm } from './hand'

let site: TestSite
let rh: Client
let drh: Client
let person: string
const file = { name: 'arrêté.docx', bytes: docx({ 'word/a.xml': 'kept' }) }
const later = { type: 'cni', expiresOn: '2035-01-01' }

beforeAll(async () => {
  site = await openSite()
  ;[rh, drh] = [await site.as('rh'), await site.as('drh')]
  person = await personOf(site, 'DAJ')
})
afterAll(() => site.close())
beforeEach(() => site.sql`delete from kept_files`)

const add = (fields: Record<string, string>, sent?: typeof file, who = rh) =>
  sendForm(who, `/personnel/${person}/documents`, fields, sent)
const keptIn = (answer: Answer) => /name="kept" value="([0-9a-f-]{36})"/.exec(answer.text)?.[1] ?? ''
const incoming = () => readdirSync(join(process.env.DATA_DIR!, 'files', 'incoming'))

describe('the file of a document’s form that is refused', () => {
  it.each<[string, Record<string, string>]>([
    ['for its end', { type: 'cni' }],
    ['for its type', { type: 'inconnu' }],
    ['for a day that is none', { type: 'cni', expiresOn: '2035-02-31' }],
  ])('%s is there when the form comes again without one', async (_, wrong) => {
    const first = await add(wrong, file)
    expect([first.status, first.text.includes(file.name)]).toEqual([422, true])
    const second = await add({ ...wrong, kept: keptIn(first) })
    expect([second.status, keptIn(second)]).toEqual([422, keptIn(first)])
    expect(incoming()).toEqual([])
    const [once, twice] = await Promise.all([1, 2].map(() => add({ ...later, kept: keptIn(second) })))
    expect([once!.status, twice!.status]).toEqual([303, 303])
    const id = await lastOf(site, person)
    expect((await rh.get(`/mppeep/documents/${id}`)).bytes.equals(file.bytes)).toBe(true)
    const [row] = await site.sql`select count(*)::int as n from documents where person_id = ${person}`
    expect([row?.n, incoming()]).toEqual([1, []])
  })

  it('is told to be wrong with the rest, and then not kept', async () => {
    const traces = await watch(site.sql)
    const answer = await add({ type: 'cni' }, { name: 'a.pdf', bytes: Buffer.from('%PDF-1.7\n') })
    const errors = errorsOf(answer)
    expect([answer.status, Object.keys(errors).sort()]).toEqual([422, ['document', 'expiresOn']])
    const none = await add({ type: 'cni', expiresOn: 'demain' })
    expect(errorsOf(none)).toMatchObject({ document: 'Choisissez un fichier.', expiresOn: expect.any(String) })
    expect([await traces(), incoming()]).toEqual([{}, []])
  })

  it.each<[string, (id: string) => Promise<[Client, string]>]>([
    ['somebody else’s', async (id) => [drh, id]],
    ['too old', async (id) => site.sql`update kept_files set expires_at = now()`.then(() => [rh, id])],
    ['no id', async () => [rh, '" or 1=1']],
  ])('that is %s is as none', async (_, make) => {
    const [client, kept] = await make(keptIn(await add({ type: 'cni' }, file)))
    const answer = await add({ ...later, kept }, undefined, client)
    expect([answer.status, errorsOf(answer).document]).toEqual([422, 'Choisissez un fichier.'])
    expect(answer.text).toContain('n’est plus gardé')
    expect(answer.text).not.toContain(file.name)
  })

  it('is kept of a new version too, unless it is the one in force', async () => {
    await add(later, file)
    const at = `/documents/${await lastOf(site, person)}/versions`
    const other = { name: 'autre.pdf', bytes: pdf({ extra: '% other\n' }) }
    const wrong = await sendForm(rh, at, {}, other)
    const sent = await sendForm(rh, at, { expiresOn: '2036-01-01', kept: keptIn(wrong) })
    expect([wrong.status, sent.status]).toEqual([422, 303])
    const next = `/documents/${await lastOf(site, person)}/versions`
    const same = await sendForm(rh, next, { expiresOn: '2036-01-01' }, other)
    expect([same.status, keptIn(same), incoming()]).toEqual([422, '', []])
  })

  it('of another kind than they take proves nothing in a correction', async () => {
    const agent = await site.as('agent')
    const id = keptIn(await add({ type: 'cni' }, file))
    await site.sql`
      update kept_files set user_id = (select id from users where email = 'agent@mppeep.example') where id = ${id}`
    const answer = await sendForm(agent, '/profil/corrections', { children: '9', kept: id })
    expect([answer.status, errorsOf(answer).document]).toEqual([422, expect.stringMatching(/Joignez/)])
  })
})
