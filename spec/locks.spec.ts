import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type TestSite } from './support/site'

let site: TestSite
let locks: typeof import('../src/locks/locks')
let db: typeof import('../src/db/sql')

beforeAll(async () => {
  site = await openSite({ demo: false })
  locks = await import('../src/locks/locks')
  db = await import('../src/db/sql')
})
afterAll(() => site.close())

describe('a lock', () => {
  it('lets one of a hundred work, and the next when that one is done', async () => {
    let works = 0
    const attempts = await Promise.all(
      Array.from({ length: 100 }, () =>
        locks.withLock('alone', 5_000, async ({ fence }) => {
          works += 1
          await delay(300)
          return fence
        }),
      ),
    )
    expect(works).toBe(1)
    expect(attempts.filter(({ busy }) => busy)).toHaveLength(99)
    const first = attempts.find(({ busy }) => !busy)
    const second = await locks.withLock('alone', 5_000, async ({ fence }) => fence)
    expect(second).toEqual({ busy: false, result: (first as { result: number }).result + 1 })
  })

  it('is held by its row alone when Redis has forgotten everything', async () => {
    const during = locks.withLock('flushed', 5_000, () => delay(500, 'done'))
    await delay(100)
    await flush()
    expect(await locks.withLock('flushed', 5_000, async () => 'twice')).toEqual({ busy: true })
    expect(await during).toEqual({ busy: false, result: 'done' })
  })

  it('is given back when the work fails', async () => {
    await expect(locks.withLock('fails', 5_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await locks.withLock('fails', 5_000, async () => 'again')).toEqual({ busy: false, result: 'again' })
  })

  it('outlives its time as long as it is renewed', async () => {
    const during = locks.withLock('renewed', 600, async ({ signal }) => {
      await delay(1_800)
      return signal.aborted
    })
    await delay(1_300)
    expect(await locks.withLock('renewed', 600, async () => 'twice')).toEqual({ busy: true })
    expect(await during).toEqual({ busy: false, result: false })
  })

  it('tells its holder when it is lost, and what that one writes from then on is refused', async () => {
    const during = locks.withLock('lost', 600, async (held) => {
      await site.sql`update locks set holder = gen_random_uuid(), fence = fence + 1 where name = 'lost'`
      await db
        .transaction((tx) => locks.fenced(tx, held))
        .then(
          () => expect.unreachable('the write came through'),
          (error) => expect(error).toMatchObject({ status: 409 }),
        )
      await new Promise((resolve) => held.signal.addEventListener('abort', resolve))
      return 'told'
    })
    expect(await during).toEqual({ busy: false, result: 'told' })
  })

  it('cannot be taken between the check of a write and its end', async () => {
    const order: string[] = []
    await locks.withLock('checked', 10_000, async (held) => {
      let taken: Promise<unknown> = Promise.resolve()
      await db.transaction(async (tx) => {
        await locks.fenced(tx, held)
        taken = site.sql`update locks set fence = fence + 1 where name = 'checked'`.then(() => order.push('taken'))
        await delay(300)
        order.push('written')
      })
      await taken
    })
    expect(order).toEqual(['written', 'taken'])
  })
})

async function flush(): Promise<void> {
  const client = await import('../src/redis/client')
  await client.ask((redis) => redis.eval(`return redis.call('flushall')`, { keys: ['any'], arguments: [] }))
}
