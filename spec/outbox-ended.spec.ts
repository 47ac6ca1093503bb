import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Ended, Handlers } from '../src/outbox/outbox'
import { outbox, run, site, soon, states, transaction } from './support/outbox'

/** A job that does what its payload says, and tells how it ended in the transaction that says so. */
function telling(told: Ended[], fail: () => boolean = () => false): Handlers {
  return {
    told: outbox.handler({
      payload: z.strictObject({ outcome: z.enum(['done', 'hopeless', 'error']) }),
      attempts: 2,
      async run(_job, { outcome }) {
        if (outcome === 'hopeless') throw new outbox.Hopeless('never')
        if (outcome === 'error') throw new Error('this time')
      },
      async ended(tx, job) {
        await tx`insert into clock_ticks (name, slot) values (${`told ${job.id}`}, now())`
        if (fail()) throw new Error('not told')
        told.push(job)
      },
    }),
  }
}

const ask = (outcome: string) => transaction((tx) => outbox.post(tx, { kind: 'told', payload: { outcome } }))
const rows = () => site.sql`select from clock_ticks where name like 'told %'`

describe('the end of a job', () => {
  it.each([
    ['done', 'done'],
    ['hopeless', 'dead'],
    ['unreadable', 'dead'],
  ] as const)('%s is told once, as %s', async (outcome, state) => {
    const told: Ended[] = []
    const before = (await rows()).length
    run(telling(told))
    const id = await ask(outcome)
    await soon(() => expect(told).toEqual([{ id, actorId: null, state }]))
    await soon(async () => expect(await states()).toEqual([state]))
    expect(await rows()).toHaveLength(before + 1)
  })

  it('is not told as long as another attempt comes, nor of one that is cancelled', async () => {
    const told: Ended[] = []
    run(telling(told))
    const [failing, cancelled] = [await ask('error'), await ask('error')]
    await soon(async () => expect(await states()).toEqual(['waiting', 'waiting']))
    await soon(async () =>
      expect(await site.sql`select from outbox where attempts = 1 and worker is null`).toHaveLength(2),
    )
    expect(told).toEqual([])
    expect(await transaction((tx) => outbox.cancel(tx, cancelled))).toBe(true)
    await site.sql`update outbox set due_at = now() where id = ${failing}`
    await soon(() => expect(told).toEqual([{ id: failing, actorId: null, state: 'dead' }]))
  })

  it('of a worker that was killed in its last attempt is told by the next', async () => {
    const told: Ended[] = []
    const id = await ask('done')
    await site.sql`
      update outbox set state = 'running', attempts = 2, worker = 'gone', lease_until = now() - interval '1 second'`
    run(telling(told))
    await soon(() => expect(told).toEqual([{ id, actorId: null, state: 'dead' }]))
  })

  it('and who is told of it are both there or neither', async () => {
    const told: Ended[] = []
    let failures = 0
    const before = (await rows()).length
    run(telling(told, () => ++failures < 3))
    await ask('done')
    await soon(() => expect(told).toHaveLength(1))
    expect(failures).toBe(3)
    expect(await rows()).toHaveLength(before + 1)
    await soon(async () => expect(await states()).toEqual(['done']))
  })
})
