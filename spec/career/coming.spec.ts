import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorsOf, json } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { dayFrom, recordAct, someoneElse } from './hand'

const units = '/mppeep/organisation/unites'
let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

describe('an assignment to come', () => {
  it('stands against the closing of its unit, and is named there', async () => {
    const [id] = await Promise.all([someoneElse(site), make('VEN-A')])
    expect((await recordAct(drh, id, 'affectation', { unit: 'VEN-A', effectiveOn: dayFrom(20) })).status).toBe(303)
    const refused = await drh.post(`${units}/VEN-A/fermeture?_method=PUT`, { closedOn: dayFrom(0), version: '1' })
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('1\u00a0affectation à venir')])
    expect((await drh.get(`${units}/VEN-A/fermeture`)).text).toContain(`/personnel/${id}?onglet=carriere`)
  })

  it('follows its unit into the one it is merged into, and the one that was written stays to be read', async () => {
    const [id] = await Promise.all([someoneElse(site), make('VEN-B')])
    await recordAct(drh, id, 'affectation', { unit: 'VEN-B', effectiveOn: dayFrom(20), decisionNumber: 'D-77' })
    const form = { vers: 'DAJ', on: dayFrom(0), decisionNumber: 'D-78', version: '1' }
    for (const _ of ['once', 'again'])
      expect((await drh.post(`${units}/VEN-B/fusion?_method=PUT`, form)).status).toBe(303)
    const acts = await site.sql`
      select u.code, e.decision_number as decision, e.withdrawn_at is null as stands, e.replaces is not null as corrects
      from career_events e join units u on u.id = e.unit_id
      where e.person_id = ${id} and e.effective_on > current_date order by e.id`
    expect([...acts]).toEqual([
      { code: 'VEN-B', decision: 'D-77', stands: false, corrects: false },
      { code: 'DAJ', decision: 'D-77', stands: true, corrects: true },
    ])
    const lines = await site.sql`select from activities where person_id = ${id} and event = 'career.corrected'`
    expect(lines).toHaveLength(1)
  })

  it('does not lead into a unit whose end is decided before', async () => {
    const [id] = await Promise.all([someoneElse(site), make('VEN-C')])
    await drh.post(`${units}/VEN-C/fermeture?_method=PUT`, { closedOn: dayFrom(10), version: '1' })
    const late = await recordAct(drh, id, 'affectation', { unit: 'VEN-C', effectiveOn: dayFrom(10) })
    expect([late.status, errorsOf(late).unit]).toEqual([422, 'Cette unité n’est pas ouverte à cette date.'])
    expect((await recordAct(drh, id, 'affectation', { unit: 'VEN-C', effectiveOn: dayFrom(9) })).status).toBe(303)
  })

  it('that leads into a closed unit all the same is told once to those who keep the files', async () => {
    const [id] = await Promise.all([someoneElse(site), make('VEN-D')])
    await recordAct(drh, id, 'affectation', { unit: 'VEN-D', effectiveOn: dayFrom(1) })
    await site.sql`update units set closed_on = current_date where code = 'VEN-D'`
    await site.sql`alter table career_events disable trigger career_events_are_kept`
    await site.sql`update career_events set effective_on = current_date where person_id = ${id} and effective_on > current_date`
    await site.sql`alter table career_events enable trigger career_events_are_kept`
    expect([await midnight(), await midnight()]).toEqual([
      { people: 0, prevented: 1 },
      { people: 0, prevented: 0 },
    ])
    const told = await site.sql<{ title: string; keeper: boolean }[]>`
      select n.title, exists (
        select from user_roles r where r.user_id = n.user_id and r.role in ('gestionnaire', 'drh')) as keeper
      from notifications n where n.kind = 'career.prevented'`
    expect(told.length).toBeGreaterThan(1)
    for (const { title, keeper } of told) expect([title, keeper]).toEqual([expect.stringContaining('VEN-D'), true])
  })
})

describe('a grade that is not open', () => {
  const step = { grade: 'A7', class: 'deuxieme', echelon: '1', confirme: 'oui' }

  it('is given by no act from the day of its end, nor by anybody once that is decided', async () => {
    const id = await someoneElse(site)
    await site.sql`update grades set closed_on = current_date + 30 where code = 'A7'`
    for (const effectiveOn of [dayFrom(30), dayFrom(0)]) {
      const answer = await recordAct(drh, id, 'promotion', { ...step, effectiveOn })
      expect([answer.status, errorsOf(answer).grade]).toEqual([422, expect.stringMatching(/n’est pas ouvert/)])
    }
    const file = await drh.get(`/mppeep/api/v1/personnel/${id}`)
    const { version } = file.json<{ version: number }>()
    const patch = (body: object) =>
      drh.json('PATCH', `/mppeep/api/v1/personnel/${id}`, body, { 'if-match': `"${version}"` })
    for (const effectiveOn of [dayFrom(30), dayFrom(0)])
      expect((await patch({ grade: 'A7', effectiveOn })).text).toMatch(/"field":"grade".*n’est pas ouvert/)
    const made = await drh.json('POST', '/mppeep/api/v1/personnel', json({ matricule: '960001C', grade: 'A7' }))
    expect([made.status, made.text]).toEqual([422, expect.stringContaining('"field":"grade"')])
    expect(await site.sql`select from career_events where person_id = ${id} and grade = 'A7'`).toHaveLength(0)
  })
})

function make(code: string) {
  return drh.post(units, { code, name: `Service ${code}`, kind: 'service', parent: 'DSI', openedOn: '', rank: '' })
}

async function midnight(): Promise<unknown> {
  const { careerJob } = await import('../../src/career/clock')
  const job = { progress: async () => undefined } as unknown as Parameters<typeof careerJob.run>[0]
  return careerJob.run(job, { slot: new Date().toISOString() })
}
