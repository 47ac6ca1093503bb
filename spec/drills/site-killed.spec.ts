import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { atRate, type Database, openDatabase, type SiteProcess, startSite } from './ground'
import { Ledger } from './ledger'

let database: Database
let site: SiteProcess

beforeAll(async () => {
  database = await openDatabase()
  site = await startSite({ DATABASE_URL: database.url, PATH: '' })
})
afterAll(async () => {
  await site.kill()
  await database.stop()
})

it('killed twice under fifty writes a second, the site has every acknowledged one, once and whole', {
  timeout: 60_000,
}, async () => {
  const ledger = new Ledger()
  const client = await site.signIn()
  const kills = async () => {
    for (let i = 0; i < 2; i++) {
      await delay(1_200)
      await site.kill()
      site = await startSite({ DATABASE_URL: database.url, PATH: '' }, { port: site.port })
    }
  }
  await Promise.all([atRate(50, 5, () => ledger.write(client)), kills()])
  // it was in the middle of them, more than once
  expect(ledger.refusals.filter((answer) => answer === 'lost').length).toBeGreaterThan(10)
  expect(ledger.acknowledged.size).toBe(250)
  expect(await ledger.check(database.sql)).toEqual({ lost: [], notOnce: [] })
})
