import { setTimeout as delay } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { connectDirectly } from '../../src/db/sql'
import { copyDatabase, openSite, type TestSite } from '../support/site'

/** The end of a site in the middle of a sealing, looked at from a connection that outlives it. */
let site: TestSite
let owner: Sql
let write: () => Promise<void>

beforeAll(async () => {
  const url = await copyDatabase('ground_empty')
  owner = connectDirectly(url)
  site = await openSite({ env: { DATABASE_URL: url } })
  const [{ record }, { system }, { transaction }] = await Promise.all([
    import('../../src/activities/activities'),
    import('../../src/actor'),
    import('../../src/db/sql'),
  ])
  const after = { reason: 'pour voir' }
  const target = { kind: 'unit', id: 'DAJ', name: 'Affaires juridiques' } as const
  const line = { event: 'unit.end_prevented', target, after } as const
  write = () => transaction((tx) => record(tx, system('Essai'), line))
})
afterAll(() => owner?.end())

it('a sealing that cannot be is still told, once, and told to be over', async () => {
  await owner`alter function seal_activities(integer) rename to put_aside`
  await write()
  await vi.waitFor(() => expect(said()).toEqual(['journal.sealing.away']), 5_000)
  await write()
  await delay(200)
  await owner`alter function put_aside(integer) rename to seal_activities`
  await write()
  await vi.waitFor(() => expect(said()).toEqual(['journal.sealing.away', 'journal.sealing.back']), 5_000)
  await vi.waitFor(async () => expect(await waiting()).toBe(0), 5_000)
})

it('a site that is stopped seals what it has just written, and has nothing to say of it', async () => {
  await sealSlowly()
  site.log.length = 0
  await write()
  // the first line is being sealed, the second waits for its moment
  await delay(100)
  await write()
  expect(await waiting()).toBe(2)
  await site.close()
  await delay(300)
  expect(said()).toEqual([])
  expect(await waiting()).toBe(0)
})

function said(): unknown[] {
  return site.log.map((line) => line['event.name']).filter((name) => String(name).startsWith('journal.sealing'))
}

async function waiting(): Promise<number> {
  return (await owner`select from activities_waiting`).length
}

/** Long enough for a stop to fall into it. */
async function sealSlowly(): Promise<void> {
  await owner`alter function seal_activities(integer) rename to seal_at_once`
  await owner.unsafe(`create function seal_activities(most integer, out sealed integer, out last_position bigint, out last_hash bytea)
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      select s.sealed, s.last_position, s.last_hash into sealed, last_position, last_hash from seal_at_once(most) s;
      perform pg_sleep(0.4);
    end $$`)
}
