import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { socketUrl } from '../../src/db/address'
import { connectDirectly } from '../../src/db/sql'
import { until } from '../redis/server'
import { processesIn } from '../support/owner'
import { addDirector, atRateDuring } from './ground'
import { Ledger } from './ledger'
import { type SiteProcess, startSite } from './program'

const dataDir = mkdtempSync(join(tmpdir(), 'drill-'))
const url = socketUrl(join(dataDir, 'run'), 'mppeep')
let site: SiteProcess
let sql: Sql

beforeAll(async () => {
  // with no DATABASE_URL it runs a Postgres of its own, which it has to bring back by itself
  site = await startSite({ DATA_DIR: dataDir, PATH: '/bin:/usr/sbin:/sbin' }, { args: ['--empty'] })
  await addDirector(url)
  sql = connectDirectly(url)
})
afterAll(async () => {
  await sql?.end({ timeout: 1 })
  await site?.kill()
  await until(() => processesIn(dataDir).length === 0, 10_000)
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
})

it('killed three times with all its children, Postgres comes back with every acknowledged write, and the site with it', {
  timeout: 120_000,
}, async () => {
  const ledger = new Ledger()
  const client = await site.signIn()
  const from = site.log.length
  const kills = async () => {
    for (let i = 0; i < 3; i++) {
      await delay(800)
      const before = ledger.refusals.length
      for (const pid of processesIn(join(dataDir, 'postgres'))) process.kill(pid, 'SIGKILL')
      await until(() => ledger.refusals.length > before, 20_000)
      expect((await site.visitor().get('/mppeep/livez')).status).toBe(200)
      await until(async () => (await client.get('/mppeep/readyz')).status === 200, 30_000)
    }
  }
  const sent = await atRateDuring(25, kills(), () => ledger.write(client))
  const answers = ledger.refusals.map((answer) =>
    answer === 'lost' ? answer : `${answer.status}, ${answer.headers['retry-after']}`,
  )
  expect(new Set(answers)).toEqual(new Set(['503, 5']))
  expect(ledger.acknowledged.size).toBe(sent)
  expect(await ledger.check(sql)).toEqual({ lost: [], notOnce: [] })
  expect((await client.get('/mppeep/personnel')).status).toBe(200)
  expect(site.child.exitCode).toBeNull()
  const said = site.log.slice(from)
  expect(said.filter((line) => line['event.name'] === 'server.revived')).toHaveLength(3)
  expect(said.filter((line) => line['event.name'] === 'error.unexpected')).toEqual([])
})
