import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { describeOnRedis, until } from '../redis/server'
import { clockTurns, layGround, lettersLeft, postLetters } from './ground'
import { type Program, startWorker } from './program'

describeOnRedis('two sites that work too, and two workers', () => {
  const ground = layGround({ sites: 2, redis: [], mailbox: true })
  const workers: Program[] = []
  afterAll(() => Promise.all(workers.map((worker) => worker.kill())))

  it('do each job once, and each turn of the clock once', { timeout: 60_000 }, async () => {
    const { mailbox } = ground
    const { sql } = ground.database
    const client = await ground.site.signIn()
    const other = await ground.sites[1]!.signIn()
    await Promise.all([
      ...[1, 2].map(async () => workers.push(await startWorker(ground.env))),
      // some are there when they come, some come meanwhile, some are asked for at both sites at once
      ...[0, 1, 2, 3].map((i) => delay(i * 400).then(() => postLetters(sql, 75, `agent${i}-`))),
      ...[client, other].map((one) =>
        one.post('/mppeep/conges/recomptes', { annee: String(new Date().getFullYear()) }),
      ),
    ])
    const unfinished = () => sql`select from outbox where finished_at is null and due_at <= now()`
    await until(async () => (await lettersLeft(sql)) === 0 && (await unfinished()).length === 0, 30_000)
    // whoever would do one twice had the time to
    await delay(1_500)

    const recipients = mailbox.letters.map(({ to }) => to.join())
    expect(recipients).toHaveLength(300)
    expect(new Set(recipients).size).toBe(300)
    const states =
      await sql`select state, max(attempts) as attempts, count(*)::int from outbox where kind = 'letter' group by 1`
    expect(states).toEqual([{ state: 'done', attempts: 1, count: 300 }])
    const turns = await sql<{ kind: string; slot: string; count: number }[]>`
      select kind, payload ->> 'slot' as slot, count(*)::int as count from outbox where payload ? 'slot' group by 1, 2`
    expect(new Set(turns.map(({ kind }) => kind))).toEqual(clockTurns)
    expect(turns.filter(({ count }) => count !== 1)).toEqual([])
    // all four had a part in it, and nothing was done that another did too
    const done = [...ground.sites, ...workers].map(({ log }) =>
      log.filter((line) => line['event.name'] === 'job.done').map((line) => line.id),
    )
    for (const ids of done) expect(ids).not.toEqual([])
    expect(new Set(done.flat()).size).toBe(done.flat().length)
  })
})
