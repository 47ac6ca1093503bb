import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { describeOnRedis, until } from './redis/server'
import type { Listening } from './support/stream'
import { TwoSites, told } from './support/two-sites'

describeOnRedis('live pages', () => {
  const sites = new TwoSites()
  const ids = (page: Listening) => told(page).map(({ id }) => id)

  it('says at once how many are unread, with what nothing between may keep, gather or compress', async () => {
    await sites.tell(sites.agentId, 2)
    const [last] = await sites.tell(sites.agentId)
    const page = await sites.open()
    expect(page.status).toBe(200)
    expect(page.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    expect(page.headers['content-encoding']).toBeUndefined()
    expect(page.headers['content-length']).toBeUndefined()
    expect(page.events).toEqual([{ event: 'notification', data: '3', id: last, retry: '3000' }])
  })

  it('tells a page at another process at once, and nobody else', async () => {
    const page = await sites.open()
    const own = await sites.open(sites.here, sites.rh)
    await sites.hearing()
    const began = performance.now()
    expect(await sites.change()).toBe(200)
    await until(() => told(page).length === 2, 1_500)
    expect(performance.now() - began).toBeLessThan(1_500)
    const [row] = await sites.here.sql<[{ id: string; userId: string }]>`
      select id, user_id as "userId" from notifications`
    expect(row.userId).toBe(sites.agentId)
    expect(told(page).at(-1)).toEqual({ event: 'notification', data: '1', id: row.id })
    await delay(300)
    expect(told(own)).toHaveLength(1)
    expect(told(page)).toHaveLength(2)
  })

  it('tells the other pages that something was read', async () => {
    const [first] = await sites.tell(sites.agentId, 2)
    const page = await sites.open()
    await sites.agent.ask(`/mppeep/notifications/${first}/lecture`, {
      method: 'PUT',
      body: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    await until(() => told(page).length === 2)
    expect(told(page).at(-1)).toEqual({ event: 'notification', data: '1' })
  })

  it('an act that is undone tells nobody', async () => {
    const page = await sites.open()
    expect(await sites.change({ poBox: '01 BP 999', startedOn: '1900-01-01' })).toBe(422)
    await delay(500)
    expect(told(page)).toHaveLength(1)
    expect(await sites.here.sql`select id from notifications`).toEqual([])
  })

  it('tells nobody of their own acts', async () => {
    const [own] = await sites.here.sql<[{ file: string }]>`
      select person_id as file from users where email = 'rh@mppeep.example'`
    expect(await sites.change({ poBox: '02 BP 2' }, own.file)).toBe(200)
    expect(await sites.here.sql`select id from notifications`).toEqual([])
  })

  it('goes on after what the page has got to: nothing lost, nothing twice', async () => {
    const page = await sites.open()
    await sites.hearing()
    expect(await sites.change()).toBe(200)
    await until(() => told(page).length === 2)
    const lastId = told(page).at(-1)!.id!
    page.leave()
    await Promise.all([sites.tell(sites.agentId, 2), sites.tell(sites.agentId, 3)])
    const again = await sites.open(sites.here, sites.agent, lastId)
    await until(() => told(again).length >= 6)
    const rows = await sites.here.sql<{ id: string }[]>`select id from notifications where id > ${lastId} order by id`
    // each once, then how many are unread
    expect(ids(again)).toEqual([...rows.map(({ id }) => id), rows.at(-1)!.id])
    expect(told(again).at(-1)).toMatchObject({ data: '6' })
  })

  it('loses none of those committed in another order than they were begun', async () => {
    const page = await sites.open()
    const { transaction } = await import('../src/db/sql')
    const { notify } = await import('../src/notifications/notifications')
    const one = (ms: number) =>
      transaction(async (tx) => {
        await notify(tx, { userId: sites.agentId, kind: 'essai', title: 'Essai', href: '/accueil' })
        await delay(ms)
      })
    await Promise.all([120, 5, 60, 1, 30].map(one))
    const rows = await sites.here.sql<{ id: string }[]>`select id from notifications order by id`
    await until(() => ids(page).length >= 6)
    expect(ids(page).slice(1)).toEqual(rows.map(({ id }) => id))
  })

  it('catches up a hundred at most, then says that there is more', async () => {
    const [first] = await sites.tell(sites.agentId)
    await sites.tell(sites.agentId, 130)
    const page = await sites.open(sites.there, sites.agent, first)
    await until(() => page.events.length >= 102)
    const rows = await sites.here.sql<{ id: string }[]>`select id from notifications where id > ${first!} order by id`
    expect(page.events.slice(0, 100).map(({ id }) => id)).toEqual(rows.slice(0, 100).map(({ id }) => id))
    expect(page.events.slice(100)).toEqual([
      { event: 'plus', data: '131', id: rows.at(-1)!.id },
      { event: 'notification', data: '131', id: rows.at(-1)!.id, retry: '3000' },
    ])
  })

  it.each(['abc', '-1', '1e3', '999999999999999999', '9'.repeat(400), ' ', "1' or '1'='1", '0x10'])(
    'starts from now when told that the page has got to %s',
    async (forged) => {
      const rows = await sites.tell(sites.agentId, 3)
      const page = await sites.open(sites.there, sites.agent, forged)
      expect(page.status).toBe(200)
      await delay(100)
      expect(page.events).toEqual([{ event: 'notification', data: '3', id: rows.at(-1), retry: '3000' }])
    },
  )

  it("and when it is the id of somebody else's, or one that never was", async () => {
    const [rhId] = await sites.here.sql<[{ id: string }]>`select id from users where email = 'rh@mppeep.example'`
    const [foreign] = await sites.tell(rhId.id)
    const rows = await sites.tell(sites.agentId, 3)
    for (const forged of [foreign!, String(Number(foreign) - 1)]) {
      const page = await sites.open(sites.there, sites.agent, forged)
      await delay(100)
      expect(ids(page), forged).toEqual([rows.at(-1)])
    }
  })
})
