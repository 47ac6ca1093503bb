import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userWith } from '../support/actors'
import { addAwkwardPeople } from '../support/awkward'
import type { Client } from '../support/client'
import { type Linked, linkedFigures, muteShapes, totalOf } from '../support/linked'
import { openSite, type TestSite } from '../support/site'
import { World } from '../support/world'

const page = '/mppeep/dashboard'
const today = new Date().toISOString().slice(0, 10)

let site: TestSite
let world: World
let drh: Client
let chef: Client

beforeAll(async () => {
  site = await openSite()
  await addAwkwardPeople(site.sql, today)
  world = await World.read(site.sql)
  drh = await site.as('drh')
  chef = await site.as('chef')
})
afterAll(() => site.close())

describe('each figure', () => {
  it.each([
    ['drh', (all: World) => all, 200],
    ['chef', (all: World) => all.below('DSI'), 120],
    ['daf', (all: World) => all, 180],
    ['invite', (all: World) => all.only(({ fictitious }) => fictitious), 180],
  ] as const)('says to %s how many people there are, and leads to their list', async (role, seen, atLeast) => {
    const client = await site.as(role)
    const { status, text } = await client.get(page)
    expect(status).toBe(200)
    expect(muteShapes(text)).toEqual([])
    const figures = distinct(linkedFigures(text))
    expect(figures.length).toBeGreaterThan(atLeast)
    for (const { href, people } of figures) {
      expect(people, `${href} by hand`).toBe(seen(world).who(parametersOf(href), today).length)
    }
    for (const { href, people } of twoOfEachKind(figures)) {
      expect(totalOf((await client.get(href)).text), `${href} in the list`).toBe(people)
    }
  })

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
    for (const [client, seen] of [
      [drh, world],
      [chef, world.below('DSI')],
    ] as const) {
      const figures = distinct(linkedFigures((await client.get(page)).text))
      const all = seen.who(new URLSearchParams(), today).length
      const sum = (...kinds: string[]) =>
        figures.filter(({ href }) => kinds.includes(kindOf(href))).reduce((total, { people }) => total + people, 0)
      expect(sum('unite', 'unite unite_seule')).toBe(all)
      expect(sum('categorie unite', 'categorie unite unite_seule')).toBe(all)
      expect(sum('categorie sexe unite', 'categorie sexe unite unite_seule')).toBe(all)
      expect(sum('categorie sexe')).toBe(all)
      expect(sum('sexe')).toBe(all)
      expect(sum('age_max sexe', 'age_max age_min sexe', 'age_min sexe')).toBe(all)
    }
  })

  it('is right on days that are hard to count on', async () => {
    const { figures } = await import('../../src/dashboard/dashboard')
    const { countPeople } = await import('../../src/personnel/list-queries')
    const { filterSchema } = await import('../../src/personnel/filter')
    const { DashboardBody } = await import('../../components/dashboard/body')
    const [unit] = await site.sql<[{ id: number }]>`select id::int from units where code = 'DSI'`
    for (const day of hardDays) {
      for (const [actor, seen] of [
        [userWith('drh', null), world],
        [userWith('chef', unit.id), world.below('DSI')],
      ] as const) {
        const links = distinct(linkedFigures(String(DashboardBody(await figures(actor, day)))))
        expect(links.length).toBeGreaterThan(100)
        for (const { href, people } of links) {
          expect(people, `${href} on ${day} by hand`).toBe(seen.who(parametersOf(href), day).length)
        }
        const dated = links.filter(({ href }) => day === hardDays[0] || !/unite|categorie/.test(href))
        const counted = await Promise.all(
          dated.map(({ href }) => countPeople(actor, filterSchema.parse(Object.fromEntries(parametersOf(href))), day)),
        )
        expect(dated.map(({ href }, rank) => [href, counted[rank]])).toEqual(
          dated.map(({ href, people }) => [href, people]),
        )
      }
    }
  })

  it('counts a chief of a unit and of one below it once', async () => {
    const { figures } = await import('../../src/dashboard/dashboard')
    const units = await site.sql<
      { id: number }[]
    >`select id::int from units where code in ('DGPE', 'DGPE-PARTICIPATIONS', 'DSI')`
    const actor = { ...userWith('chef', null), held: units.map(({ id }) => ({ role: 'chef' as const, unitId: id })) }
    const { present, places, placeKind, marks } = await figures(actor, today)
    const expected =
      world.below('DGPE').who(new URLSearchParams(), today).length +
      world.below('DSI').who(new URLSearchParams(), today).length
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
    for (const [client, seen] of [
      [drh, world],
      [chef, world.below('DSI')],
    ] as const) {
      const { text } = await client.get(page)
      const drawing = /<figure class="chart" id="evaluations">[\s\S]*?<\/figure>/.exec(text)![0]
      expect(drawing).toContain(`Évaluations ${year}`)
      const rows = [...drawing.matchAll(/<a href="([^"]*)" title="[^"]*">[\s\S]*?dot-value">([^<]*)</g)]
      expect(rows.length).toBeGreaterThanOrEqual(4)
      for (const [, href = '', shown] of rows) {
        const people = seen.who(parametersOf(href), today)
        expect(shown, href).toBe(world.mean(people, year))
      }
      const everyone = seen.who(new URLSearchParams({ evalue: String(year) }), today)
      expect(drawing).toContain(`moyenne ${world.mean(everyone, year)} `)
    }
  })
})

const hardDays = ['2026-11-22', '2026-11-23', '2026-12-31', '2027-01-01', '2028-02-28', '2028-02-29']

function distinct(figures: Linked[]): Linked[] {
  return [...new Map(figures.map((figure) => [figure.href, figure])).values()]
}

function parametersOf(href: string): URLSearchParams {
  return new URL(href.replaceAll('&amp;', '&'), 'http://site').searchParams
}

/** Links that say the same things with other values are of one kind. */
function kindOf(href: string): string {
  return [...parametersOf(href).keys()].sort().join(' ')
}

/** The first and the last of each kind. */
function twoOfEachKind(figures: Linked[]): Linked[] {
  const kinds = new Map<string, Linked[]>()
  for (const figure of figures) kinds.set(kindOf(figure.href), [...(kinds.get(kindOf(figure.href)) ?? []), figure])
  return [...kinds.values()].flatMap((same) => [same[0]!, same.at(-1)!])
}
