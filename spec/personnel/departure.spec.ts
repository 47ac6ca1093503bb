import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { atOnce, errorsOf, filledForm, form, traces } from './paper'

const leaving = { leftOn: '2026-06-30', leftReason: 'Mutation vers un autre ministère', decisionNumber: '2026-0099' }
let site: TestSite
let rh: Client
let one: { id: string; at: string }
let made = 0

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())
beforeEach(async () => {
  const answer = await rh.post('/mppeep/personnel', form({ matricule: `92${String(++made).padStart(4, '0')}D` }))
  one = { id: answer.headers.location!.split('/').at(-1)!, at: answer.headers.location! }
})

describe('a departure', () => {
  it('is a day and a reason on a file that stays, an act of the career and a line of the journal', async () => {
    const page = await rh.get(`${one.at}/depart`)
    const answer = await leave(rh, filledForm(page, leaving))
    expect(answer.status).toBe(303)
    const file = await rh.get(answer.headers.location!)
    expect(file.text).toContain('Partie le 30/06/2026')
    expect(file.text).toContain('Le départ est enregistré.')
    expect(await row()).toEqual({ left_on: '2026-06-30', left_reason: 'Mutation vers un autre ministère', version: 2 })
    expect(await events()).toEqual([
      { kind: 'depart', on: '2026-06-30', decision: '2026-0099', note: 'Mutation vers un autre ministère' },
    ])
    expect(await lastLine()).toMatchObject({
      event: 'personnel.left',
      before: { version: 1 },
      after: { leftOn: '2026-06-30', leftReason: 'Mutation vers un autre ministère', version: 2 },
    })
  })

  it.each([
    ['before the start of service', { leftOn: '2020-01-31' }, 'leftOn'],
    ['years ahead', { leftOn: '2099-01-01' }, 'leftOn'],
    ['on a day that does not exist', { leftOn: '2026-02-30' }, 'leftOn'],
    ['without a day', { leftOn: '' }, 'leftOn'],
    ['without a reason', { leftReason: ' ' }, 'leftReason'],
    ['with an endless reason', { leftReason: 'x'.repeat(301) }, 'leftReason'],
  ])('%s is refused at its field and leaves no trace', async (_, changes, field) => {
    const before = await traces(site.sql)
    const again = await leave(rh, { ...leaving, ...changes })
    expect(again.status).toBe(422)
    expect(Object.keys(errorsOf(again))).toEqual([field])
    expect(filledForm(again)).toEqual({ ...leaving, ...changes })
    expect(await traces(site.sql)).toEqual(before)
  })

  it('said ten times at once is said once', async () => {
    const answers = await atOnce(10, () => leave(rh, leaving))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(303))
    expect(await events()).toHaveLength(1)
    expect(await row()).toMatchObject({ version: 2 })
  })

  it('does not replace another one', async () => {
    await leave(rh, leaving)
    const before = await traces(site.sql)
    const answer = await leave(rh, { ...leaving, leftOn: '2026-07-31' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('Un départ est déjà enregistré')
    expect(await traces(site.sql)).toEqual(before)
  })
})

describe('a return', () => {
  it('ends the departure, from today', async () => {
    await leave(rh, leaving)
    expect((await rh.get(`${one.at}/depart`)).text).toContain('_method=DELETE')
    const answer = await comeBack(rh)
    expect(answer.status).toBe(303)
    expect((await rh.get(answer.headers.location!)).text).toContain('La réintégration est enregistrée.')
    expect(await row()).toEqual({ left_on: null, left_reason: null, version: 3 })
    const [today] = await site.sql`select current_date as day`
    expect(await events()).toEqual([
      { kind: 'depart', on: '2026-06-30', decision: '2026-0099', note: leaving.leftReason },
      { kind: 'reintegration', on: today!.day, decision: null, note: null },
    ])
    expect(await lastLine()).toMatchObject({
      event: 'personnel.returned',
      before: { leftOn: '2026-06-30', version: 2 },
      after: { version: 3 },
    })
  })

  it('asked for ten times at once happens once, and never to somebody who is there', async () => {
    await leave(rh, leaving)
    const answers = await atOnce(10, () => comeBack(rh))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(303))
    expect(await events()).toHaveLength(2)
    const before = await traces(site.sql)
    expect((await comeBack(rh)).status).toBe(303)
    expect(await traces(site.sql)).toEqual(before)
  })
})

describe('a day to come', () => {
  const [month, later] = [30, 31].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10))
  const french = (day: string) => day.split('-').reverse().join('/')

  it('is not told as past: who leaves then is still there, and the departure can be taken back', async () => {
    await leave(rh, { ...leaving, leftOn: month! })
    const file = (await rh.get(one.at)).text
    expect(file).toContain(`Part le ${french(month!)}`)
    expect(file).toContain('Annuler le départ')
    expect((await rh.get(`/mppeep/personnel?q=92${String(made).padStart(4, '0')}`)).text).toContain(
      `part le ${french(month!)}`,
    )
    expect((await rh.get(`${one.at}/depart`)).text).not.toContain('La réintégration prend effet')
    const answer = await comeBack(rh)
    expect((await rh.get(answer.headers.location!)).text).toContain('Le départ est annulé.')
    expect(await row()).toMatchObject({ left_on: null })
    const inForce = await site.sql`
      select kind from career_events where person_id = ${one.id} and withdrawn_at is null`
    expect(inForce.map(({ kind }) => kind)).toEqual(['nomination'])
  })

  it('is not told as past: who arrives then has served no time', async () => {
    const dates = { matricule: `93${String(made).padStart(4, '0')}D`, recruitedOn: month!, startedOn: later! }
    const { text } = await rh.get((await rh.post('/mppeep/personnel', form(dates))).headers.location!)
    expect(text).toContain(`Arrive le ${french(later!)}`)
    expect(text).toContain(`à partir du ${french(later!)}`)
    expect(text).not.toContain('moins d’un mois')
  })
})

describe('whoever may not write', () => {
  const others: Role[] = ['agent', 'chef', 'daf', 'admin', 'auditeur', 'invite']

  it.each(others)('makes nobody leave or come back: %s', async (role) => {
    await leave(rh, leaving)
    const someone = await site.as(role)
    const before = await traces(site.sql)
    for (const answer of [
      await someone.get(`${one.at}/depart`),
      await leave(someone, leaving),
      await comeBack(someone),
    ]) {
      expect(answer.status).toBe(403)
    }
    expect(await traces(site.sql)).toEqual(before)
  })

  it('nor does anybody who is not there', async () => {
    for (const at of ['/mppeep/personnel/0199f0c4-1111-7222-8333-444455556666', '/mppeep/personnel/abc']) {
      expect((await rh.get(`${at}/depart`)).status).toBe(404)
      expect((await rh.post(`${at}/depart?_method=PUT`, leaving)).status).toBe(404)
      expect((await rh.post(`${at}/depart?_method=DELETE`, {})).status).toBe(404)
    }
  })
})

function leave(client: Client, fields: Record<string, string>): Promise<Answer> {
  return client.post(`${one.at}/depart?_method=PUT`, fields)
}

function comeBack(client: Client): Promise<Answer> {
  return client.post(`${one.at}/depart?_method=DELETE`, {})
}

async function row() {
  const [found] = await site.sql`select left_on, left_reason, version from personnel where id = ${one.id}`
  return { ...found }
}

async function events() {
  const found = await site.sql`
    select kind, effective_on as on, decision_number as decision, note from career_events
    where person_id = ${one.id} and kind <> 'nomination' order by created_at`
  return found.map((event) => ({ ...event }))
}

async function lastLine() {
  const [line] = await site.sql`
      select event, before, after from activities
      where person_id = ${one.id} and event <> 'personnel.read' order by id desc limit 1`
  return line
}
