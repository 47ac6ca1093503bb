import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { sendForm } from '../documents/hand'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { dayFrom } from './hand'

let site: TestSite
let rh: Client
let matricules: string[]

beforeAll(async () => {
  // all of it with Redis away
  site = await openSite({ redis: false })
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from outbox`
  await site.sql`delete from notifications`
  const people = await site.sql<{ matricule: string }[]>`
    select p.matricule from personnel p join units u on u.id = p.unit_id
    where u.code <> 'DAJ' and p.left_on is null and p.started_on < current_date and p.recruited_on < current_date
      and not exists (select from career_events e where e.person_id = p.id and e.effective_on >= current_date)
    order by p.matricule limit 6`
  matricules = people.map(({ matricule }) => matricule)
})

it('a decision is written by its job, however often it is asked for, and whoever asked is told where', async () => {
  const page = await prepared(matricules.join('\n'))
  const asked = await Promise.all([rh.post(`${page}/application`, {}), rh.post(`${page}/application`, {})])
  expect(asked.map(({ status }) => status)).toEqual([303, 303])
  const waiting = await rh.get(page)
  expect(waiting.text).toContain('<progress')
  expect(waiting.text).toMatch(/hx-trigger="jobs from:body, every/)
  await work()
  expect((await rh.get(page)).text).toContain('dans toutes les carrières')
  expect(await site.sql`select state, progress_total as total from outbox`).toMatchObject([{ state: 'done', total: 6 }])
  expect(await writtenBy(page)).toBe(6)
  const told = await site.sql`select title, href from notifications where kind = 'career.batch'`
  expect([...told]).toEqual([{ title: 'Votre décision collective est inscrite', href: page.replace('/mppeep', '') }])
  await rh.post(`${page}/application`, {})
  expect(await site.sql`select from outbox`).toHaveLength(1)
})

it('a decision that is stopped before its turn writes nothing', async () => {
  const page = await prepared(matricules.join('\n'))
  await rh.post(`${page}/application`, {})
  expect((await rh.get(page)).text).toContain('Arrêter')
  expect((await rh.post(`${page}/annulation`, {})).status).toBe(303)
  await work()
  expect(await site.sql`select state from outbox`).toMatchObject([{ state: 'cancelled' }])
  expect([await writtenBy(page), (await rh.get(page)).text.includes('Annulée le')]).toEqual([0, true])
})

it('what has become wrong since it was verified is said, and nothing of it is written', async () => {
  const page = await prepared(matricules.join('\n'))
  await rh.post(`${page}/application`, {})
  await site.sql`
    insert into career_events (person_id, kind, effective_on, unit_id)
    select p.id, 'affectation', current_date, u.id from personnel p, units u
    where p.matricule = ${matricules[0]!} and u.code = 'DSI'`
  await work()
  expect((await rh.get(page)).text).toContain('Rien n’a été inscrit.')
  const told = await site.sql`select title from notifications where kind = 'career.batch'`
  expect([await writtenBy(page), ...told.map(({ title }) => title)]).toEqual([
    0,
    'Votre décision collective n’a pas pu être inscrite',
  ])
})

it('a CSV file gives the matricules of its own column, beside those that are pasted', async () => {
  const [pasted, ...others] = matricules
  const lines = ['N°;Nom;Matricule', ...others.map((one, at) => `${at};Ébé;"${one.toLowerCase()}"`)]
  for (const bytes of [Buffer.from(`\ufeff${lines.join('\r\n')}`), Buffer.from(lines.join('\n'), 'latin1')]) {
    const page = await prepared(pasted!, { name: 'agents.csv', bytes })
    expect((await rh.get(page)).text).toContain('Inscrire pour 6\u00a0personnes')
  }
  const bytes = Buffer.from('PK\u0003\u0004\0\0')
  const wrong = await sendForm(rh, '/carriere/masse', fields(pasted!), { name: 'a.xlsx', bytes }, 'fichier')
  expect([wrong.status, wrong.text.includes('format CSV'), wrong.text.includes(pasted!)]).toEqual([422, true, true])
})

function fields(pasted: string): Record<string, string> {
  const shared = { cle: randomUUID(), kind: 'affectation', unit: 'DAJ', effectiveOn: dayFrom(0) }
  return { ...shared, decisionNumber: '', matricules: pasted }
}

async function prepared(pasted: string, file?: { name: string; bytes: Buffer }): Promise<string> {
  const answer = await sendForm(rh, '/carriere/masse', fields(pasted), file, 'fichier')
  expect(answer.status, answer.text.slice(0, 500)).toBe(303)
  return answer.headers.location!
}

/** Has all that waits done. */
async function work(): Promise<void> {
  const { startRunner } = await import('../../src/outbox/runner')
  const { batchJob } = await import('../../src/career/batch-job')
  const runner = startRunner({ 'career.batch': batchJob })
  const left = () => site.sql`select from outbox where kind = 'career.batch' and finished_at is null`
  await vi.waitFor(async () => expect(await left()).toHaveLength(0), 10_000).finally(() => runner.stop())
}

async function writtenBy(page: string): Promise<number> {
  const id = page.split('/').at(-1)!
  return (await site.sql`select from career_events where batch_id = ${id} and withdrawn_at is null`).length
}
