import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectDirectly, type Tx } from '../src/db/sql'
import { castOfAccounts } from '../src/demonstration/accounts'
import { seedDemonstration } from '../src/demonstration/demonstration'
import { digest, figuresOf, placesOf } from './support/ministry'
import { copyDatabase } from './support/site'

const today = '2026-11-22'
let empty: Sql
let sql: Sql

beforeAll(async () => {
  empty = connectDirectly(await copyDatabase('ground_empty'))
  sql = connectDirectly(await copyDatabase('ground_empty'))
  await sql.begin((tx) => seedDemonstration(tx, today))
})

afterAll(() => Promise.all([empty.end(), sql.end()]))

describe('the demonstration', () => {
  // a Sunday, a leap day, a holiday, a Monday in the leave season, the last day of a year
  it.each(['2026-11-22', '2028-02-29', '2027-01-01', '2025-08-04', '2026-12-31'])(
    'looks like the ministry on %s, and is the same to the last byte for the same day, another for another day',
    async (day) => {
      const [figures, rows] = await onADay(day, async (tx) => [await figuresOf(tx, day), await digest(tx)] as const)
      if (day === today) expect(rows).toEqual(await digest(sql))
      else expect(rows).not.toEqual(await digest(sql))
      expect(figures).toMatchObject({
        people: 480,
        women: 202,
        categories: 'A 182, B 144, C 96, D 58',
        past: 3,
        incomplete: 12,
        left: 30,
        contested: 6,
        arbitrated: 5,
        awayToday: 36,
        awayThisWeek: 51,
        vacant: 5,
      })
      // on 31 December two ends of year lie within twelve months
      if (day !== '2026-12-31') expect(figures.retiring).toBe(8)
      expect(figures.meanAge).toBeGreaterThan(42.5)
      expect(figures.meanAge).toBeLessThan(43.7)
      expect(figures.youngest).toBeGreaterThanOrEqual(24)
      expect(figures.entries).toBeGreaterThan(15)
      expect(figures.exits).toBeGreaterThan(15)
      expect(figures.aYearAgo).toBe(480 - figures.entries + figures.exits)
      expect(figures.absences).toBeGreaterThan(4_500)
      expect(figures.daysBeforeTheFirst).toBeGreaterThanOrEqual(0)
      expect(figures.daysBeforeTheFirst).toBeLessThan(40)
    },
  )
})

describe('the people of the demonstration', () => {
  it('have numbers and addresses from the ranges of fiction, nobody another’s', async () => {
    const odd = await sql`
      select matricule, phone, work_email, national_id from personnel
      where not fictitious
        or matricule !~ '^[0-9]{6}[A-Z]$'
        or phone !~ '^[+]225070000[0-9]{4}$'
        or work_email !~ '^[a-z.-]+[0-9]?@mppeep[.]example$'
        or national_id !~ '^CI[0-9]{9}$'
        or exists (
          select from personnel other
          where other.id <> personnel.id
            and (other.phone = personnel.phone or other.work_email = personnel.work_email or other.national_id = personnel.national_id))`
    expect(odd).toEqual([])
  })

  it('stand where their last acts have put them, on a step of the grid', async () => {
    const odd = await sql`
      select p.matricule
      from personnel p
      left join index_grid g on (g.grade, g.class, g.echelon, g.points) = (p.grade, p.class, p.echelon, p.index_points)
      cross join lateral (
        select
          (array_agg(grade || class || echelon order by effective_on desc, id desc) filter (where grade is not null))[1] as step,
          (array_agg(unit_id order by effective_on desc, id desc) filter (where unit_id is not null))[1] as unit_id,
          (array_agg(position order by effective_on desc, id desc) filter (where position is not null))[1] as position,
          min(effective_on) as first, max(effective_on) as last,
          count(*) filter (where kind = 'nomination') as nominations,
          count(*) filter (where kind in ('depart', 'retraite') and effective_on = p.left_on) as departures
        from career_events e where e.person_id = p.id and e.effective_on <= '2026-11-22'
      ) acts
      where g.grade is null
        or acts.step <> p.grade || p.class || p.echelon
        or acts.unit_id <> p.unit_id
        or acts.position <> p.position
        or acts.first <> p.started_on
        or acts.last > coalesce(p.left_on, '2026-11-22')
        or acts.nominations <> 1
        or acts.departures <> (p.left_on is not null)::int`
    expect(odd).toEqual([])
  })

  it('are away while they serve, and nobody foresees an illness', async () => {
    const odd = await sql`
      select p.matricule, a.type, a.starts_on, a.ends_on
      from absences a
      join personnel p on p.id = a.person_id
      where a.starts_on < p.started_on
        or a.ends_on > p.left_on
        or (a.type in ('maladie', 'injustifiee') and a.starts_on > '2026-11-22')
        or (a.type = 'maternite' and (p.sex = 'M' or a.ends_on - a.starts_on <> 167))
        or a.created_at > '2026-11-23'`
    expect(odd).toEqual([])
  })

  it('are judged once a year: the last two years closed but for the disputes, this one under way', async () => {
    const states = await sql<{ year: number; states: string[]; low: number; high: number }[]>`
      select year, array_agg(distinct state order by state) as states, min(final_mark)::float as low, max(final_mark)::float as high
      from evaluations group by year order by year`
    expect(states.map(({ year, states }) => [year, ...states])).toEqual([
      [2024, 'arbitree', 'validee'],
      [2025, 'arbitree', 'contestee', 'validee'],
      [2026, 'brouillon', 'contestee', 'transmise', 'validee'],
    ])
    for (const { low, high } of states) expect([low > 9, high < 19]).toEqual([true, true])
  })
})

describe('the cast of accounts', () => {
  it('gives each role to somebody whom it fits', async () => {
    const cast = await castOfAccounts(sql)
    const held = cast.map(({ email, roles }) => [
      email,
      ...roles.map(({ role, unitCode }) => `${role} ${unitCode ?? ''}`.trim()),
    ])
    expect(held.map((words) => words.join(', ').replace('@mppeep.example', ''))).toEqual([
      'admin, admin',
      'drh, drh, chef DRH',
      'rh, gestionnaire',
      'daf, daf, chef DAF',
      'chef, chef DSI',
      'agent, agent',
      'auditeur, auditeur',
      'invite, invite',
    ])
    const places = await placesOf(sql)
    const place = (name: string) => places.get(cast.find(({ email }) => email.startsWith(`${name}@`))!.personId ?? '')
    expect([place('admin'), place('auditeur'), place('invite')]).toEqual([undefined, undefined, undefined])
    expect(place('drh')).toMatchObject({ unit: 'DRH', heads: 'DRH' })
    expect(place('rh')).toMatchObject({ unit: 'DRH-CARRIERE', heads: null })
    expect(place('daf')).toMatchObject({ unit: 'DAF', heads: 'DAF' })
    expect(place('chef')).toMatchObject({ unit: 'DSI', heads: 'DSI', below: 36 })
    expect(place('agent')).toMatchObject({ heads: null, transmitted: 1 })
    expect(place('agent')!.absences).toBeGreaterThan(9)
    for (const { personId, name } of cast) if (personId) expect(places.get(personId)!.name).toBe(name)
  })
})

/** Seeds, asks, and forgets: the next one finds the database empty. */
async function onADay<T>(day: string, ask: (tx: Tx) => Promise<T>): Promise<T> {
  let answer: T
  const forget = new Error('forget')
  await empty
    .begin(async (tx) => {
      await seedDemonstration(tx, day)
      answer = await ask(tx)
      throw forget
    })
    .catch((error) => {
      if (error !== forget) throw error
    })
  return answer!
}
