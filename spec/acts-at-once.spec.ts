import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acts, doneOnce } from './support/acts'
import { openSite, type TestSite } from './support/site'

/** What is special to one of them is said where that one is. */
let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

it('every route that changes something is among the acts', async () => {
  const { createApp } = await import('../src/app')
  const { readAssets } = await import('../src/http/assets')
  const routes = createApp(readAssets('dist/public')).app.routes
  const changing = routes.filter(({ method }) => method !== 'ALL' && method !== 'GET')
  const known = new Set(changing.map(({ method, path }) => `${method} ${path.replace(/^\/mppeep/, '')}`))
  expect(Object.keys(acts).sort()).toEqual([...known].sort())
})

describe('asked for five times at once, and again', () => {
  it.each(Object.keys(acts))('is done once: %s', (route) => doneOnce(site, route))
})
