import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { type Due, dueFrom, french, prepare, rowsOf, work } from './batch-hand'
import { dayFrom } from './hand'

let site: TestSite
let rh: Client

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())

const tried = 'Vérification, ligne par ligne'

it('what begins at the advancements to prepare offers each their own day, anything else one day for all', async () => {
  await dueFrom(site, 2, 1)
  const start = async (address: string) => {
    const { text } = await rh.get(`/mppeep/carriere/masse${address}`)
    const [, ticked] = /<input type="radio"[^>]*value="(\w+)" checked/.exec(text) ?? []
    const [, date] = /<input type="date" value="([^"]*)" id="champ-effectiveOn"/.exec(text) ?? []
    expect(text).toContain('Chacun à sa date (à compter du jour où l’échelon est acquis)')
    return [ticked, date]
  }
  for (const list of ['?liste=1', '?quand=trimestre&liste=1', '?quand=retard&liste=1'])
    expect(await start(list)).toEqual(['chacun', ''])
  expect(await start('')).toEqual(['commune', dayFrom(0)])
})

it('each is advanced on the day they are due: tried, written, journalled and taken back with all those days', async () => {
  const people = await dueFrom(site, 3, 20)
  const [first, , last] = people as [Due, Due, Due]
  const place = await prepare(rh, fields(people, { dates: 'chacun', effectiveOn: '' }))
  const before = await rh.get(place)
  expect(before.text).toContain('Toutes les lignes sont prêtes')
  for (const { matricule, dueOn } of people)
    expect(rowsOf(before.text, tried).find((row) => row.includes(matricule))).toContain(french(dueOn))
  expect(before.text).toMatch(/<p[^>]*>[^<]*chacun à sa date/)
  await rh.post(`${place}/application`, {})
  await work(site)
  const days = await site.sql`
    select p.matricule, e.effective_on as "dueOn" from career_events e join personnel p on p.id = e.person_id
    where e.batch_id = ${idOf(place)} order by p.matricule`
  expect([...days]).toEqual(people.map(({ matricule, dueOn }) => ({ matricule, dueOn })))

  const span = `du ${french(first.dueOn)} au ${french(last.dueOn)}`
  expect((await rh.get(place)).text).toContain(`effet ${span}`)
  expect(rowsOf((await rh.get('/mppeep/carriere/masse')).text, 'Vos dernières décisions collectives')[0]).toContain(
    span,
  )
  const line = async (event: string) => {
    const [row] = await site.sql<{ after: { effectiveOn: unknown; people: number } }[]>`
      select after from activities where event = ${event} order by id desc limit 1`
    return row!.after
  }
  const told = { effectiveOn: { from: first.dueOn, endsOn: last.dueOn }, people: 3 }
  expect(await line('career.batch_applied')).toMatchObject(told)
  const each = await site.sql`
    select after #>> '{act,effectiveOn}' as day from activities
    where event = 'career.recorded' and after #>> '{act,batch}' = ${idOf(place)} order by 1`
  expect(each.map(({ day }) => day)).toEqual(people.map(({ dueOn }) => dueOn))

  const undoing = await rh.get(`${place}/annulation`)
  expect(undoing.text).toContain(`à effet ${span}, ne comptera plus`)
  expect((await rh.post(`${place}/annulation`, { reason: 'Décision rapportée' })).status).toBe(303)
  expect(await line('career.batch_undone')).toMatchObject(told)
  expect(
    await site.sql`select from career_events where batch_id = ${idOf(place)} and withdrawn_at is null`,
  ).toHaveLength(0)
})

it('who is past their day is advanced from it, and who is not due within a year is named', async () => {
  const [late, far] = [...(await dueFrom(site, 1, -60)), ...(await dueFrom(site, 1, 500))] as [Due, Due]
  const page = await rh.get(await prepare(rh, fields([late, far], { dates: 'chacun', effectiveOn: '' })))
  const rows = rowsOf(page.text, tried)
  expect(rows.find((row) => row.includes(late.matricule))).toMatch(new RegExp(`${french(late.dueOn)}.*Prêt`))
  expect(rows.find((row) => row.includes(far.matricule))).toMatch(/À corriger.*Au plus un an à l’avance/)
})

it('on a common day, whoever is due on another is marked with theirs and not refused; before it the rule of today stands', async () => {
  const [late, exactly, early] = (await dueFrom(site, 3, 29)) as [Due, Due, Due]
  const page = await rh.get(await prepare(rh, fields([late, exactly, early], { effectiveOn: exactly.dueOn })))
  const row = ({ matricule }: Due) => rowsOf(page.text, tried).find((one) => one.includes(matricule))
  expect(row(late)).toMatch(new RegExp(`Inhabituel.*Dû le ${french(late.dueOn)}`))
  expect(row(exactly)).toMatch(/Prêt/)
  expect(row(early)).toMatch(new RegExp(`tenu depuis moins de 2.ans.*Dû le ${french(early.dueOn)}`))
  expect(page.text).toContain('Inscrire pour 3\u00a0personnes')
})

it('the choice goes on with those of whom nothing is wrong, and with a list that is taken up again', async () => {
  const [one] = (await dueFrom(site, 1, 15)) as [Due]
  const place = await prepare(rh, { ...fields([one], { dates: 'chacun' }), matricules: `${one.matricule} INCONNU` })
  expect((await rh.get(place)).text).toContain('<input type="hidden" name="dates" value="chacun"')
  const { text } = await rh.get(`/mppeep/carriere/masse?reprise=${idOf(place)}`)
  expect(text).toMatch(/<input type="radio"[^>]*value="chacun" checked/)
})

it('an assignment has one day, and so has an advancement that asks for a common one', async () => {
  const [one] = (await dueFrom(site, 1, 15)) as [Due]
  const refused = async (more: Record<string, string>) => {
    const answer = await rh.post('/mppeep/carriere/masse', fields([one], more))
    return [answer.status, errorsOf(answer).effectiveOn]
  }
  const toUnit = { kind: 'affectation', unit: 'DAJ', dates: 'chacun' }
  expect(await refused({ ...toUnit, effectiveOn: '' })).toEqual([422, expect.stringContaining('date commune')])
  expect(await refused({ dates: 'commune', effectiveOn: '' })).toEqual([422, 'Ce champ est obligatoire.'])
  const place = await prepare(rh, fields([one], { ...toUnit, effectiveOn: dayFrom(3) }))
  expect((await rh.get(place)).text).toContain(`effet le ${french(dayFrom(3))}`)
})

function fields(people: Due[], more: Record<string, string>): Record<string, string> {
  const matricules = people.map(({ matricule }) => matricule).join('\n')
  return { cle: randomUUID(), kind: 'avancement', unit: '', decisionNumber: '', matricules, ...more }
}

function idOf(place: string): string {
  return place.split('/').at(-1)!
}
