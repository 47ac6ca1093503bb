import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { dayFrom } from './hand'

let site: TestSite
let rh: Client

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
  // so that everybody has a step above, held for long enough, and nothing decided after today
  await site.sql`
    update career_events set withdrawn_at = now(), withdrawn_reason = 'Pour l’essai'
    where grade is not null and kind <> 'nomination' and effective_on > current_date - 900`
  await site.sql`
    insert into career_events (person_id, kind, effective_on, grade, class, echelon)
    select id, 'avancement_echelon', greatest(current_date - 900, started_on), grade, 'deuxieme', 1 from personnel where left_on is null`
  await site.sql`
    update personnel p set class = s.class, echelon = s.echelon, echelon_since = s.echelon_since
    from career_state(current_date) s where s.person_id = p.id`
})
afterAll(() => site.close())

describe('advancements to prepare', () => {
  it('are all there, page by page, each total what a plain count says', async () => {
    const [late] = await site.sql<[{ count: number }]>`
      select count(*)::int as count from personnel
      where left_on is null and started_on <= current_date and position in ('en_activite', 'detachement')
        and echelon_since + interval '2 years' < current_date`
    const seen = new Set<string>()
    let next: string | undefined = '/mppeep/carriere/avancements?quand=retard'
    for (let page = 0; next && page < 20; page++) {
      const answer = await rh.get(next)
      expect(answer.text).toContain(`${late.count}\u00a0avancements`)
      for (const [, id] of answer.text.matchAll(/personnel\/([0-9a-f-]{36})\?onglet=carriere/g)) seen.add(id!)
      next = /<a href="([^"]*)"[^>]*>Suivante/.exec(answer.text)?.[1]?.replaceAll('&amp;', '&')
    }
    expect([late.count > 100, seen.size]).toEqual([true, late.count])
  })

  it('leave out whoever has one decided already', async () => {
    const [one] = await site.sql<[{ id: string; matricule: string }]>`
      select id, matricule from personnel where left_on is null and echelon_since + interval '2 years' < current_date
        and position = 'en_activite' order by echelon_since, id limit 1`
    expect((await rh.get('/mppeep/carriere/avancements?quand=retard')).text).toContain(one.matricule)
    await site.sql`
      insert into career_events (person_id, kind, effective_on, grade, class, echelon)
      select id, 'avancement_echelon', current_date + 20, grade, class, echelon + 1 from personnel where id = ${one.id}`
    expect((await rh.get('/mppeep/carriere/avancements?quand=retard')).text).not.toContain(one.matricule)
  })
})

describe('retirements to come', () => {
  it('are as many as the list behind each figure has', async () => {
    const page = await rh.get('/mppeep/carriere/retraites')
    const figures = [...page.text.matchAll(/<td class="num"><a href="([^"]*retraite_annee[^"]*)">([\d\u202f]+)<\/a>/g)]
    const some = figures.filter(([, , text]) => text !== '0')
    expect(some.length).toBeGreaterThan(10)
    for (const [, href, text] of some.filter((_, at) => at % Math.ceil(some.length / 8) === 0)) {
      const list = await rh.get(href!.replaceAll('&amp;', '&'))
      expect(list.text, href).toMatch(new RegExp(`<strong>${text}\u00a0`))
    }
    expect(page.text).toContain('retraite=depassee')
  })
})

describe('a decision about many', () => {
  it('with anything wrong is said line by line, and writes nothing', async () => {
    const [good] = await someMatricules(1)
    const id = await prepared([good!, 'INCONNU', good!])
    const page = await rh.get(`/mppeep/carriere/masse/${id}`)
    expect(page.text).toMatch(/2.lignes sont à corriger/)
    expect(page.text).toContain('Aucun dossier que vous tenez ne porte ce matricule.')
    expect(page.text).toContain('déjà plus haut')
    expect((await rh.post(`/mppeep/carriere/masse/${id}/application`, {})).status).toBe(409)
    expect(await written(id)).toBe(0)
  })

  it('with a matricule that is none is refused at its field', async () => {
    const fields = { cle: randomUUID(), kind: 'avancement', unit: '', effectiveOn: dayFrom(0), decisionNumber: '' }
    const answer = await rh.post('/mppeep/carriere/masse', { ...fields, matricules: 'A'.repeat(21) })
    expect([answer.status, errorsOf(answer).matricules]).toEqual([422, expect.stringContaining('20 signes')])
  })

  it('is nobody else’s to read or to write', async () => {
    const id = await prepared(await someMatricules(2))
    const drh = await site.as('drh')
    expect((await drh.get(`/mppeep/carriere/masse/${id}`)).status).toBe(404)
    expect((await drh.post(`/mppeep/carriere/masse/${id}/application`, {})).status).toBe(404)
  })

  it('is written for 200 people at once, once, and taken back while nothing stands on it', async () => {
    const matricules = await someMatricules(200)
    const id = await prepared(matricules)
    const { applyBatch } = await import('../../src/career/batches')
    const { cancelBatch } = await import('../../src/career/batch-undoing')
    const { findUser } = await import('../../src/auth/auth')
    const { system } = await import('../../src/actor')
    const [account] = await site.sql<[{ id: string }]>`select id from users where email = 'rh@mppeep.example'`
    const actor = (await findUser(account.id, system('').origin))!
    const told: number[] = []
    // a batch that another process is writing is waited for five seconds; the worker then comes again, as to any job
    const apply = (): Promise<number> =>
      applyBatch(actor, id, async (done) => void told.push(done)).catch((problem) => {
        if (problem.kind !== 'unavailable') throw problem
        return apply()
      })
    const before = await steps(matricules)
    expect((await Promise.all([apply(), apply()])).sort((a, b) => a - b)).toEqual([0, 200])
    expect([await apply(), await written(id), told]).toEqual([0, 200, [0, 100]])
    expect(await site.sql`select from career_late(current_date)`).toHaveLength(0)
    const after = await steps(matricules)
    expect(after.every((step, at) => step === before[at]! + 1)).toBe(true)
    const [lines] = await site.sql`
      select count(*) filter (where event = 'career.recorded')::int as each,
        count(*) filter (where event = 'career.batch_applied')::int as whole
      from activities`
    expect(lines).toEqual({ each: 200, whole: 1 })

    const [someone] = await site.sql<[{ id: string }]>`select id from personnel where matricule = ${matricules[7]!}`
    await site.sql`
      insert into career_events (person_id, kind, effective_on, grade, class, echelon)
      select id, 'avancement_echelon', current_date + 1, grade, class, echelon + 1 from personnel where id = ${someone.id}`
    const cancel = () => cancelBatch(actor, id, { reason: 'Décision rapportée' })
    await expect(cancel()).rejects.toThrow(`${matricules[7]}, Avancement d’échelon`)
    await site.sql`
      update career_events set withdrawn_at = now(), withdrawn_reason = 'Décision rapportée'
      where person_id = ${someone.id} and effective_on = current_date + 1`
    await cancel()
    await cancel()
    expect([await written(id), await steps(matricules)]).toEqual([0, before])
  })

  it('is not taken back by whoever does not keep all of its files any more', async () => {
    const [account] = await site.sql<[{ id: string }]>`select id from users where email = 'rh@mppeep.example'`
    const keeping = (unit: string | null) => site.sql`
      update user_roles set unit_id = (select id from units where code = ${unit})
      where user_id = ${account.id} and role = 'gestionnaire'`
    const id = await prepared(await someMatricules(2))
    await apply(id)
    const undoing = `/mppeep/carriere/masse/${id}/annulation`
    const said = { reason: 'Décision rapportée' }
    await keeping('CAB-PROTOCOLE')
    const refused = await (await site.as('rh')).post(undoing, said)
    expect([refused.status, await written(id)]).toEqual([409, 2])
    for (const { text } of [refused, await (await site.as('rh')).get(undoing)]) {
      expect(text).toContain('que vous ne tenez plus')
      expect(text).not.toContain('name="reason"')
    }
    await keeping(null)
    expect((await (await site.as('rh')).post(undoing, said)).status).toBe(303)
    expect(await written(id)).toBe(0)
  })

  it('is taken back on a page that says for whom and from when, with a reason, and not by who only meant to stop it', async () => {
    const [kept, other] = await someMatricules(2)
    const id = await prepared([kept!, other!])
    const place = `/mppeep/carriere/masse/${id}`
    expect((await rh.get(`${place}/annulation`)).headers.location).toBe(place)
    await apply(id)
    await site.sql`
      update career_events e set withdrawn_at = now(), withdrawn_reason = 'Erreur de saisie'
      from personnel p where p.id = e.person_id and p.matricule = ${other!} and e.batch_id = ${id}`
    expect((await rh.get(place)).text).toContain(`href="${place}/annulation"`)
    const page = await rh.get(`${place}/annulation`)
    expect(page.text).toMatch(/L’avancement de 1\s?personne, en vigueur depuis le [\d/]+, ne comptera plus/)
    expect(page.text).toMatch(/1\s?personne n’est plus concernée/)
    const stopped = await rh.post(`${place}/annulation`, {})
    expect([stopped.status, errorsOf(stopped).reason, await written(id)]).toEqual([422, 'Ce champ est obligatoire.', 1])
    expect((await rh.post(`${place}/annulation`, { reason: 'Décision rapportée' })).headers.location).toBe(place)
    const acts = await site.sql`select withdrawn_reason as reason from career_events where batch_id = ${id} order by 1`
    expect(acts.map(({ reason }) => reason)).toEqual([
      'Décision collective annulée\u202f: Décision rapportée',
      'Erreur de saisie',
    ])
  })

  it('of the list of those who are due begins with all of them', async () => {
    const page = await rh.get('/mppeep/carriere/masse?quand=retard&liste=1')
    const [, pasted = ''] = /<textarea[^>]*>([^<]*)<\/textarea>/.exec(page.text) ?? []
    expect(pasted.trim().split('\n').length).toBeGreaterThan(100)
  })

  it('says what is unusual before what is not, and begins again from its list once given up', async () => {
    const [usual, unusual] = await someMatricules(2)
    await site.sql`
      insert into career_events (person_id, kind, effective_on, grade, class, echelon)
      select id, 'avancement_echelon', current_date - 30, grade, class, 2 from personnel where matricule = ${unusual!}`
    const [due] = await site.sql<[{ on: string }]>`
      select (echelon_since + interval '2 years')::date as on from personnel where matricule = ${usual!}`
    const id = await prepared([usual!, unusual!], due.on)
    const page = await rh.get(`/mppeep/carriere/masse/${id}`)
    expect(page.text).toMatch(/1.ligne est inhabituelle/)
    expect(page.text.indexOf(unusual!)).toBeLessThan(page.text.indexOf(usual!))
    await rh.post(`/mppeep/carriere/masse/${id}/annulation`, {})
    expect((await rh.get(`/mppeep/carriere/masse/${id}`)).text).toContain(`masse?reprise=${id}`)
  })
})

async function prepared(matricules: string[], effectiveOn = dayFrom(0)): Promise<string> {
  const cle = randomUUID()
  const fields = { cle, kind: 'avancement', unit: '', effectiveOn, decisionNumber: '2026-0200/MPPEEP' }
  const answer = await rh.post('/mppeep/carriere/masse', { ...fields, matricules: matricules.join('\r\n') })
  expect(answer.headers.location).toBe(`/mppeep/carriere/masse/${cle}`)
  return cle
}

/** As its job does. */
async function apply(id: string): Promise<void> {
  const { applyBatch } = await import('../../src/career/batches')
  const { findUser } = await import('../../src/auth/auth')
  const { system } = await import('../../src/actor')
  const [account] = await site.sql<[{ id: string }]>`select id from users where email = 'rh@mppeep.example'`
  expect(await applyBatch((await findUser(account.id, system('').origin))!, id, async () => undefined)).toBe(2)
}

async function someMatricules(count: number): Promise<string[]> {
  const rows = await site.sql<{ matricule: string }[]>`
    select matricule from personnel p
    where left_on is null and class = 'deuxieme' and echelon = 1 and started_on < current_date - 900
      and not exists (select from career_events e where e.person_id = p.id and e.effective_on > current_date)
    order by matricule limit ${count}`
  return rows.map(({ matricule }) => matricule)
}

async function written(id: string): Promise<number> {
  return (await site.sql`select from career_events where batch_id = ${id} and withdrawn_at is null`).length
}

async function steps(matricules: string[]): Promise<number[]> {
  const rows = await site.sql<{ echelon: number }[]>`
    select echelon from personnel where matricule = any(${matricules}) order by matricule`
  return rows.map(({ echelon }) => echelon)
}
