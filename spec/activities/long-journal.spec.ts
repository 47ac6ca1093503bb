import { beforeAll, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import { connectDirectly } from '../../src/db/sql'
import { openSite, type TestSite } from '../support/site'

/** The journal of a year, of which most readers may see a handful of lines. */
let site: TestSite
const LINES = 100_000

beforeAll(async () => {
  site = await openSite()
  await site.sql.begin(async (tx) => {
    // their seals are nobody's business here, and would take longer than the lines
    await tx`alter table activities disable trigger activity_waits`
    await tx`
      insert into activities (at, actor_id, actor_name, event, target_kind, target_id, person_id, address)
      select now() - i * interval '20 seconds', other.id, 'Quelqu’un',
        (array['session.opened', 'personnel.updated', 'personnel.read'])[1 + i % 3],
        case when i % 3 > 0 then 'personnel' end, case when i % 3 > 0 then person.id::text end,
        case when i % 3 > 0 then person.id end, '203.0.113.9'
      from generate_series(1, ${LINES}::int) i
      join (
        select id, row_number() over () as n from personnel
        where id not in (select person_id from users where person_id is not null) limit 300
      ) person on person.n = 1 + i % 300
      cross join (select id from users where email = 'rh@mppeep.example') other`
    await tx`alter table activities enable trigger activity_waits`
    await tx`analyze activities`
  })
}, 60_000)
it('is told to each about themself without reading the rest', async () => {
  await site.sql`select pg_stat_reset()`
  const readers: Role[] = ['agent', 'chef', 'daf', 'invite']
  for (const role of readers) {
    const client = await site.as(role)
    for (const page of ['/mppeep/accueil', '/mppeep/journal', '/mppeep/journal?fin=1'])
      expect((await client.get(page)).status, `${page} as ${role}`).toBe(200)
  }
  // a connection tells what it has read when it ends
  await site.close()
  expect(await linesRead()).toBeLessThan(LINES / 10)
})

async function linesRead(): Promise<number> {
  const sql = connectDirectly(process.env.DIRECT_DATABASE_URL ?? '')
  const [read] = await sql<{ lines: number }[]>`
    select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as lines from pg_stat_user_tables where relname = 'activities'`
  await sql.end()
  return read?.lines ?? Number.NaN
}
