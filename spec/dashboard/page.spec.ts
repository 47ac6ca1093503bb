import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../../src/actor'
import { userWith } from '../support/actors'
import { addAwkwardPeople } from '../support/awkward'
import type { Client } from '../support/client'
import { linkedFigures } from '../support/linked'
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
      expect(text, role).toContain('Autre motif')
      expect(text, role).not.toMatch(/Maladie|Maternité|type_absence=mal|type_absence=mat/)
      expect(text.includes('id="evaluations"'), role).toBe(role === 'chef')
    }
    for (const role of ['drh', 'gestionnaire', 'auditeur'] as const) {
      const { text } = await (await site.as(role)).get(page)
      expect(text, role).toContain('Maladie')
      expect(text, role).not.toContain('Autre motif')
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

  it('is another from one day to the next, and for others who see something else', async () => {
    const { drawnDashboard } = await import('../../src/dashboard/dashboard')
    const [unit] = await site.sql<[{ id: number }]>`select id::int from units where code = 'DSI'`
    const drawn = async (actor: User, day: string) =>
      (
        await drawnDashboard(actor, ({ today, reach, marks }) => `${today} ${reach} ${marks !== null}`, day)
      ).bytes.toString()
    for (const day of ['2031-03-01', '2031-03-02', '2031-03-01']) {
      expect(await drawn(userWith('drh', null), day)).toBe(`${day} Ensemble du ministère true`)
      expect(await drawn(userWith('daf', null), day)).toBe(`${day} Ensemble du ministère false`)
      expect(await drawn(userWith('invite', null), day)).toBe(`${day} Dossiers fictifs false`)
      expect(await drawn(userWith('chef', unit.id), day)).toMatch(`${day} Direction des systèmes d’information et`)
    }
  })

  it('asks Postgres nothing when it is there, and Redis once', async (context) => {
    if (!site.redis) context.skip('needs a Redis server')
    for (let visits = 0; visits < 3; visits++) await drh.get(page)
    const line = (await linesFor(page)).at(-1)!
    expect(line).toMatchObject({ cache: 'hit', 'db.calls': 0, 'redis.calls': 1 })
  })

  it('is computed once for a hundred people at the door', async (context) => {
    if (!site.redis) context.skip('needs a Redis server')
    const { bump } = await import('../../src/redis/cache')
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
