import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordAct } from '../career/hand'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/referentiels'
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const open = (what: string, fields: Record<string, string>) => drh.post(`${place}/${what}`, fields)
const withdraw = (what: string) => drh.post(`${place}/${what}?_method=DELETE`, {})
const limits = () =>
  site.sql`select age_limit_on(code, day::date) as age from grades, unnest('{2005-01-01,2020-06-15}'::date[]) as day order by code, day`
const jobs = {
  id: 'x',
  attempt: 1,
  postedAt: new Date(),
  signal: new AbortController().signal,
  progress: async () => undefined,
}

/** Days go by: what begins in so many days begins today. */
async function wait(days: number): Promise<void> {
  await site.sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`update retirement_limits set valid_from = valid_from - ${days}::int where valid_from > current_date`
    await tx`update index_grid set valid_from = valid_from - ${days}::int where valid_from > current_date`
  })
}
async function atMidnight() {
  const { applyJob } = await import('../../src/grades/apply')
  return applyJob.run(jobs, { slot: new Date().toISOString() })
}
async function gridOf(grade: string): Promise<Record<string, string>> {
  const cells = await site.sql<{ cell: string; points: number }[]>`
    select class || '-' || echelon as cell, points_on(grade, class, echelon, current_date) as points
    from index_grid where grade = ${grade} group by grade, class, echelon`
  return Object.fromEntries(cells.map(({ cell, points }) => [cell, String(points)]))
}

describe('an age limit', () => {
  it('opens a period from a day on, says before how many it concerns, and leaves the past as it was', async () => {
    const before = await limits()
    const [those] = await site.sql<
      [{ count: number }]
    >`select count(*)::int as count from personnel where grade = 'A3' and left_on is null`
    expect(those.count).toBeGreaterThan(5)
    const page = await drh.get(`${place}/limites/A3?from=${inDays(1)}&age=62`)
    expect(page.text).toContain(`${those.count}\u00a0dossiers changent`)
    expect((await open('limites/A3', { from: inDays(1), age: '62' })).status).toBe(303)
    expect(await limits()).toEqual(before)
    expect((await drh.get(`${place}?le=${inDays(0)}`)).text).toContain('Décidé, pas encore en vigueur')
    expect((await drh.get(`${place}/limites/A3`)).text).toContain('À venir')
    const [line] = await site.sql`select target_name, after from activities where event = 'referential.opened'`
    expect(line).toEqual({ target_name: 'Limite d’âge, grade A3', after: { from: inDays(1), values: { Âge: 62 } } })
  })

  it('takes effect on its day for everybody in office, and nobody’s open form is lost', async () => {
    const dates = () => site.sql<{ id: string; on: string; year: number; version: number }[]>`
      select id, retirement_on as on, extract(year from birth_date)::int as year, version from personnel
      where grade = 'A3' and left_on is null order by id`
    const before = await dates()
    expect(await atMidnight()).toEqual({ retirements: 0, points: 0 })
    await wait(1)
    expect(await dates()).toEqual(before)
    expect(await atMidnight()).toEqual({ retirements: before.length, points: 0 })
    expect(await dates()).toEqual(before.map((one) => ({ ...one, on: `${one.year + 62}-12-31` })))
    expect(await atMidnight()).toEqual({ retirements: 0, points: 0 })
    const lines = await site.sql`select after from activities where event = 'referential.applied'`
    expect([...lines]).toEqual([{ after: { retirements: before.length, points: 0 } }])
  })

  it('is withdrawn before it begins, and not after', async () => {
    await open('limites/B1', { from: inDays(30), age: '61' })
    expect((await open('limites/B1', { from: inDays(30), age: '63' })).status).toBe(409)
    expect((await withdraw(`limites/B1/${inDays(30)}`)).status).toBe(303)
    expect((await withdraw(`limites/B1/${inDays(30)}`)).status).toBe(404)
    expect((await withdraw('limites/A3/2000-01-01')).status).toBe(409)
    await expect(site.sql`delete from retirement_limits where grade = 'B1'`).rejects.toThrow('is kept')
    await expect(site.sql`update retirement_limits set age = 70`).rejects.toThrow('not rewritten')
  })

  it.each([
    ['today', 'limites/B1', { from: inDays(0), age: '63' }, 'from'],
    ['for an age that is none', 'limites/A3', { from: inDays(2), age: '90' }, 'age'],
    ['on a day that is none', 'limites/A3', { from: '2027-02-30', age: '63' }, 'from'],
    ['with fewer échelons than people have', 'echelons/principale', { from: inDays(2), echelons: '1' }, 'echelons'],
  ])('%s is refused at its field', async (_what, what, fields, field) => {
    const page = await open(what, fields)
    expect([page.status, Object.keys(errorsOf(page))]).toEqual([422, [field]])
  })

  it('of a grade that nobody has had may begin in the past', async () => {
    await site.sql`insert into grades (code, category, rank) values ('Z1', 'A', 99)`
    expect((await open('limites/Z1', { from: '2020-01-01', age: '60' })).status).toBe(303)
    expect(errorsOf(await open('limites/Z1', { from: '2019-01-01', age: '61' })).from).toContain('Après le début')
  })
})

describe('a grid', () => {
  it('gives its points on its day to those who are on it, with a line in their file, and keeps what was', async () => {
    const [onGrid] = await site.sql<[{ id: string; class: string; echelon: number; points: number }]>`
      select id, class, echelon, index_points as points from personnel p
      where grade = 'B3' and left_on is null and index_points = points_on(grade, class, echelon, current_date) limit 1`
    const cell = `${onGrid.class}-${onGrid.echelon}`
    const [apart] = await site.sql<[{ id: string }]>`
      update personnel set index_points = 4000 where id = (
        select id from personnel where grade = 'B3' and left_on is null and id <> ${onGrid.id} limit 1) returning id`
    const grid = await gridOf('B3')
    const raised = Object.fromEntries(Object.entries(grid).map(([name, points]) => [name, String(Number(points) + 10)]))
    const mistaken = await open('grilles/B3', { ...grid, from: inDays(1), 'premiere-1': '110' })
    expect([mistaken.status, /champ-([\w-]+)-erreur"/.exec(mistaken.text)?.[1]]).toEqual([422, 'premiere-1'])
    expect((await open('grilles/B3', { ...raised, from: inDays(1) })).status).toBe(303)
    await wait(1)
    const [due] = await site.sql<[{ count: number }]>`
      select count(*)::int as count from personnel where grade = 'B3' and left_on is null and index_points <> 4000`
    expect(await atMidnight()).toEqual({ retirements: 0, points: due.count })
    const rows = await site.sql`select id, index_points from personnel where id in (${onGrid.id}, ${apart.id})`
    const points = new Map(rows.map((row) => [row.id, row.index_points]))
    expect([points.get(onGrid.id), points.get(apart.id)]).toEqual([onGrid.points + 10, 4000])
    const [line] =
      await site.sql`select before, after from activities where person_id = ${onGrid.id} order by id desc limit 1`
    expect(line).toMatchObject({ before: { indexPoints: onGrid.points }, after: { indexPoints: onGrid.points + 10 } })
    const [past] = await site.sql`select points_on('B3', ${onGrid.class}, ${onGrid.echelon}, '2020-01-01') as points`
    expect(past!.points).toBe(Number(grid[cell]))
  })

  it('counts its questions by pages, not by grades', async () => {
    const calls = async (path: string) => (await site.lineOf(await drh.get(`${place}${path}`)))['db.calls']
    expect(await calls('')).toBeLessThanOrEqual(4)
    expect(await calls('/grilles/A3')).toBeLessThanOrEqual(5)
  })
})

describe('the years to serve before a promotion', () => {
  it('are a period from a day on, and what a promotion of that day is judged by', async () => {
    const from = inDays(4)
    expect((await drh.get(place)).text).toMatch(/A4 après 3.ans/)
    const [someone] = await site.sql<[{ id: string }]>`
      select p.id from personnel p
      where p.grade = 'A3' and p.left_on is null and p.started_on < current_date - 2000 and not exists (
        select from career_events e where e.person_id = p.id and e.effective_on > current_date - 1600 and e.withdrawn_at is null)
      order by p.id limit 1`
    const confirm = async () => {
      const fields = { grade: 'A4', class: 'deuxieme', echelon: '1', effectiveOn: from }
      return errorsOf(await recordAct(drh, someone.id, 'promotion', fields)).confirme
    }
    expect((await open('promotions/A3', { from: inDays(0), A4: '40' })).status).toBe(422)
    expect((await open('promotions/A3', { from, A4: '40' })).status).toBe(303)
    expect((await drh.get(`${place}/promotions/A3`)).text).toMatch(/A4\u202f: 40.ans/)
    expect(await confirm()).toMatch(/40.ans/)
    expect((await withdraw(`promotions/A3/${from}`)).status).toBe(303)
    const lines = await site.sql`select event from activities where target_id = 'promotions A3' order by id`
    expect(lines.map(({ event }) => event)).toEqual(['referential.opened', 'referential.withdrawn'])
    const rewritten = await site.sql`update grade_ladder set years = 1`.catch((error: Error) => error.message)
    expect(rewritten).toMatch(/not rewritten/)
    const [top] = await site.sql`select code from grades order by rank desc limit 1`
    expect((await drh.get(`${place}/promotions/${top!.code}`)).status).toBe(404)
  })
})
