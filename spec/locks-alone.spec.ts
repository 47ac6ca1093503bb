import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type TestSite } from './support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite({ demo: false, redis: false })
})
afterAll(() => site.close())

it('lets one of twenty work without any Redis', async () => {
  const { withLock } = await import('../src/locks/locks')
  const attempts = await Promise.all(
    Array.from({ length: 20 }, () => withLock('alone', 5_000, () => delay(500, 'done'))),
  )
  expect(attempts.filter(({ busy }) => !busy)).toEqual([{ busy: false, result: 'done' }])
  expect(await withLock('alone', 5_000, async () => 'next')).toEqual({ busy: false, result: 'next' })
})
