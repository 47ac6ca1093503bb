import { expect, it } from 'vitest'
import { until } from '../redis/server'
import { layGround } from './ground'

const ground = layGround()

it('with every connection waiting, the others are told to come back, health answers, and nothing is left of it', {
  timeout: 40_000,
}, async () => {
  const { database, site } = ground
  const client = await site.signIn()
  let refusals = 0
  await database.sql.begin(async (tx) => {
    await tx`lock table personnel in access exclusive mode`
    const asked = Array.from({ length: 50 }, async (_, i) => {
      const answer = await client.get(`/mppeep/api/v1/personnel?q=a${i}`)
      refusals += 1
      return `${answer.status}, ${answer.headers['retry-after']}`
    })
    await until(async () => {
      const [held] = await database.sql`
        select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock'`
      return held!.count === 8
    })
    const probes = await Promise.all(['livez', 'readyz', 'api/v1/health'].map((path) => client.get(`/mppeep/${path}`)))
    expect(probes.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(refusals).toBe(0)
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['503, 5']))
  })
  await until(async () => (await client.get('/mppeep/personnel')).status === 200)
  // what was given up no longer holds a connection
  const after = await Promise.all(Array.from({ length: 20 }, (_, i) => client.get(`/mppeep/personnel?q=b${i}`)))
  expect(after.map(({ status }) => status)).toEqual(Array(20).fill(200))
})
