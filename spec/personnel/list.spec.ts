import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

it('shows the people, fifty at a time, with the exact total', async () => {
  const drh = await site.as('drh')
  const page = await drh.get('/mppeep/personnel')
  expect(page.status).toBe(200)
  expect(page.text).toContain('480')
  expect(page.text.match(/<th scope="row"/g)).toHaveLength(50)
})
