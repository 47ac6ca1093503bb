import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { desk, own } from './hand'

let site: TestSite
let agent: Client
let drh: Client

beforeAll(async () => {
  site = await openSite()
  ;[agent, drh] = [await site.as('agent'), await site.as('drh')]
})
afterAll(() => site.close())

describe('the list', () => {
  it('counts exactly, the oldest first, page after page and back', async () => {
    await site.sql`
      insert into corrections (person_id, asked_by, before, after, state, decided_at)
      select u.person_id, u.id, '{"poBox":null}', jsonb_build_object('poBox', 'BP ' || n), 'retiree', now()
      from users u, generate_series(1, 120) as n where u.email = 'agent@mppeep.example'`
    const [{ n } = { n: 0 }] = await site.sql<{ n: number }[]>`
      select count(*)::int as n from corrections where state = 'retiree'`
    const seen: string[] = []
    let next: string | undefined = `${desk}?etat=retiree`
    let pages = 0
    for (; next; pages++) {
      const page = await drh.get(next)
      expect(page.text).toContain(`<strong>${n}\u00a0demandes</strong>`)
      seen.push(...[...page.text.matchAll(/href="\/mppeep\/corrections\/([0-9a-f-]{36})"/g)].map(([, id]) => id!))
      const cost = Number((await site.lineOf(page))['db.calls'])
      expect(cost).toBeLessThanOrEqual(3)
      next = /href="([^"]+)">Suivante/.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([3, n, n])
    expect(seen).toEqual([...seen].sort())
    const last = await drh.get(`${desk}?etat=retiree&fin=1`)
    const back = /href="([^"]*avant=[^"]*)"/.exec(last.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect((await drh.get(back)).text).toContain(seen[n - 51]!)
    const mine = await agent.get(own)
    expect(mine.text).toContain('Suivante')
    const form = await agent.get(`${own}/nouvelle`)
    const costs = [await site.lineOf(mine), await site.lineOf(form)].map((line) => Number(line['db.calls']))
    expect(Math.max(...costs)).toBeLessThanOrEqual(4)
    for (const wrong of ['?apres=x', '?etat=autre', '?intrus=1'])
      expect((await drh.get(desk + wrong)).status, wrong).toBe(422)
  })
})
