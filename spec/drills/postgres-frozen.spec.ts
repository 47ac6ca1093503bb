import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { until } from '../redis/server'
import type { Answer } from '../support/client'
import { layGround } from './ground'
import { Ledger } from './ledger'

const ground = layGround()
// before what stands on it is taken away, or it could not end
afterAll(() => signal('SIGCONT'))

const signal = (name: NodeJS.Signals) => (ground.database?.pids() ?? []).map((pid) => process.kill(pid, name))

it('frozen for ten seconds, Postgres is a 503 for whoever asks, within the deadline, and all is well afterwards', {
  timeout: 60_000,
}, async () => {
  const { database, site } = ground
  const client = await site.signIn()
  const ledger = new Ledger()
  await ledger.write(client)
  const answered: Answer[] = []
  const alive: number[] = []
  const ask = (place: string) => void client.get(place).then((answer) => answered.push(answer))

  expect(signal('SIGSTOP').length).toBeGreaterThan(5)
  // far more at once than there are connections, twice, and somebody who writes
  for (let i = 0; i < 60; i++) ask(`/mppeep/personnel?q=a${i}`)
  const writing = ledger.write(client)
  for (let i = 0; i < 40; i++) {
    if (i === 18) for (let j = 0; j < 60; j++) ask(`/mppeep/personnel?q=b${j}`)
    alive.push((await client.get('/mppeep/livez')).status)
    await delay(250)
  }
  // the first sixty waited two seconds for a turn and three for an answer at most, and so did the others
  expect(answered).toHaveLength(120)
  expect(new Set(answered.map(({ status, headers }) => `${status}, ${headers['retry-after']}`))).toEqual(
    new Set(['503, 5']),
  )
  expect(alive).toEqual(Array(40).fill(200))

  signal('SIGCONT')
  await until(async () => (await client.get('/mppeep/readyz')).status === 200, 5_000)
  await writing
  const after = await Promise.all(Array.from({ length: 20 }, (_, i) => client.get(`/mppeep/personnel?q=c${i}`)))
  expect(after.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(ledger.acknowledged.size).toBe(2)
  expect(await ledger.check(database.sql)).toEqual({ lost: [], notOnce: [] })
  expect(site.log.filter((line) => line['event.name'] === 'error.unexpected')).toEqual([])
})
