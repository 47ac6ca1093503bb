import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

/** Roles are held over a unit and below, wherever that unit stands at the moment of the request. */
export function reachFollows({ redis }: { redis: boolean }): void {
  describe(redis ? 'with Redis' : 'without Redis', () => {
    let site: TestSite
    let drh: Client
    let chef: Client
    beforeAll(async () => {
      site = await openSite({ redis })
      ;[drh, chef] = [await site.as('drh'), await site.as('chef')]
    })
    afterAll(() => site.close())

    const totalOf = async () => (await chef.get('/mppeep/api/v1/personnel')).json<{ total: number }>().total
    const below = async (code: string) =>
      await site.sql`
        select id from personnel
        where left_on is null and started_on <= current_date and unit_id in (select subtree(id) from units where code = ${code})`

    it('a move at the next request, there and back', async () => {
      const [own, others] = [(await below('DSI')).length, await below('DAJ')]
      expect(await totalOf()).toBe(own)
      const stranger = `/mppeep/personnel/${others[0]!.id}`
      expect((await chef.get(stranger)).status).toBe(404)
      expect((await to('DAJ', 'DSI')).status).toBe(303)
      expect(await totalOf()).toBe(own + others.length)
      expect((await chef.get(stranger)).status).toBe(200)
      expect((await chef.get('/mppeep/dashboard')).text).toContain('Direction des affaires juridiques')
      expect((await to('DAJ', 'PILOTAGE')).status).toBe(303)
      expect(await totalOf()).toBe(own)
      expect((await chef.get(stranger)).status).toBe(404)
    })

    it('a merging of the unit itself, in a session that was open before', async () => {
      const [own, others] = [(await below('DSI')).length, (await below('DAF')).length]
      const fields = { vers: 'DAF', on: new Date().toISOString().slice(0, 10), decisionNumber: '', version: '1' }
      expect((await drh.post('/mppeep/organisation/unites/DSI/fusion?_method=PUT', fields)).status).toBe(303)
      expect(await totalOf()).toBe(own + others)
    })

    async function to(code: string, vers: string) {
      const [{ version = 0 } = {}] = await site.sql<
        { version: number }[]
      >`select version from units where code = ${code}`
      return drh.post(`/mppeep/organisation/unites/${code}/deplacement?_method=PUT`, { vers, version: String(version) })
    }
  })
}
