import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client } from './support/client'
import { type Edge, startEdge } from './support/edge'
import { openSite, type TestSite } from './support/site'

let site: TestSite
let edge: Edge
let drh: Client

beforeAll(async () => {
  site = await openSite()
  edge = await startEdge({ origin: `http://127.0.0.1:${site.port}`, host: new URL(site.origin).host })
  drh = await site.as('drh')
})
afterAll(async () => {
  await edge.stop()
  await site.close()
})

it('keeps static files in the edge and nothing else, whatever its extension', async () => {
  const cookie = [...drh.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const page = await fetch(`${edge.url}/mppeep/personnel`, { headers: { cookie } })
  const css = /href="([^"]+\.css)"/.exec(await page.text())![1]!
  const seen: Record<string, (string | null)[]> = {}
  for (const path of [
    css,
    '/mppeep/dashboard',
    '/mppeep/personnel',
    '/mppeep/personnel/export.csv',
    '/mppeep/personnel/export.xlsx',
    '/mppeep/inconnu.css',
    '/mppeep/static/absent.css',
    '/mppeep/api/v1/personnel',
  ]) {
    const answers = [
      await fetch(edge.url + path, { headers: { cookie } }),
      await fetch(edge.url + path, { headers: { cookie } }),
    ]
    seen[path] = answers.map((answer) => answer.headers.get('cf-cache-status'))
    await Promise.all(answers.map((answer) => answer.arrayBuffer()))
  }
  expect(seen[css]).toEqual(['MISS', 'HIT'])
  delete seen[css]
  for (const [path, statuses] of Object.entries(seen)) expect(statuses, path).not.toContain('HIT')
  expect(edge.cacheEntries()).toHaveLength(1)
})

it('never gives one person’s export to the next, who has not signed in', async () => {
  const cookie = [...drh.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  for (const path of ['/mppeep/personnel/export.csv', '/mppeep/personnel/export.xlsx']) {
    const mine = await fetch(edge.url + path, { headers: { cookie } })
    expect(mine.status).toBe(200)
    await mine.arrayBuffer()
    const theirs = await fetch(edge.url + path, { redirect: 'manual' })
    expect(theirs.status).toBe(303)
  }
})

it('records the ray and the client that the edge saw', async () => {
  site.log.length = 0
  const answer = await fetch(`${edge.url}/mppeep/connexion`, { headers: { 'x-test-client': '203.0.113.99' } })
  const ray = answer.headers.get('cf-ray')
  await expect
    .poll(() => site.log.find((line) => line['url.path'] === '/mppeep/connexion'))
    .toMatchObject({
      'cf.ray': ray,
      'client.address': '203.0.113.99',
      'client.address_source': 'cf',
      'network.peer.address': '127.0.0.1',
    })
})
