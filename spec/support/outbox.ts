import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import type * as Outbox from '../../src/outbox/outbox'
import type { Handlers } from '../../src/outbox/outbox'
import type * as Runner from '../../src/outbox/runner'
import { openSite, type TestSite } from './site'

/** An outbox of the spec file's own, empty before each spec, and runners that stop after it. Imported, it is there. */
export let site: TestSite
export let outbox: typeof Outbox
export let transaction: typeof import('../../src/db/sql').transaction
export const running: { stop(): Promise<void> }[] = []
let startRunner: typeof Runner.startRunner

beforeAll(async () => {
  site = await openSite({ demo: false })
  outbox = await import('../../src/outbox/outbox')
  ;({ startRunner } = await import('../../src/outbox/runner'))
  ;({ transaction } = await import('../../src/db/sql'))
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from outbox`
  site.log.length = 0
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
})

export function run(handlers: Handlers): void {
  running.push(startRunner(handlers))
}

/** However slow the machine. */
export function soon<T>(check: () => T) {
  return vi.waitFor(check, 5_000)
}

export async function states(): Promise<string[]> {
  const rows = await site.sql<{ state: string }[]>`select state from outbox order by id`
  return rows.map(({ state }) => state)
}

/** What was logged under this name since the spec began. */
export function lines(event: string) {
  return site.log.filter((line) => line['event.name'] === event)
}
