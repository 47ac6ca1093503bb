import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { startServer, type TestServer, until } from '../redis/server'
import type { Client } from './client'
import { openSite, type TestSite } from './site'
import { type Listening, listenTo } from './stream'

/**
 * Two processes on one database and one Redis (a second copy of all modules is as far from the first), somebody of the staff
 * office at the first, and at the second somebody whose file they keep. Modules imported in a spec are the second's.
 */
export class TwoSites {
  server!: TestServer
  here!: TestSite
  there!: TestSite
  rh!: Client
  agent!: Client
  agentId!: string
  agentFile!: string
  private pages: Listening[] = []
  private poBox = 0

  constructor() {
    beforeAll(() => this.begin())
    beforeEach(async () => {
      await this.server.reset()
      await this.here.sql`delete from notifications`
    })
    afterEach(async () => {
      for (const page of this.pages.splice(0)) page.leave()
      await delay(50)
    })
    afterAll(async () => {
      await Promise.all([this.here.close(), this.there.close()])
      await this.server.stop()
    })
  }

  private async begin(): Promise<void> {
    this.server = await startServer()
    const env = { REDIS_URL: this.server.url, PATH: process.env.PATH ?? '' }
    this.here = await openSite({ redis: false, env })
    vi.resetModules()
    this.there = await openSite({ redis: false, env: { ...env, DATABASE_URL: process.env.DATABASE_URL! } })
    this.rh = await this.here.as('rh')
    this.agent = await this.there.as('agent')
    const [account] = await this.here.sql<[{ id: string; file: string }]>`
      select id, person_id as file from users where email = 'agent@mppeep.example'`
    this.agentId = account.id
    this.agentFile = account.file
  }

  /** A page of the agent at the second site, unless told; it has been told how things stand. */
  async open(site = this.there, client = this.agent, lastEventId?: string): Promise<Listening> {
    const page = await listenTo(site, client, lastEventId)
    this.pages.push(page)
    await until(() => page.status !== 200 || page.events.length > 0)
    return page
  }

  /** Somebody of the staff office writes to the agent's file, at the first site. */
  async change(changes: Record<string, unknown> = { poBox: `01 BP ${++this.poBox}` }, file = this.agentFile) {
    const [row] = await this.here.sql<[{ version: number }]>`select version from personnel where id = ${file}`
    const tag = { 'if-match': `"${row.version}"` }
    return (await this.rh.json('PATCH', `/mppeep/api/v1/personnel/${file}`, changes, tag)).status
  }

  /** Without the front door, and without a word on the channel. */
  async tell(userId: string, times = 1): Promise<string[]> {
    const rows = await this.here.sql<{ id: string }[]>`
      insert into notifications (user_id, kind, title, href)
      select ${userId}, 'essai', 'Essai ' || n, '/accueil' from generate_series(1, ${times}) as n returning id`
    return rows.map(({ id }) => id)
  }

  /** Until the second site hears what others say. */
  async hearing(): Promise<void> {
    await until((await import('../../src/redis/channel')).hears)
  }
}

export function told(page: Listening) {
  return page.events.filter(({ event }) => event === 'notification')
}
