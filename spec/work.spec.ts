import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type TestSite } from './support/site'

let site: TestSite
beforeAll(async () => {
  site = await openSite({ redis: false })
})
afterAll(() => site.close())

it('removes what has expired and nothing else', async () => {
  const { tidy } = await import('../src/work')
  const [user] = await site.sql<{ id: string }[]>`select id from users where email = 'agent@mppeep.example'`
  const id = (letter: string) => letter.repeat(64)
  await site.sql`insert into sessions (id, user_id, expires_at) values
    (${id('a')}, ${user!.id}, now() - interval '1 second'), (${id('b')}, ${user!.id}, now() + interval '1 hour')`
  await site.sql`insert into submissions (key, user_id, target_id, created_at) values
    (gen_random_uuid(), ${user!.id}, gen_random_uuid(), now() - interval '8 days'), (gen_random_uuid(), ${user!.id}, gen_random_uuid(), now())`
  await site.sql`insert into sign_in_failures (email_hash, failures, last_at) values
    ('\\x01', 3, now() - interval '3 days'), ('\\x02', 3, now())`
  await tidy()
  expect((await site.sql`select id from sessions`).map((row) => row.id)).toEqual([id('b')])
  expect(await site.sql`select from submissions`).toHaveLength(1)
  expect(await site.sql`select from sign_in_failures`).toHaveLength(1)
})
