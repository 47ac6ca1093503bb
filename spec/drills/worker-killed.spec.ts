import { afterAll, expect, it } from 'vitest'
import { ended } from '../../src/lib/child'
import { until } from '../redis/server'
import { layGround, lettersLeft, postLetters } from './ground'
import { type Program, startWorker } from './program'

// without Redis, so that nothing but rows says what is left
const ground = layGround({ sites: 0, mailbox: true })
const workers = new Set<Program>()

afterAll(() => Promise.all([...workers].map(kill)))

it('killed twenty times in the middle of four hundred letters, the worker delivers each, and twins share their Message-ID', {
  timeout: 120_000,
}, async () => {
  const { mailbox } = ground
  const { sql } = ground.database
  await postLetters(sql, 400)
  for (let kills = 0; kills < 20; kills++) {
    const before = mailbox.letters.length
    const worker = await work()
    await until(() => mailbox.letters.length >= before + 12 || ended(worker.child), 20_000)
    await kill(worker)
    // as if half a minute had passed: what it held may be taken by the next
    await sql`update outbox set lease_until = now() where state = 'running'`
  }
  expect(mailbox.letters.length).toBeLessThan(400)
  await work()
  await until(async () => (await lettersLeft(sql)) === 0, 30_000)
  const byRecipient = new Map<string, string[]>()
  for (const { to, headers } of mailbox.letters)
    byRecipient.set(to.join(), [...(byRecipient.get(to.join()) ?? []), headers.get('message-id')!])
  expect(byRecipient.size).toBe(400)
  const ids = [...byRecipient.values()].map((twins) => new Set(twins))
  expect(ids.every((of) => of.size === 1)).toBe(true)
  expect(new Set(ids.flatMap((of) => [...of])).size).toBe(400)
  // no more twins than letters under way when it was killed
  expect(mailbox.letters.length - 400).toBeLessThanOrEqual(20 * 4)
})

async function work(): Promise<Program> {
  const worker = await startWorker(ground.env)
  workers.add(worker)
  return worker
}

async function kill(worker: Program): Promise<void> {
  workers.delete(worker)
  await worker.kill()
}
