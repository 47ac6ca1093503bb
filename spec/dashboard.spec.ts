import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../src/actor'
import { ageBands, lastMonths, nextYears, yearBefore } from '../src/dashboard/rules'
import type { Client } from './support/client'
import { linkedFigures, muteShapes, totalOf } from './support/linked'
import { openSite, type TestSite } from './support/site'
import { World } from './support/world'

const page = '/mppeep/dashboard'
const today = new Date().toISOString().slice(0, 10)

let site: TestSite
let world: World
let drh: Client
let chef: Client

beforeAll(async () => {
  site = await openSite()
  await addAwkwardPeople()
  world = await World.read(site.sql)
  drh = await site.as('drh')
  chef = await site.as('chef')
})
afterAll(() => site.close())

describe('each figure', () => {
  it.each([
    ['drh', undefined, 300],
    ['chef', 'DSI', 120],
    ['daf', undefined, 250],
    ['invite', undefined, 250],
  ] as const)(
    'is, for %s, the number of people of the list it leads to, counted again by hand',
    async (role, below, atLeast) => {
      const client = await site.as(role)
      const { status, text } = await client.get(page)
      expect(status).toBe(200)
      const figures = linkedFigures(text)
      expect(figures.length).toBeGreaterThan(atLeast)
      expect(muteShapes(text)).toEqual([])
      const fictitious = role === 'invite'
      for (const [href, people] of distinct(figures)) {
        const counted = world.who(parametersOf(href), today, below)
        expect(people, `${href} by hand`).toBe(counted.length)
        expect(totalOf((await client.get(href)).text), `${href} in the list`).toBe(people)
      }
      expect(fictitious && (await site.sql`select from personnel where not fictitious`).length).toBe(fictitious && 0)
    },
  )

  it('is the same wherever the page says it', async () => {
    for (const client of [drh, chef]) {
      const seen = new Map<string, number>()
      for (const { href, people } of linkedFigures((await client.get(page)).text)) {
        expect(seen.get(href) ?? people, href).toBe(people)
        seen.set(href, people)
      }
    }
  })

  it('leaves nobody out: directions, categories and sexes, ages add up to the whole', async () => {
    for (const [client, below] of [
      [drh, undefined],
      [chef, 'DSI'],
    ] as const) {
      const figures = [...distinct(linkedFigures((await client.get(page)).text))].map(([href, people]) => ({
        people,
        ...namesOf(href),
      }))
      const all = world.who(new URLSearchParams(), today, below).length
      const sum = (...names: string[]) =>
        figures
          .filter((figure) => figure.names === names.sort().join())
          .reduce((total, { people }) => total + people, 0)
      expect(sum('unite') + sum('unite', 'unite_seule')).toBe(all)
      expect(sum('unite', 'categorie', 'sexe') + sum('unite', 'unite_seule', 'categorie', 'sexe')).toBe(all)
      expect(sum('categorie')).toBe(all)
      expect(sum('age_min', 'age_max', 'sexe') + sum('age_max', 'sexe') + sum('age_min', 'sexe')).toBe(all)
    }
  })

  it('is right on days that are hard to count on', async () => {
    const { figures } = await import('../src/dashboard/dashboard')
    const { listPeople, listSchema } = await import('../src/personnel/list')
    const { DashboardBody } = await import('../components/dashboard/body')
    const [unit] = await site.sql<[{ id: number }]>`select id::int from units where code = 'DSI'`
    for (const day of ['2026-11-22', '2026-11-23', '2026-12-31', '2027-01-01', '2028-02-28', '2028-02-29']) {
      for (const [actor, below] of [
        [userWith('drh', null), undefined],
        [userWith('chef', unit.id), 'DSI'],
      ] as const) {
        const links = linkedFigures(String(DashboardBody(await figures(actor, day))))
        expect(links.length).toBeGreaterThan(100)
        for (const [href, people] of distinct(links)) {
          expect(people, `${href} on ${day} by hand`).toBe(world.who(parametersOf(href), day, below).length)
          const input = listSchema.parse(Object.fromEntries(parametersOf(href)))
          expect((await listPeople(actor, input, 1, day)).total, `${href} on ${day} in the list`).toBe(people)
        }
      }
    }
  })

  it('counts a chief of a unit and of one below it once', async () => {
    const { figures } = await import('../src/dashboard/dashboard')
    const units = await site.sql<
      { id: number }[]
    >`select id::int from units where code in ('DGPE', 'DGPE-PARTICIPATIONS', 'DSI')`
    const actor = { ...userWith('chef', null), held: units.map(({ id }) => ({ role: 'chef' as const, unitId: id })) }
    const { present, places, placeKind, marks } = await figures(actor, today)
    const expected =
      world.who(new URLSearchParams(), today, 'DGPE').length + world.who(new URLSearchParams(), today, 'DSI').length
    expect(present).toBe(expected)
    expect(placeKind).toBe('unit')
    expect(places.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['DGPE', 'DGPE-ENTREPRISES', 'DSI', 'DSI-RESEAUX']),
    )
    expect(places.map(({ code }) => code)).not.toContain('DGPE-PARTICIPATIONS')
    const counted = places.flatMap(({ counts }) => Object.values(counts)).reduce((all, { F, M }) => all + F + M, 0)
    expect(counted).toBe(expected)
    expect(marks!.places.reduce((all, { people }) => all + people, 0)).toBe(marks!.people)
  })
})

describe('averages', () => {
  it('are the means of the settled marks of the last year that is over', async () => {
    const year = Number(today.slice(0, 4)) - 1
    for (const [client, below] of [
      [drh, undefined],
      [chef, 'DSI'],
    ] as const) {
      const { text } = await client.get(page)
      const drawing = /<figure class="chart" id="evaluations">[\s\S]*?<\/figure>/.exec(text)![0]
      expect(drawing).toContain(`Évaluations ${year}`)
      const rows = [...drawing.matchAll(/<a href="([^"]*)" title="[^"]*">[\s\S]*?dot-value">([^<]*)</g)]
      expect(rows.length).toBeGreaterThanOrEqual(4)
      for (const [, href = '', shown] of rows) {
        const people = world.who(parametersOf(href), today, below)
        expect(shown, href).toBe(world.mean(people, year)!.toFixed(2).replace('.', ','))
      }
      const everyone = world.who(new URLSearchParams({ evalue: String(year) }), today, below)
      expect(drawing).toContain(`moyenne ${world.mean(everyone, year)!.toFixed(2).replace('.', ',')} `)
    }
  })
})

describe('who sees what', () => {
  it('shows a chief the unit and what is below, nothing of the others', async () => {
    const { text } = await chef.get(page)
    const below = world.subtree('DSI')
    const names = await site.sql<{ id: number; name: string }[]>`select id::int, name from units`
    for (const { id, name } of names) {
      expect(text.includes(`>${name.replaceAll("'", '&#39;')}<`), name).toBe(below.has(id))
    }
  })

  it('hides the marks and the reasons of health from those who may not read them', async () => {
    for (const role of ['daf', 'invite', 'chef'] as const) {
      const { text } = await (await site.as(role)).get(page)
      expect(text, role).toContain('Santé')
      expect(text, role).not.toMatch(/Maladie|Maternité|type_absence=mal|type_absence=mat/)
      expect(text.includes('id="evaluations"'), role).toBe(role === 'chef')
    }
    for (const role of ['drh', 'gestionnaire', 'auditeur'] as const) {
      const { text } = await (await site.as(role)).get(page)
      expect(text, role).toContain('Maladie')
      expect(text, role).not.toContain('Santé')
      expect(text, role).toContain('id="evaluations"')
    }
  })

  it('has no dashboard for an agent, an administrator or a visitor', async () => {
    expect((await (await site.as('agent')).get(page)).status).toBe(403)
    expect((await (await site.as('admin')).get(page)).status).toBe(403)
    const visit = await site.visitor().get(page)
    expect(visit.status).toBe(303)
    expect(visit.headers.location).toContain('/mppeep/connexion')
  })
})

describe('what is kept', () => {
  it('shows a write at the next load', async () => {
    const before = presentOn((await drh.get(page)).text)
    expect((await drh.post('/mppeep/personnel', newcomer)).status).toBe(303)
    const { text } = await drh.get(page)
    expect(presentOn(text)).toBe(before + 1)
    world = await World.read(site.sql)
    expect(presentOn(text)).toBe(world.who(new URLSearchParams(), today).length)
  })

  it('asks Postgres nothing when it is there, and Redis once', async (context) => {
    if (!site.redis) context.skip('needs a Redis server')
    for (let visits = 0; visits < 3; visits++) await drh.get(page)
    const line = (await linesFor(page)).at(-1)!
    expect(line).toMatchObject({ cache: 'hit', 'db.calls': 0, 'redis.calls': 1 })
  })

  it('is computed once for a hundred people at the door', async (context) => {
    if (!site.redis) context.skip('needs a Redis server')
    const { bump } = await import('../src/redis/cache')
    await drh.get(page)
    await bump('personnel')
    const alone = await callsOf(() => drh.get(page).then((answer) => [answer]))
    expect(alone.statements).toBeGreaterThan(0)
    expect(alone.statements).toBeLessThanOrEqual(7)
    await bump('personnel')
    const crowd = await callsOf(() => Promise.all(Array.from({ length: 100 }, () => drh.get(page))))
    expect(crowd.statuses).toEqual(Array(100).fill(200))
    expect(crowd.bodies).toBe(1)
    expect(crowd.statements).toBe(alone.statements)
  })
})

describe('rules', () => {
  it('takes 28 February as the day a year before 29 February', () => {
    expect(yearBefore('2028-02-29')).toBe('2027-02-28')
    expect(yearBefore('2029-02-28')).toBe('2028-02-28')
    expect(yearBefore('2026-11-22')).toBe('2025-11-22')
  })

  it('walks months and years over the end of a year', () => {
    expect(lastMonths('2027-02-10', 4)).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
    expect(lastMonths('2026-12-31', 12)[0]).toBe('2026-01')
    expect(nextYears('2026-11-22', 5)).toEqual([2026, 2027, 2028, 2029, 2030])
  })

  it('gives every age one band', () => {
    for (let age = 0; age <= 120; age++) {
      const holding = ageBands.filter(({ min, max }) => (min ?? 0) <= age && age <= (max ?? 200))
      expect(holding.length, String(age)).toBe(1)
    }
  })
})

const newcomer = {
  ...{
    matricule: '990001Z',
    lastName: 'ZORO',
    firstNames: 'Essai',
    sex: 'F',
    birthDate: '1990-05-05',
    birthPlace: 'Man',
  },
  ...{
    nationalId: 'CI999000001',
    unit: 'DAJ',
    grade: 'A3',
    class: 'deuxieme',
    echelon: '1',
    recruitedOn: '2020-01-06',
    startedOn: '2020-01-06',
  },
}

/** Birthdays, departures, retirements, absences and marks that fall just before, on and after the days counted on. */
async function addAwkwardPeople(): Promise<void> {
  const { sql } = site
  const births = [
    '2001-12-31',
    '2002-01-01',
    '2002-01-02',
    '2004-02-28',
    '2004-02-29',
    '2003-02-28',
    '2003-03-01',
    '1966-06-01',
    '1961-11-22',
    '1961-11-23',
    '1967-01-01',
  ]
  const spans = [
    ['2026-11-23', null],
    ['2026-12-31', null],
    ['2027-01-01', null],
    ['2025-11-22', '2026-11-22'],
    ['2025-11-23', '2026-11-23'],
    ['2024-03-01', '2026-12-31'],
    ['2024-03-01', '2027-01-01'],
    ['2027-02-28', null],
    ['2028-02-29', null],
    [today, today],
  ]
  const [dsi] = await sql<[{ id: string }]>`select id from units where code = 'DSI-RESEAUX'`
  const [root] = await sql<[{ id: string }]>`select id from units where parent_id is null`
  const rows = [
    ...births.map((birth) => ({ birth, from: '2024-03-01', to: null as string | null })),
    ...spans.map(([from, to]) => ({ birth: '1990-02-28', from: from!, to: to ?? null })),
  ]
  const ids: string[] = []
  for (const [rank, { birth, from, to }] of rows.entries()) {
    const [row] = await sql<[{ id: string }]>`
      insert into personnel (matricule, last_name, first_names, sex, birth_date, unit_id, grade, class, echelon, index_points, recruited_on, started_on, left_on, left_reason, fictitious)
      values (${`9800${String(rank).padStart(2, '0')}Z`}, 'TAPÉ', 'Essai', ${rank % 2 ? 'F' : 'M'}, ${birth}, ${rank % 4 === 3 ? root.id : dsi.id}, 'B1', 'deuxieme', 1, 870, ${from}, ${from}, ${to}, ${to && 'Démission'}, true)
      returning id`
    ids.push(row.id)
  }
  const stays: [number, string, string, string][] = [
    [0, 'maladie', today, today],
    [1, 'conge_annuel', '2026-11-16', '2026-11-16'],
    [1, 'formation', '2026-11-22', '2026-11-23'],
    [2, 'mission', '2026-11-22', '2026-11-22'],
    [4, 'maternite', '2026-11-23', '2027-03-01'],
    [14, 'permission', '2026-11-20', '2026-11-24'],
    [5, 'permission', '2026-12-28', '2026-12-31'],
    [6, 'paternite', '2028-02-29', '2028-03-05'],
  ]
  for (const [rank, type, from, to] of stays) {
    await sql`insert into absences (person_id, type, starts_on, ends_on) values (${ids[rank]!}, ${type}, ${from}, ${to})`
  }
  await sql`insert into absences (person_id, type, starts_on, ends_on, cancelled_at) values (${ids[8]!}, 'mission', ${today}, ${today}, now())`
  for (const [rank, state] of [
    [0, 'validee'],
    [1, 'contestee'],
    [15, 'validee'],
    [20, 'validee'],
  ] as const) {
    for (const year of [2025, 2026]) {
      await sql`
        insert into evaluations (person_id, year, technical, organisation, initiative, diligence, relations, state)
        values (${ids[rank]!}, ${year}, 11, 12.5, 13, 9, 17.25, ${state})`
    }
  }
}

function userWith(role: 'drh' | 'chef', unitId: number | null): User {
  const origin = { address: null, cfRay: null, requestId: null }
  return {
    kind: 'user',
    id: '0',
    name: 'Essai',
    email: '',
    personId: null,
    held: [{ role, unitId }],
    sessionId: '',
    origin,
  }
}

function distinct(figures: { href: string; people: number }[]): Map<string, number> {
  return new Map(figures.map(({ href, people }) => [href, people]))
}

function parametersOf(href: string): URLSearchParams {
  return new URL(href.replaceAll('&amp;', '&'), 'http://site').searchParams
}

function namesOf(href: string): { names: string } {
  return { names: [...parametersOf(href).keys()].sort().join() }
}

function presentOn(html: string): number {
  return linkedFigures(html).find(({ href }) => href === '/mppeep/personnel')!.people
}

/** The log line of a request comes a moment after its answer. */
async function linesFor(path: string, atLeast = 1): Promise<Record<string, unknown>[]> {
  for (let tries = 0; tries < 200; tries++) {
    const lines = site.log.filter((line) => line['url.path'] === path)
    if (lines.length >= atLeast) return lines
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`fewer than ${atLeast} log lines for ${path}`)
}

/** What these requests for the dashboard cost Postgres in all. */
async function callsOf(load: () => Promise<{ status: number; text: string }[]>) {
  await new Promise((resolve) => setTimeout(resolve, 50))
  const before = site.log.filter((line) => line['url.path'] === page).length
  const answers = await load()
  const lines = (await linesFor(page, before + answers.length)).slice(before)
  return {
    statuses: answers.map(({ status }) => status),
    bodies: new Set(answers.map(({ text }) => text)).size,
    statements: lines.reduce((all, line) => all + Number(line['db.calls']), 0),
  }
}
