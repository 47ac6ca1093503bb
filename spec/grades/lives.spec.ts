import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorsOf, form } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/referentiels/grades'
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const open = (code: string, openedOn: string) =>
  drh.post(place, { code, category: 'B', above: 'B3', openedOn, age: '60' })
const close = (code: string, closedOn: string) => drh.post(`${place}/${code}/fermeture?_method=PUT`, { closedOn })
const offered = async (path: string) =>
  [
    ...(/<select [^>]*name="grade".*?<\/select>/s.exec((await drh.get(path)).text)?.[0] ?? '').matchAll(
      /value="(\w+)"/g,
    ),
  ].map(([, code]) => code)
const hire = (grade: string, matricule: string) =>
  drh.post('/mppeep/personnel', form({ grade, matricule, indexPoints: '1000', cle: randomUUID() }))

describe('a grade', () => {
  it('opened is found where grades are chosen, in its place, and somebody is given it', async () => {
    expect((await open('b4', inDays(0))).headers.location).toBe('/mppeep/referentiels/grilles/B4')
    expect((await offered('/mppeep/personnel/nouveau')).slice(6, 9)).toEqual(['A1', 'B4', 'B3'])
    const grid = '/mppeep/referentiels/grilles/B4'
    const cells = [...(await drh.get(grid)).text.matchAll(/name="(\w+-\d)"/g)].map(([, name = '']) => [name, '1000'])
    await drh.post(grid, { from: inDays(0), ...Object.fromEntries(cells) })
    expect((await hire('B4', '900104A')).status).toBe(303)
    const [row] = await site.sql`select retirement_on from personnel where grade = 'B4'`
    expect(row!.retirement_on).toBe('2050-12-31')
    expect(errorsOf(await open('B4', inDays(3))).code).toContain('déjà ce code')
  })

  it('to come is given to nobody before its day', async () => {
    await open('B5', inDays(9))
    expect(await offered('/mppeep/personnel/nouveau')).not.toContain('B5')
    expect(await offered('/mppeep/personnel')).toContain('B5')
    await expect(site.sql`update personnel set grade = 'B5' where grade = 'B4'`).rejects.toMatchObject({
      constraint_name: 'personnel_grade_open',
    })
    expect((await drh.get('/mppeep/referentiels')).text).toContain('Ouvert le')
  })

  it('is not closed while somebody has it, nor in the past', async () => {
    const refused = await close('A3', inDays(400))
    expect([refused.status, errorsOf(refused).closedOn]).toEqual([422, expect.stringContaining('encore ce grade')])
    expect(errorsOf(await close('B5', inDays(0))).closedOn).toContain('À partir de demain')
    expect(errorsOf(await close('B5', inDays(9))).closedOn).toContain('Après son ouverture')
    for (const change of [site.sql`closed_on = current_date`, site.sql`opened_on = '2020-01-01'`])
      await expect(site.sql`update grades set ${change} where code = 'A3'`).rejects.toThrow('not rewritten')
  })

  it('whose end is decided is given to nobody any more, and is kept before its day only', async () => {
    await open('B6', inDays(-1))
    expect((await close('B6', inDays(5))).status).toBe(303)
    expect(await offered('/mppeep/personnel/nouveau')).not.toContain('B6')
    await expect(site.sql`update personnel set grade = 'B6' where grade = 'B4'`).rejects.toMatchObject({
      constraint_name: 'personnel_grade_open',
    })
    const keep = () => drh.post(`${place}/B6/fermeture?_method=DELETE`, {})
    expect((await keep()).status).toBe(303)
    expect(await offered('/mppeep/personnel/nouveau')).toContain('B6')
    await close('B6', inDays(5))
    await site.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`update grades set closed_on = current_date, opened_on = current_date - 9 where code = 'B6'`
    })
    expect((await keep()).status).toBe(409)
    const list = async (day: string) => (await drh.get(`/mppeep/referentiels?le=${day}`)).text.includes('grades/B6')
    expect([await list(inDays(0)), await list(inDays(-1))]).toEqual([false, true])
    const lines =
      await site.sql`select event, target_name from activities where event like 'grade.%' order by id desc limit 2`
    expect(lines.map(({ event }) => event)).toEqual(['grade.closed', 'grade.kept'])
  })

  it('decided by another process is known here too', async () => {
    const { givenGrades } = await import('../../src/lib/grade-list')
    await site.sql`insert into grades (code, category, rank) values ('Y1', 'A', 77)`
    await expect.poll(() => givenGrades(), { timeout: 8_000 }).toContain('Y1')
  })
})
