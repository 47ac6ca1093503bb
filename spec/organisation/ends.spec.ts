import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayFrom, recordAct } from '../career/hand'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/organisation/unites'
let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const put = (code: string, below: string, fields: Record<string, string>) =>
  drh.post(`${place}/${code}${below}?_method=PUT`, fields)
const unitOf = async (code: string) =>
  (
    await site.sql<{ version: number; closedOn: string | null; into: string | null }[]>`
    select version, closed_on as "closedOn", (select code from units i where i.id = u.merged_into) as into
    from units u where code = ${code}`
  )[0]!
const close = async (code: string, closedOn: string) =>
  put(code, '/fermeture', { closedOn, version: String((await unitOf(code)).version) })
const merge = async (code: string, vers: string, on: string) =>
  put(code, '/fusion', { vers, on, decisionNumber: 'D-9', version: String((await unitOf(code)).version) })
const make = (code: string, openedOn = '') =>
  drh.post(place, { code, name: `Service ${code}`, kind: 'service', parent: 'DSI', openedOn, rank: '' })
const titles = async () =>
  (await site.sql<{ title: string }[]>`select title from notifications where kind = 'unit.end' order by id`).map(
    ({ title }) => title,
  )

/** Days go by, and it is their first hour. */
async function wait(days: number): Promise<unknown> {
  await site.sql`update unit_ends set on_day = on_day - ${days}::int`
  const { endDueUnits } = await import('../../src/organisation/ends-due')
  return endDueUnits()
}

describe('the end of a unit that is decided for a day to come', () => {
  it('is shown, changes nothing before its day, and is done on it', async () => {
    await make('FIN-A')
    expect((await close('FIN-A', dayFrom(9))).status).toBe(303)
    expect((await close('FIN-A', dayFrom(9))).status).toBe(303)
    expect((await drh.get(`${place}/FIN-A`)).text).toContain('Fermeture décidée pour le')
    expect(await wait(0)).toEqual({ ended: 0, prevented: 0 })
    expect((await unitOf('FIN-A')).closedOn).toBeNull()
    expect(await wait(9)).toEqual({ ended: 1, prevented: 0 })
    expect((await unitOf('FIN-A')).closedOn).toBe(dayFrom(0))
    expect(await wait(1)).toEqual({ ended: 0, prevented: 0 })
    expect(await titles()).toEqual(['«\u202fService FIN-A\u202f» est fermée, comme décidé.'])
    const lines = await site.sql`select event, actor_name from activities where target_id = 'FIN-A' order by id`
    expect(lines.map(({ event }) => event)).toEqual(['unit.created', 'unit.end_decided', 'unit.closed'])
    expect(lines[2]!.actor_name).toBe('Fin d’unité à sa date')
  })

  it('is given up before its day', async () => {
    await make('FIN-B')
    await close('FIN-B', dayFrom(3))
    expect((await drh.get(`${place}/FIN-B/fermeture`)).text).toContain('Renoncer')
    expect((await drh.post(`${place}/FIN-B/fin?_method=DELETE`, {})).status).toBe(303)
    expect(await wait(3)).toEqual({ ended: 0, prevented: 0 })
    expect((await unitOf('FIN-B')).closedOn).toBeNull()
  })

  it('that something stands against is told once, tried again, and is of the day it is done', async () => {
    const before = (await titles()).length
    expect((await close('DSI-RESEAUX', dayFrom(2))).status).toBe(303)
    expect(await wait(4)).toEqual({ ended: 0, prevented: 1 })
    expect(await wait(0)).toEqual({ ended: 0, prevented: 1 })
    const [told, ...more] = (await titles()).slice(before)
    expect([told, more]).toEqual([
      expect.stringMatching(/La fermeture de .* est empêchée\. Cette unité sert encore/),
      [],
    ])
    expect((await drh.get(`${place}/DSI-RESEAUX`)).text).toContain('Empêchée')
    await site.sql`
      update personnel set unit_id = (select id from units where code = 'DSI')
      where unit_id = (select id from units where code = 'DSI-RESEAUX')`
    expect(await wait(0)).toEqual({ ended: 1, prevented: 0 })
    expect((await unitOf('DSI-RESEAUX')).closedOn).toBe(dayFrom(0))
  })

  it('into another takes everybody along that day, in two processes once', async () => {
    const people = async (code: string) =>
      (
        await site.sql`
        select count(*)::int as count from personnel p join units u on u.id = p.unit_id
        where u.code = ${code} and (p.left_on is null or p.left_on > current_date)`
      )[0]!.count
    expect(errorsOf(await merge('DAJ', 'DAJ', dayFrom(5))).vers).toContain('ni dans elle-même')
    expect((await merge('COM', 'DPS', dayFrom(5))).status).toBe(303)
    const [from, into] = [await people('COM'), await people('DPS')]
    expect(from).toBeGreaterThan(0)
    expect((await drh.post(`${place}/DPS?_method=DELETE`, {})).status).toBe(409)
    await site.sql`update unit_ends set on_day = current_date`
    await Promise.all([wait(0), wait(0)])
    expect(await unitOf('COM')).toMatchObject({ closedOn: dayFrom(0), into: 'DPS' })
    expect([await people('COM'), await people('DPS')]).toEqual([0, from + into])
    const acts = await site.sql`select count(*)::int as count from career_events where decision_number = 'D-9'`
    expect(acts[0]!.count).toBe(from)
  })

  it('into one that was closed meanwhile is prevented', async () => {
    await Promise.all([make('FIN-C'), make('FIN-D')])
    await merge('FIN-C', 'FIN-D', dayFrom(1))
    await close('FIN-D', dayFrom(0))
    expect(await wait(1)).toEqual({ ended: 0, prevented: 1 })
    expect((await titles()).at(-1)).toContain('elle est fermée')
  })
})

describe('a merging of a day that has gone by', () => {
  const careers: Record<string, [acte: string, day: number, unit?: string][]> = {
    stays: [['affectation', -60, 'PASSE']],
    'has left since': [
      ['affectation', -60, 'PASSE'],
      ['depart', -10],
    ],
    'had left': [
      ['affectation', -60, 'PASSE'],
      ['depart', -40],
    ],
    'is elsewhere': [
      ['affectation', -60, 'PASSE'],
      ['affectation', -20, 'DAJ'],
    ],
    'came and went': [
      ['affectation', -60, 'DRH'],
      ['affectation', -15, 'PASSE'],
      ['affectation', -5, 'DAJ'],
    ],
    'is back': [
      ['affectation', -60, 'PASSE'],
      ['affectation', -50, 'DAJ'],
      ['affectation', -12, 'PASSE'],
    ],
    'came back to leave': [
      ['affectation', -60, 'PASSE'],
      ['depart', -45],
      ['reintegration', -25],
      ['depart', -8],
    ],
  }
  const people = new Map<string, string>()
  const unitsOn = async (days: number[]) => {
    const units = await site.sql<{ id: string; units: string[] }[]>`
      select p.id, array_agg(u.code order by day) as units
      from personnel p
      cross join unnest(${days}::int[]) day
      cross join lateral career_of(p.id, current_date + day) c
      join units u on u.id = c.unit_id
      where p.id = any(${[...people.values()]}::uuid[])
      group by p.id`
    return Object.fromEntries(
      [...people].map(([who, id]) => [who, units.find((one) => one.id === id)!.units.join(' ')]),
    )
  }

  it('is not before the other was there', async () => {
    await Promise.all([make('TARD-A'), make('TARD-B', dayFrom(-5))])
    expect(errorsOf(await merge('TARD-A', 'TARD-B', dayFrom(-6))).on).toContain('précède l’ouverture de')
    expect((await merge('TARD-A', 'TARD-B', dayFrom(-5))).status).toBe(303)
  })

  it('takes along who was there since, and has gone elsewhere or left, for the days they were', async () => {
    await Promise.all([make('PASSE'), make('SUITE')])
    const found = await site.sql<{ id: string }[]>`
      select id from personnel p
      where unit_id in (select subtree(id) from units where code = 'DGPAT') and left_on is null
        and id not in (select person_id from users where person_id is not null)
        and not exists (select from career_events where person_id = p.id and effective_on > current_date - 100)
      order by id limit 7`
    for (const [index, [who, acts]] of Object.entries(careers).entries()) {
      people.set(who, found[index]!.id)
      for (const [acte, day, unit] of acts) {
        const more: Record<string, string> = unit ? { unit } : acte === 'depart' ? { note: 'Démission' } : {}
        const fields = { ...more, effectiveOn: dayFrom(day), confirme: 'oui' }
        expect((await recordAct(drh, people.get(who)!, acte, fields)).status, `${who}: ${acte}`).toBe(303)
      }
    }
    expect((await merge('PASSE', 'SUITE', dayFrom(-30))).status).toBe(303)
    const there = 'PASSE PASSE SUITE SUITE SUITE'
    const units = {
      stays: there,
      'has left since': there,
      'had left': 'PASSE PASSE PASSE PASSE PASSE',
      'is elsewhere': 'PASSE PASSE SUITE DAJ DAJ',
      'came and went': 'DRH DRH DRH SUITE DAJ',
      'is back': 'PASSE DAJ DAJ SUITE SUITE',
      'came back to leave': there,
    }
    expect(await unitsOn([-59, -31, -30, -11, 0])).toEqual(units)
    const files = await site.sql<{ id: string; code: string }[]>`
      select p.id, u.code from personnel p join units u on u.id = p.unit_id where p.id = any(${[...people.values()]}::uuid[])`
    for (const [who, id] of people)
      expect(files.find((one) => one.id === id)!.code, who).toBe(units[who as keyof typeof units].split(' ').at(-1))
    const countOn = async (code: string, day: number) =>
      (await drh.get(`/mppeep/api/v1/personnel?unite=${code}&present_le=${dayFrom(day)}`)).json<{ total: number }>()
        .total
    expect([await countOn('SUITE', -11), await countOn('PASSE', -11), await countOn('PASSE', -41)]).toEqual([4, 0, 1])
    const lines = await site.sql<{ id: string; before: object; after: object }[]>`
      select person_id as id, before, after from activities
      where event = 'career.recorded' and after -> 'act' ->> 'decisionNumber' = 'D-9'`
    const told = ['has left since', 'is elsewhere', 'came and went', 'came back to leave'].map((who) => people.get(who))
    expect(lines.map(({ id }) => id).sort()).toEqual(told.sort())
    expect(lines.find(({ id }) => id === people.get('has left since'))).toMatchObject({
      before: { unit: 'PASSE' },
      after: { unit: 'SUITE', act: { effectiveOn: dayFrom(-30), unit: 'SUITE' } },
    })
  })
})
