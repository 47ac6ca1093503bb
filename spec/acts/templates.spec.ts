import { afterAll, beforeAll, expect, it } from 'vitest'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { actOf, idOf, produce, readPdf, somebody } from './hand'

const today = new Date().toISOString().slice(0, 10)
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
const place = '/mppeep/actes/modeles/attestation_travail'
let site: TestSite
let drh: Client
let person: string
type Someone = { id: string; matricule: string; name: string }

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
  person = await somebody(site)
})
afterAll(() => site.close())

const write = (corps: string, version: number, des = today) => drh.post(place, { corps, des, version: String(version) })
const text = async (id: string) => {
  const act = await actOf(site, id)
  return (await readPdf((await drh.get(`/mppeep/documents/${act.documentId}`)).bytes)).text
}

it('what an act says is written anew from a day on, and an act that was made keeps what it said', async () => {
  const before = idOf(await produce(drh, person))
  const body = 'Le ministère atteste que {{nom_complet}} est en service.\n\nMatricule | {{matricule}}'
  expect((await write(body, 1)).status).toBe(303)
  expect((await write(body, 1)).status).toBe(303)
  const [count] = await site.sql`select count(*)::int as n from act_templates where kind = 'attestation_travail'`
  expect(count!.n).toBe(2)
  const late = await write(`${body} Encore.`, 1)
  expect(late.status).toBe(409)
  expect((await write(`${body}\n\nDès demain.`, 2, tomorrow)).status).toBe(303)
  const after = idOf(await produce(drh, person))
  expect(await text(after)).toContain('Le ministère atteste que')
  expect(await text(after)).not.toContain('Dès demain.')
  expect(await text(before)).toContain('En foi de quoi')
  expect([(await actOf(site, before)).templateVersion, (await actOf(site, after)).templateVersion]).toEqual([1, 2])
  const past = await write(`${body} Hier.`, 3, '2020-01-01')
  expect([past.status, errorsOf(past).des]).toEqual([422, expect.stringContaining('au plus tôt')])
})

it('an unknown variable, or one that is not closed, is said at the field, and what was written stays', async () => {
  const [{ version }] = await site.sql<[{ version: number }]>`
    select max(version) as version from act_templates where kind = 'attestation_travail'`
  for (const wrong of ['salaire', 'indice', 'constructor']) {
    const answer = await write(`Ce modèle parle de {{${wrong}}} sans le dire.`, version, tomorrow)
    expect([answer.status, errorsOf(answer).corps]).toEqual([
      422,
      `« {{${wrong}}} » n’est pas une variable de cet acte.`,
    ])
    expect(answer.text).toContain(`parle de {{${wrong}}}`)
  }
  expect(errorsOf(await write('Ce modèle ne ferme pas {{nom ici.', version, tomorrow)).corps).toContain('pas fermée')
  for (const lone of ['Bonjour {inconnu}, ce modèle.', 'Ce modèle ouvre { sans fermer.', 'Celui-ci ferme } seul.'])
    expect(errorsOf(await write(lone, version, tomorrow)).corps).toContain('est seule')
})

it('a text that is being written is seen on somebody, as text and as a sheet, and nothing is kept', async () => {
  const [{ matricule }] = await site.sql<[{ matricule: string }]>`select matricule from personnel where id = ${person}`
  const rows = await site.sql`select (select count(*) from act_templates) as t, (select count(*) from acts) as a`
  const written = { corps: 'Essai pour {{civilite}} {{nom}}, matricule {{matricule}}.', personne: matricule }
  const page = await drh.post(`${place}/apercu`, { ...written, des: tomorrow, version: '1' })
  expect([page.status, page.text]).toEqual([200, expect.stringContaining(`matricule ${matricule}.</p>`)])
  expect(page.text).toContain(`>${written.corps}</textarea>`)
  expect(page.text).toContain(`value="${tomorrow}"`)
  for (const [personne, corps, field] of [
    ['', 'Essai pour {{civilite}}, encore.', 'personne'],
    ['INCONNU', 'Essai pour {{civilite}}, encore.', 'personne'],
    [matricule, 'Essai pour {{inconnu}}, encore.', 'corps'],
  ] as const) {
    const refused = await drh.post(`${place}/apercu`, { corps, personne, version: '1', forme: 'pdf' })
    expect([refused.status, Object.keys(errorsOf(refused))]).toEqual([422, [field]])
    expect(refused.text).toContain(`>${corps}</textarea>`)
  }
  // as long as a text may be: no address has room for it
  const long = `${written.corps}\n\n${'Considérant l’étendue des missions. '.repeat(100)}`
  const sheet = await drh.post(`${place}/apercu`, { ...written, corps: long, forme: 'pdf' })
  expect([sheet.status, sheet.headers['content-type']]).toEqual([200, 'application/pdf'])
  expect((await drh.get(`${place}/apercu`)).status).toBe(405)
  expect((await drh.get(place)).text).not.toContain('formmethod="get"')
  const read = await readPdf(sheet.bytes)
  expect(read.text).toContain(`matricule ${matricule}.`)
  expect(read.text).toContain('APERÇU')
  expect(await site.sql`select (select count(*) from act_templates) as t, (select count(*) from acts) as a`).toEqual(
    rows,
  )
})

it('the heads of the human resources who do not sign are proposed, and fill in the form', async () => {
  const page = await drh.get('/mppeep/actes/signataires')
  const proposed = [...page.text.matchAll(/href="(\/mppeep\/actes\/signataires\?matricule=(\w+)&amp;title=[^"]+)"/g)]
  const heads = await site.sql<{ matricule: string; signs: boolean }[]>`
    select p.matricule, exists (select from signatories s where s.person_id = p.id) as signs
    from units u join personnel p on p.id = u.chief_id
    where u.id in (select subtree(id) from units where code = 'DRH') and u.closed_on is null`
  const silent = heads.filter(({ signs }) => !signs).map(({ matricule }) => matricule)
  expect(silent.length).toBeGreaterThan(0)
  expect(proposed.map(([, , matricule]) => matricule).sort()).toEqual(silent.sort())
  const filled = await drh.get(proposed[0]![1]!.replaceAll('&amp;', '&').replace(/#.*/, ''))
  expect(filled.text).toContain(`value="${proposed[0]![2]}"`)
})

it('whoever stands in for the signatory signs, « p.i. », while it lasts; without anybody no act is made', async () => {
  const [other] = await site.sql<[{ matricule: string; name: string }]>`
    select matricule, first_names || ' ' || last_name as name from personnel
    where left_on is null and started_on <= current_date and id <> ${person} order by id desc limit 1`
  const fields = { matricule: other.matricule, title: 'La Directrice des Ressources humaines', place: 'Bouaké' }
  const named = { ...fields, interim: 'oui', startsOn: today, endsOn: '' }
  expect(errorsOf(await drh.post('/mppeep/actes/signataires', named)).endsOn).toContain('une fin')
  for (let turn = 0; turn < 2; turn++)
    expect((await drh.post('/mppeep/actes/signataires', { ...named, endsOn: tomorrow })).status).toBe(303)
  const [one] = await site.sql`select count(*)::int as n from signatories where interim`
  expect(one!.n).toBe(1)
  const [{ id }] = await site.sql<[{ id: string }]>`select id from signatories where interim`
  const late = await drh.post(`/mppeep/actes/signataires/${id}?_method=PUT`, { endsOn: '2020-01-01' })
  // at the end of this one, and not in the form that names another
  expect([late.status, errorsOf(late)]).toEqual([422, {}])
  expect(late.text).toMatch(new RegExp(`id="champ-fin-${id}"[^>]*aria-invalid="true"[^>]*value="2020-01-01"`))
  expect(late.text).toContain('href="#champ-fin-')
  const said = await text(idOf(await produce(drh, person)))
  expect(said).toContain('La Directrice des Ressources humaines p.i.')
  const present = await text(idOf(await produce(drh, person, { acte: 'certificat_presence' })))
  expect(present).toContain(`${other.name}, Directrice des Ressources humaines p.i., certifie`)
  expect(said).toContain(`Fait à Bouaké, le`)
  expect(said).toContain(other.name)
  await site.sql`update signatories set starts_on = '2000-01-01', ends_on = '2000-12-31'`
  const none = await produce(drh, person)
  expect([none.status, none.text.includes('Personne ne signe les actes')]).toEqual([422, true])
})

it('under one title one person signs at a time, beside whoever stands in', async () => {
  const [first, second, third] = await site.sql<[Someone, Someone, Someone]>`
    select id, matricule, first_names || ' ' || last_name as name from personnel
    where left_on is null and started_on <= current_date and position = 'en_activite' and id <> ${person}
    order by id limit 3`
  const title = 'Le Directeur de Cabinet'
  const name = ({ matricule }: { matricule: string }, more: Record<string, string>) =>
    drh.post('/mppeep/actes/signataires', { matricule, title, place: 'Abidjan', startsOn: today, endsOn: '', ...more })
  const days = () => site.sql`select ends_on::text as end from signatories where title = ${title} order by added_at`
  expect((await name(first, {})).status).toBe(303)
  const taken = await name(second, { title: title.toUpperCase(), startsOn: tomorrow })
  expect([taken.status, errorsOf(taken).title]).toEqual([422, expect.stringContaining(`${first.name} signe déjà`)])
  // by design: whoever stands in signs while the holder is away, and is one person too
  expect((await name(second, { interim: 'oui', endsOn: tomorrow })).status).toBe(303)
  expect(errorsOf(await name(third, { interim: 'oui', endsOn: today })).title).toContain('par intérim')
  await expect(
    site.sql`
      insert into signatories (person_id, title, place, starts_on)
      values (${third.id}, ${title.toLowerCase()}, 'Abidjan', ${tomorrow})`,
  ).rejects.toThrow('signatories_alone')

  const [held] = await site.sql<[{ id: string }]>`select id from signatories where title = ${title} and not interim`
  const end = (endsOn: string) => drh.post(`/mppeep/actes/signataires/${held.id}?_method=PUT`, { endsOn })
  expect((await end(today)).status).toBe(303)
  expect((await name(third, { startsOn: tomorrow })).status).toBe(303)
  const longer = await end(tomorrow)
  expect([longer.status, longer.text.includes(`${third.name} signe déjà sous ce titre`)]).toEqual([422, true])
  expect(await days()).toEqual([{ end: today }, { end: tomorrow }, { end: null }])
})

it('whoever leaves signs no more, and their title is free from that day', async () => {
  const [gone, next] = await site.sql<[Someone, Someone]>`
    select id, matricule, last_name as name from personnel
    where left_on is null and started_on < current_date - 9 and position = 'en_activite' and id <> ${person}
    order by id desc limit 2`
  const fields = { title: 'Le Secrétaire général', place: 'Abidjan', endsOn: '' }
  const named = (matricule: string, startsOn: string) =>
    drh.post('/mppeep/actes/signataires', { ...fields, matricule, startsOn })
  expect((await named(gone.matricule, '2020-01-01')).status).toBe(303)
  await site.sql`update personnel set left_on = current_date, left_reason = 'Mutation' where id = ${gone.id}`
  expect((await named(next.matricule, today)).status).toBe(303)
  const rows = await site.sql`
    select ends_on = current_date - 1 as ended from signatories where title = ${fields.title} order by starts_on`
  expect(rows.map(({ ended }) => ended)).toEqual([true, null])
  const [line] = await site.sql`
    select target_name as about from activities where event = 'acts.signatory_ended' order by id desc limit 1`
  expect(line!.about).toContain('Le Secrétaire général')
})
