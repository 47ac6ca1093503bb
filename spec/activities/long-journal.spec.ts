import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import { openSite, type TestSite } from '../support/site'

/** The journal of a year, of which most readers may see a handful of lines. */
let site: TestSite
/** ms that it takes to read all of it, in this place at this moment. */
let whole: number

beforeAll(async () => {
  site = await openSite()
  await site.sql.begin(async (tx) => {
    await tx`set local statement_timeout = '50s'`
    // their seals are nobody's business here, and would take longer than the lines
    await tx`alter table activities disable trigger activity_waits`
    await tx`
      insert into activities (at, actor_id, actor_name, event, target_kind, target_id, person_id, address)
      select now() - i * interval '20 seconds', other.id, 'Quelqu’un',
        (array['session.opened', 'personnel.updated', 'personnel.read'])[1 + i % 3],
        case when i % 3 > 0 then 'personnel' end, case when i % 3 > 0 then person.id::text end,
        case when i % 3 > 0 then person.id end, '203.0.113.9'
      from generate_series(1, 100000) i
      join (
        select id, row_number() over () as n from personnel
        where id not in (select person_id from users where person_id is not null) limit 300
      ) person on person.n = 1 + i % 300
      cross join (select id from users where email = 'rh@mppeep.example') other`
    await tx`alter table activities enable trigger activity_waits`
    await tx`analyze activities`
  })
  whole = await best(async () => {
    const began = performance.now()
    await site.sql`select count(*) from activities where event <> 'x' and address is null and cf_ray is null`
    return performance.now() - began
  })
}, 60_000)
afterAll(() => site.close())

/** Of five times, so that whatever else the machine does is not counted. */
async function best(once: () => Promise<number>): Promise<number> {
  const times: number[] = []
  for (let time = 0; time < 5; time++) times.push(await once())
  return Math.min(...times)
}

const readers: Role[] = ['agent', 'chef', 'daf', 'invite']

it.each(readers)('what the journal has about oneself is found without reading the rest: %s', async (role) => {
  const client = await site.as(role)
  for (const page of ['/mppeep/accueil', '/mppeep/journal', '/mppeep/journal?fin=1']) {
    const ms = await best(async () => Number((await site.lineOf(await client.get(page)))['db.ms']))
    expect(ms, `${page} as ${role}, beside ${whole} ms for all of it`).toBeLessThan(whole)
  }
})
