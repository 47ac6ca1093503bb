import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
beforeAll(async () => { site = await openSite() })
afterAll(() => site.close())
it('probe', async () => {
  const rh = await site.as('gestionnaire')
  const [p] = await site.sql`select id from personnel limit 1`
  const a = await rh.get(`/mppeep/personnel/${p!.id}`)
  console.log(a.status, a.text.slice(0, 6000))
  console.log(site.log.at(-1))
  const b = await rh.get(`/mppeep/personnel/nouveau`)
  console.log(b.status, b.text.slice(2000, 6000))
})
