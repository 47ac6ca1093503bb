import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdf } from '../corrections/hand'
import { multipart, sendForm } from '../documents/hand'
import { errorsOf, json } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { actFields, dayFrom, lastAct, recordAct } from './hand'

let site: TestSite
let rh: Client

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())

describe('an act', () => {
  it('changes the file on its day, with a line of the journal and its scan among the documents', async () => {
    const id = await newcomer()
    const form = actFields('avancement_echelon', { echelon: '3', effectiveOn: dayFrom(-1) })
    const answer = await sendForm(rh, `/personnel/${id}/carriere`, form, { name: 'décision.pdf', bytes: pdf() })
    expect([answer.status, answer.headers.location]).toEqual([303, `/mppeep/personnel/${id}?onglet=carriere`])
    const [file] =
      await site.sql`select echelon, echelon_since = current_date - 1 as since from personnel where id = ${id}`
    expect(file).toEqual({ echelon: 3, since: true })
    const [line] = await site.sql`
      select event, before, after from activities where person_id = ${id} and event like 'career.%'`
    expect(line).toMatchObject({
      event: 'career.recorded',
      before: { echelon: 2 },
      after: { echelon: 3, act: { kind: 'avancement_echelon', decisionNumber: '2026-0100/MPPEEP' } },
    })
    const page = await career(id)
    const [document] = await site.sql<{ id: string }[]>`select id from documents where person_id = ${id}`
    expect(page.text).toContain(`/documents/${document!.id}/fiche`)
  })

  it.each([
    ['avancement_echelon', { echelon: '2' }, 'echelon', /plus élevé/],
    ['avancement_echelon', { echelon: '9' }, 'echelon', /3\s+échelons/],
    ['avancement_echelon', { echelon: '3', effectiveOn: '2019-12-31' }, 'effectiveOn', /précède/],
    ['avancement_echelon', { echelon: '3', effectiveOn: dayFrom(400) }, 'effectiveOn', /un an/],
    ['avancement_classe', { class: 'deuxieme', echelon: '1' }, 'class', /plus élevée/],
    ['promotion', { grade: 'B1', class: 'deuxieme', echelon: '1' }, 'grade', /déjà/],
    ['promotion', { grade: 'A6', class: 'deuxieme', echelon: '1' }, 'confirme', /ne mène pas/],
    ['affectation', { unit: 'DRH-PAIE' }, 'unit', /déjà/],
    ['affectation', { unit: 'NULLE-PART' }, 'unit', /existe pas/],
    ['position', { position: 'en_activite' }, 'position', /déjà/],
    ['position', { position: 'retraite' }, 'position', /comme un acte/],
    ['sanction', {}, 'note', /3 caractères/],
    ['reintegration', {}, 'effectiveOn', /n’est pas partie/],
    ['retraite', {}, 'confirme', /limite d’âge/],
  ] as [string, Record<string, string>, string, RegExp][])(
    'that cannot be, or is unusual, is said at its field: %s %j',
    async (acte, more, field, message) => {
      const id = await newcomer()
      const answer = await recordAct(rh, id, acte, more)
      expect([answer.status, errorsOf(answer)[field]]).toEqual([422, expect.stringMatching(message)])
      expect(await count(id)).toBe(1)
    },
  )

  it('that is unusual is written once it is confirmed, with the file that came before', async () => {
    const id = await newcomer()
    const form = actFields('promotion', { grade: 'A6', class: 'deuxieme', echelon: '1' })
    const refused = await sendForm(rh, `/personnel/${id}/carriere`, form, { name: 'arrêté.pdf', bytes: pdf() })
    const [, kept = ''] = /name="kept" value="([^"]+)"/.exec(refused.text) ?? []
    const answer = await sendForm(rh, `/personnel/${id}/carriere`, { ...form, kept, confirme: 'oui' })
    expect(answer.status).toBe(303)
    const [file] = await site.sql`
      select grade, index_points = points_on('A6', 'deuxieme', 1, current_date) as points,
        (select count(*)::int from documents where person_id = p.id) as documents
      from personnel p where id = ${id}`
    expect(file).toEqual({ grade: 'A6', points: true, documents: 1 })
  })

  it('entered late tells which ones came since and no longer follow from it', async () => {
    const id = await newcomer()
    await recordAct(rh, id, 'avancement_echelon', { echelon: '3', effectiveOn: dayFrom(-10) })
    for (const [acte, more] of [
      ['promotion', { grade: 'B3', class: 'deuxieme', echelon: '1' }],
      ['depart', { note: 'Démission' }],
    ] as [string, Record<string, string>][]) {
      const answer = await recordAct(rh, id, acte, { ...more, effectiveOn: dayFrom(-20) })
      expect([answer.status, errorsOf(answer).confirme]).toEqual([
        422,
        expect.stringMatching(/ne s’accorde plus avec cet acte.*Avancement d’échelon du/),
      ])
    }
    const later = await recordAct(rh, id, 'depart', { note: 'Démission', effectiveOn: dayFrom(-5) })
    expect(later.status).toBe(303)
  })

  it('to come leaves the file as it is, shows as such, and takes effect by itself on its day', async () => {
    const id = await newcomer()
    await recordAct(rh, id, 'affectation', { unit: 'DAJ', effectiveOn: dayFrom(30) })
    const unit = async () =>
      (await site.sql`select u.code from personnel p join units u on u.id = p.unit_id where p.id = ${id}`)[0]!.code
    expect(await unit()).toBe('DRH-PAIE')
    expect((await career(id)).text).toContain('À venir')
    expect((await career(id, dayFrom(31))).text).toMatch(/Situation au .*Direction des affaires juridiques/s)
    const { careerJob } = await import('../../src/career/clock')
    const job = { progress: async () => undefined } as unknown as Parameters<typeof careerJob.run>[0]
    // as many days went by, three of them with nobody there
    await site.sql`alter table career_events disable trigger career_events_are_kept`
    await site.sql`update career_events set effective_on = current_date - 3 where person_id = ${id} and kind = 'affectation'`
    await site.sql`alter table career_events enable trigger career_events_are_kept`
    await careerJob.run(job, { slot: new Date().toISOString() })
    expect(await unit()).toBe('DAJ')
    const lines = await site.sql`
      select before ->> 'unit' as was, after ->> 'unit' as is from activities where person_id = ${id} and event = 'career.applied'`
    expect([...lines]).toEqual([{ was: 'DRH-PAIE', is: 'DAJ' }])
    await careerJob.run(job, { slot: new Date().toISOString() })
    expect(await site.sql`select from activities where person_id = ${id} and event = 'career.applied'`).toHaveLength(1)
  })

  it('that was wrong is corrected by another, and stays to be read, struck through', async () => {
    const id = await newcomer()
    await recordAct(rh, id, 'affectation', { unit: 'DAJ' })
    const act = await lastAct(site.sql, id, 'affectation')
    const form = actFields('affectation', { unit: 'DAF-BUDGET', reason: 'Unité prise pour une autre' })
    const path = `/mppeep/personnel/${id}/carriere/${act}/correction?_method=PUT`
    const { multipart: body, headers } = await multipart(form)
    expect((await rh.ask(path, { method: 'POST', body, headers })).status).toBe(303)
    const page = await career(id)
    expect(page.text).toMatch(/<del><strong>Affectation<\/strong> Direction des affaires juridiques/)
    expect(page.text).toContain('Unité prise pour une autre')
    expect(await site.sql`select from career_late(current_date) as id where id = ${id}`).toEqual([])
    const refused = await site.sql`delete from career_events where id = ${act}`.catch((error: Error) => error.message)
    expect(refused).toMatch(/not rewritten/)
  })

  it('that others stand on says so, and is cancelled once they are', async () => {
    const id = await newcomer()
    await recordAct(rh, id, 'avancement_echelon', { echelon: '3', effectiveOn: dayFrom(-20) })
    const first = await lastAct(site.sql, id, 'avancement_echelon')
    await recordAct(rh, id, 'avancement_classe', { class: 'premiere', echelon: '1', effectiveOn: dayFrom(-10) })
    const second = await lastAct(site.sql, id, 'avancement_classe')
    await recordAct(rh, id, 'avancement_echelon', { echelon: '2', effectiveOn: dayFrom(-5), confirme: 'oui' })
    const page = await rh.get(`/mppeep/personnel/${id}/carriere/${second}/annulation`)
    expect(page.text).toContain('D’autres actes reposent sur celui-ci')
    expect((await cancel(id, second)).status).toBe(409)
    for (const act of [await lastAct(site.sql, id, 'avancement_echelon'), second, first])
      expect((await cancel(id, act)).status).toBe(303)
    const [file] = await site.sql`select class, echelon from personnel where id = ${id}`
    expect(file).toEqual({ class: 'deuxieme', echelon: 2 })
    expect((await cancel(id, await lastAct(site.sql, id, 'nomination'))).status).toBe(409)
  })

  it('of assignment is given its decision in two clicks: the number, and the paper', async () => {
    const id = await newcomer()
    await recordAct(rh, id, 'affectation', { unit: 'DAJ', decisionNumber: '', effectiveOn: dayFrom(12) })
    const [, link = ''] = /href="([^"]+)"[^>]*>\s*Produire la décision/.exec((await career(id)).text) ?? []
    const form = await rh.get(link.replaceAll('&amp;', '&'))
    const fields = fieldsIn(form.text)
    const sent = { ...fields, fonction: 'Juriste' }
    const other = await rh.post(`/mppeep/personnel/${id}/actes`, { ...sent, effet: dayFrom(13), cle: randomUUID() })
    expect([other.status, errorsOf(other).effet]).toEqual([422, expect.stringContaining('autre date')])
    const answers = await Promise.all([0, 1].map(() => rh.post(`/mppeep/personnel/${id}/actes`, sent)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const [act] = await site.sql`
      select e.decision_number as decision, d.type, (select count(*)::int from acts where person_id = ${id}) as made
      from career_events e join documents d on d.id = e.document_id where e.person_id = ${id} and e.kind = 'affectation'`
    expect(act).toEqual({ decision: expect.stringMatching(/DA/), type: 'decision_affectation', made: 1 })
    const page = await career(id)
    expect([page.text.includes('Pièce de l’acte'), page.text.includes('Produire la décision')]).toEqual([true, false])
    const rewritten =
      await site.sql`update career_events set decision_number = 'X' where person_id = ${id} and kind = 'affectation'`
        .then(() => 'done')
        .catch((error: Error) => error.message)
    expect(rewritten).toMatch(/not rewritten/)
  })

  it('reaches the person concerned, a sanction in calm words', async () => {
    const [agent] = await site.sql<[{ id: string; userId: string }]>`
      select person_id as id, id as "userId" from users where email = 'agent@mppeep.example'`
    await recordAct(rh, agent.id, 'sanction', { note: 'Avertissement' })
    const [told] =
      await site.sql`select title from notifications where user_id = ${agent.userId} order by id desc limit 1`
    expect(told!.title).toBe('Une décision est inscrite dans votre dossier')
  })
})

describe('with 100 000 acts', () => {
  it('the career of somebody takes four queries at most, each by an index', async () => {
    await site.sql`
      insert into career_events (person_id, kind, effective_on, note)
      select p.id, 'sanction', p.started_on + n, 'Avertissement'
      from (select id, started_on from personnel order by id limit 400) p cross join generate_series(1, 250) n`
    await site.sql`analyze career_events`
    const id = await newcomer()
    const page = await career(id)
    expect([page.status, (await site.lineOf(page))['db.calls']]).toEqual([200, expect.toSatisfy((n: number) => n <= 4)])
    const plan = await site.sql`explain select unit_id from career_of(${id}, current_date)`
    const words = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(words).toMatch(/career_events_by_person/)
    expect(words).not.toMatch(/Seq Scan/)
  })
})

let people = 0

/** B1, second class, second échelon, since 2020, at the DRH. */
async function newcomer(): Promise<string> {
  const matricule = `94${String(++people).padStart(4, '0')}C`
  const answer = await rh.json('POST', '/mppeep/api/v1/personnel', json({ matricule }))
  return answer.json<{ id: string }>().id
}

/** What the form that makes an act would send as it is shown. */
function fieldsIn(page: string): Record<string, string> {
  const [, form = ''] = /<form class="form"[^>]*>(.*?)<\/form>/s.exec(page) ?? []
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => [
    /name="(\w+)"/.exec(input)?.[1] ?? '',
    /value="([^"]*)"/.exec(input)?.[1] ?? '',
  ])
  const chosen = [...form.matchAll(/<select [^>]*?name="(\w+)"[^>]*>(.*?)<\/select>/gs)].map(
    ([, name, options = '']) => [name, /<option value="([^"]*)" selected/.exec(options)?.[1] ?? ''],
  )
  return Object.fromEntries([...inputs, ...chosen])
}

function career(id: string, au = '') {
  return rh.get(`/mppeep/personnel/${id}?onglet=carriere${au && `&au=${au}`}`)
}

function cancel(id: string, act: string) {
  return rh.post(`/mppeep/personnel/${id}/carriere/${act}/annulation?_method=PUT`, { reason: 'Décision rapportée' })
}

async function count(id: string): Promise<number> {
  return (await site.sql`select from career_events where person_id = ${id}`).length
}
