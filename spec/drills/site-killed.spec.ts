import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { atRate, layGround } from './ground'
import { Ledger } from './ledger'
import { startSite } from './program'

const ground = layGround()

it('killed twice under fifty writes a second, the site has every acknowledged one, once and whole', {
  timeout: 60_000,
}, async () => {
  const ledger = new Ledger()
  const { database, sites } = ground
  const client = await ground.site.signIn()
  const kills = async () => {
    for (let i = 0; i < 2; i++) {
      await delay(1_200)
      const { port } = ground.site
      await ground.site.kill()
      sites[0] = await startSite(ground.env, { port })
    }
  }
  await Promise.all([atRate(50, 5, () => ledger.write(client, 40_000)), kills()])
  // it was in the middle of them, more than once
  expect(ledger.refusals.filter((answer) => answer === 'lost').length).toBeGreaterThan(10)
  expect(ledger.acknowledged.size).toBe(250)
  expect(await ledger.check(database.sql)).toEqual({ lost: [], notOnce: [] })
})
