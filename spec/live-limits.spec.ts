import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { describeOnRedis, until } from './redis/server'
import { type Listening, listenTo } from './support/stream'
import { TwoSites, told } from './support/two-sites'

describeOnRedis('live pages, when something ends or is away', () => {
  const sites = new TwoSites()

  it('keeps three pages of an account: the oldest gives way, for a while', async () => {
    const four = [await sites.open(), await sites.open(), await sites.open(), await sites.open()]
    await four[0]!.ended
    expect(four[0]!.events.at(-1)).toEqual({ event: 'bye', data: 'bye', retry: '60000' })
    expect(four.map((page) => page.isEnded())).toEqual([true, false, false, false])
    expect((await sites.open(sites.there, await sites.there.as('chef'))).status).toBe(200)
  })

  it('leaves one line in the access log, when it is over', async () => {
    const page = await sites.open()
    const line = () => sites.there.log.find((one) => one['request.id'] === page.headers['x-request-id'])
    await delay(100)
    expect(line()).toBeUndefined()
    page.leave()
    await until(() => line() !== undefined)
    expect(line()).toMatchObject({ 'http.route': '/mppeep/live', 'user.id': sites.agentId })
    expect(sites.there.log.filter((one) => one['request.id'] === page.headers['x-request-id'])).toHaveLength(1)
  })

  it('is for those who have signed in, and asks nothing of a browser that only wants to know whether it is there', async () => {
    const nobody = await sites.there.visitor().get('/mppeep/live', { 'hx-request': 'true' })
    expect(nobody.status).toBe(401)
    expect(nobody.headers['hx-redirect']).toBeUndefined()
    const { countStreams } = await import('../src/live/live')
    const before = countStreams()
    expect((await sites.agent.ask('/mppeep/live', { method: 'HEAD' })).headers['content-type']).toContain(
      'text/event-stream',
    )
    expect(countStreams()).toBe(before)
  })

  it('with Redis frozen it comes from Postgres within seconds', { timeout: 30_000 }, async () => {
    const page = await sites.open()
    sites.server.freeze()
    expect(await sites.change()).toBe(200)
    await until(() => told(page).length === 2, 12_000)
    expect(told(page).at(-1)).toMatchObject({ data: '1' })
    sites.server.thaw()
  })

  it('offers new figures to those who see the dashboard, at each process, be Redis there or not', {
    timeout: 30_000,
  }, async () => {
    const drh = await sites.open(sites.there, await sites.there.as('drh'))
    const mine = await sites.open()
    const figures = (page: Listening) => page.events.filter(({ event }) => event === 'personnel').length
    await sites.hearing()
    expect(await sites.change()).toBe(200)
    await until(() => figures(drh) === 1, 6_000)
    expect(figures(mine)).toBe(0)
    await delay(5_000)
    expect(figures(drh)).toBe(1)
    sites.server.freeze()
    await delay(6_000)
    expect(await sites.change()).toBe(200)
    await until(() => figures(drh) === 2, 12_000)
    sites.server.thaw()
  })

  it('ends with the session within five seconds, and beats for the others', { timeout: 40_000 }, async () => {
    const chef = await sites.there.as('chef')
    const [page, chefs] = [await sites.open(), await sites.open(sites.there, chef)]
    await sites.there
      .sql`delete from sessions where user_id = (select id from users where email = 'chef@mppeep.example')`
    await until(chefs.isEnded, 5_000)
    expect(chefs.events.at(-1)).toMatchObject({ event: 'over' })
    await until(() => page.beats() === 1, 25_000)
    expect(page.isEnded()).toBe(false)
  })

  it('takes 500 pages in all', { timeout: 60_000 }, async () => {
    const { openStream } = await import('../src/live/live')
    const user = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
    const origin = { address: null, cfRay: null, requestId: null }
    // a session that is open: pages of others are closed
    const sessionId = createHash('sha256').update(sites.agent.cookies.get('session_id')!).digest('hex')
    const actor = (n: number) => ({ kind: 'user', id: user(n), personId: null, held: [], sessionId, origin }) as never
    const streams = Array.from({ length: 499 }, (_, n) => openStream(actor(n), undefined))
    expect((await sites.open()).status).toBe(200)
    const refused = await sites.open(sites.there, await sites.there.as('chef'))
    expect(refused.status).toBe(503)
    expect(refused.headers['retry-after']).toBe('30')
    await streams[0]!.cancel()
    expect((await sites.open(sites.there, await sites.there.as('chef'))).status).toBe(200)
    await Promise.all(streams.slice(1).map((stream) => stream.cancel()))
  })

  // the last one: this process takes none any more
  it('says good-bye when the site stops, and sends newcomers elsewhere', async () => {
    const page = await sites.open()
    const { closeStreams } = await import('../src/live/live')
    closeStreams()
    await page.ended
    expect(page.events.at(-1)).toEqual({ event: 'bye', data: 'bye', retry: '3000' })
    const refused = await listenTo(sites.there, sites.agent)
    expect(refused.status).toBe(503)
    expect(refused.headers['retry-after']).toBe('30')
    expect((await sites.open(sites.here, sites.agent, page.events[0]!.id)).status).toBe(200)
  })
})
