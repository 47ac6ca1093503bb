import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { describeOnRedis } from './redis/server'
import type { Client } from './support/client'
import { openSite, type TestSite } from './support/site'

let site: TestSite
let admin: Client
let usage: typeof import('../src/ops/usage')
let counters: typeof import('../src/redis/counters')
let people: string[]

beforeAll(async () => {
  site = await openSite()
  usage = await import('../src/ops/usage')
  counters = await import('../src/redis/counters')
  admin = await site.as('admin')
  people = (await site.sql<{ id: string }[]>`select id from users order by email limit 2`).map(({ id }) => id)
})
afterAll(() => site.close())

/** Half past, when the hour before is settled whatever the clock says. */
const now = () => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 + 1_800_000)
const rollUp = () => usage.rollUp(now(), now())
const hourAt = (back: number) => new Date(Date.now() - back * 3_600_000).toISOString().slice(0, 13)

/** What is written, to compare. */
const written = () => site.sql`
  select h.hour, h.views, h.actions, h.settled,
    (select sum(views)::int from page_views p where p.hour = h.hour) as pages,
    (select sum(actions)::int from user_actions a where a.hour = h.hour) as people
  from usage_hours h where h.views > 0 order by h.hour`

describeOnRedis('the roll-up', () => {
  let redis: import('redis').RedisClientType

  beforeAll(async () => {
    const { createClient } = await import('redis')
    redis = createClient({ url: site.redis!.url })
    await redis.connect()
  })
  afterAll(() => redis.close())
  beforeEach(async () => {
    await counters.sendCounts()
    await redis.flushAll()
    await site.sql`delete from usage_hours`
  })

  async function count(hour: string, route: string, views: number, person: string): Promise<void> {
    await Promise.all([
      redis.incrBy(`views:{${hour}}:total`, views),
      redis.zIncrBy(`views:{${hour}}`, views, route),
      redis.zIncrBy(`actions:{${hour}}`, views, person),
    ])
  }

  it('writes an hour once, however often it is asked to, by however many at once', async () => {
    await count(hourAt(1), '/mppeep/dashboard', 5, people[0]!)
    await count(hourAt(1), '/mppeep/personnel', 2, people[1]!)
    await Promise.all([rollUp(), rollUp(), rollUp()])
    const first = await written()
    expect(first).toMatchObject([{ views: 7, actions: 7, settled: true, pages: 7, people: 7 }])
    // settled hours are not read again: only the one that grows
    expect(await rollUp()).toEqual({ read: 1, changed: 0 })
    expect(await written()).toEqual(first)
  })

  it('lets the hour that is not over grow', async () => {
    await count(hourAt(0), '/mppeep/dashboard', 5, people[0]!)
    await rollUp()
    await count(hourAt(0), '/mppeep/dashboard', 3, people[0]!)
    await rollUp()
    expect(await written()).toMatchObject([{ views: 8, actions: 8, settled: false, pages: 8, people: 8 }])
  })

  it('makes up for the hours when nobody asked, two days back', async () => {
    await count(hourAt(47), '/mppeep/dashboard', 1, people[0]!)
    await count(hourAt(3), '/mppeep/dashboard', 2, people[0]!)
    await rollUp()
    expect((await written()).map(({ views }) => views)).toEqual([1, 2])
    // and is then done with them
    expect(await rollUp()).toEqual({ read: 1, changed: 0 })
  })

  it('keeps what it wrote when Redis forgets everything', async () => {
    await count(hourAt(2), '/mppeep/dashboard', 9, people[0]!)
    await count(hourAt(0), '/mppeep/dashboard', 4, people[0]!)
    await rollUp()
    await redis.flushAll()
    await rollUp()
    expect((await written()).map(({ views }) => views)).toEqual([9, 4])
    const { pages, actions } = await usage.usageOf('7j')
    expect(pages).toEqual([{ name: '/mppeep/dashboard', count: 13 }])
    expect(actions).toBe(13)
  })

  it('passes over accounts that are gone, and forgets after 400 days', async () => {
    await count(hourAt(1), '/mppeep/dashboard', 1, '01a20440-ba7d-7a75-b31b-72ea8590cc83')
    await count(hourAt(1), '/mppeep/dashboard', 1, 'nobody')
    await site.sql`insert into usage_hours values (date_trunc('hour', now() - interval '401 days', 'UTC'), 1, 1, true)`
    await rollUp()
    expect(await site.sql`select from user_actions`).toHaveLength(0)
    expect(await site.sql`select from usage_hours where hour < now() - interval '400 days'`).toHaveLength(0)
  })

  it('shows live and written hours together, none of them twice', async () => {
    await count(hourAt(0), '/mppeep/dashboard', 4, people[0]!)
    await rollUp()
    await count(hourAt(0), '/mppeep/personnel', 3, people[1]!)
    const seen = await usage.usageOf('jour')
    expect(seen).toMatchObject({ live: true, views: 7, actions: 7, people: 2 })
    expect(seen.pages).toEqual([
      { name: '/mppeep/dashboard', count: 4 },
      { name: '/mppeep/personnel', count: 3 },
    ])
    expect(seen.points.at(-1)).toEqual({ label: hourAt(0), views: 7, actions: 7 })
    expect(seen.points).toHaveLength(new Date().getUTCHours() + 1)
    expect((await usage.usageOf('30j')).points).toHaveLength(30)
  })

  it('counts what people do through the front door, and not what a page asks by itself', async () => {
    const drh = await site.as('drh')
    await counters.sendCounts()
    await redis.flushAll()
    await drh.get('/mppeep/dashboard')
    await drh.get('/mppeep/personnel?q=a', {
      'hx-request': 'true',
      'hx-current-url': `${site.origin}/mppeep/personnel`,
    })
    await drh.get('/mppeep/dashboard', { 'hx-request': 'true', 'hx-current-url': `${site.origin}/mppeep/dashboard` })
    await drh.get('/mppeep/personnel/x')
    await drh.get('/mppeep/personnel/export.csv')
    await vi.waitFor(async () => {
      await counters.sendCounts()
      const [hour] = (await counters.countsOf([hourAt(0)])) ?? []
      expect(hour).toMatchObject({ views: 2, people: [{ count: 3 }] })
      expect(hour!.routes.map(({ name }) => name).sort()).toEqual(['/mppeep/dashboard', '/mppeep/personnel'])
    })
    expect(await counters.peopleNow()).toBe(1)
  })
})

describe('the page of activity', () => {
  it('says the figures, the lines and the tables of each period', async () => {
    await admin.get('/mppeep/accueil')
    await counters.sendCounts()
    for (const [query, label] of [
      ['', 'Aujourd’hui'],
      ['?periode=7j', '7 jours'],
      ['?periode=30j', '30 jours'],
      ['?periode=x', 'Aujourd’hui'],
    ]) {
      const { status, text } = await admin.get(`/mppeep/activite${query}`)
      expect(status).toBe(200)
      expect(text).toMatch(new RegExp(`aria-current="page"[^>]*>${label}<`))
      expect(text.match(/<polyline points="[^"]*,[^"]*"/g)).toHaveLength(2)
      expect(text).toContain('Personnes connectées')
      expect(text).toMatch(/<th scope="row">Accueil<\/th>/)
      expect(text).not.toContain('indisponible')
    }
  })

  it('asks for itself every ten seconds, and is the same without scripts', async () => {
    const { text } = await admin.get('/mppeep/activite?periode=7j')
    expect(text).toMatch(
      /<div class="stack" id="mesures" hx-get="\/mppeep\/activite\?periode=7j" hx-trigger="every 10s"/,
    )
  })
})

describe('without Redis', () => {
  it('says so, shows what is written, and rolls nothing up', async () => {
    const { connectRedis, disconnectRedis } = await import('../src/redis/client')
    await site.sql`
      insert into usage_hours values (date_trunc('hour', now(), 'UTC'), 6, 6, false) on conflict (hour) do update set views = 6`
    await disconnectRedis()
    const { status, text } = await admin.get('/mppeep/activite')
    expect(status).toBe(200)
    expect(text).toContain('Le compteur immédiat est indisponible.')
    expect(text).toMatch(/Pages lues<\/span>.*?figure-value">6</s)
    expect(await rollUp()).toBeNull()
    if (site.redis) await connectRedis(site.redis.url)
  })
})
