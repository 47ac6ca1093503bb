import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { openSite, type TestSite } from './support/site'

let site: TestSite
let runner: { stop(): Promise<void> }
const done: string[] = []

beforeAll(async () => {
  site = await openSite({ demo: false, redis: false })
  const { handler } = await import('../src/outbox/outbox')
  const { startRunner } = await import('../src/outbox/runner')
  runner = startRunner({
    count: handler({ payload: z.object({}), attempts: 1, run: async ({ id }) => void done.push(id) }),
  })
  await delay(300)
})
afterAll(async () => {
  await runner.stop()
  await site.close()
})

it('does without Redis what is posted here, at once and once', { retry: 2 }, async () => {
  done.length = 0
  const { post } = await import('../src/outbox/outbox')
  const { transaction } = await import('../src/db/sql')
  for (let round = 0; round < 10; round++) {
    const id = await transaction((tx) => post(tx, { kind: 'count', payload: {} }))
    await vi.waitFor(() => expect(done).toContain(id), { timeout: 400, interval: 5 })
  }
  expect(done).toHaveLength(10)
})

it('finds within two seconds what another process has posted', async () => {
  const [row] = await site.sql<{ id: string }[]>`insert into outbox (kind, payload) values ('count', '{}') returning id`
  await vi.waitFor(() => expect(done).toContain(row!.id), 2_000)
})
