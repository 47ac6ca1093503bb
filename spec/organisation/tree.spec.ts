import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { World } from '../support/world'

const place = '/mppeep/organisation'
let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const today = new Date().toISOString().slice(0, 10)
/** What a page says of a unit that leads to the list of its people: code, then how many. */
const figures = (html: string) =>
  new Map(
    [...html.matchAll(/\/personnel\?unite=([A-Z-]+)(?:&amp;unite_seule=1)?"[^>]*>(?:<text[^>]*>)?([\d\u202f]+)/g)].map(
      ([all, code = '', figure = '']) => [
        all.includes('seule') ? `${code} alone` : code,
        Number(figure.replace(/\D/g, '')),
      ],
    ),
  )
const links = (html: string) => [...html.matchAll(/\/organisation\/unites\/([A-Z-]+)"/g)].map(([, code]) => code!)

describe('the tree', () => {
  it('counts the people of each unit as a count by hand does, alone and with all below', async () => {
    const world = await World.read(site.sql)
    const shown = figures((await drh.get(place)).text)
    const here = (code: string, alone: boolean) => {
      const query = new URLSearchParams({ unite: code, ...(alone ? { unite_seule: '1' } : {}) })
      return world.who(query, today).length
    }
    expect(shown.size).toBeGreaterThan(50)
    for (const { code } of world.units) {
      expect(shown.get(code), code).toBe(here(code, false))
      if (shown.has(`${code} alone`)) expect(shown.get(`${code} alone`), code).toBe(here(code, true))
    }
    const list = await drh.get('/mppeep/personnel?unite=DGPE')
    expect(list.text).toContain(`<strong>${shown.get('DGPE')}\u00a0personnes</strong>`)
  })

  it('shows a chief the whole house, and figures of their own units only', async () => {
    const { text } = await (await site.as('chef')).get(place)
    expect(new Set(links(text)).size).toBe((await site.sql`select from units`).length)
    const own = (
      await site.sql`select code from units where id in (select subtree(id) from units where code = 'DSI')`
    ).map(({ code }) => code)
    expect(new Set([...figures(text).keys()].map((key) => key.split(' ')[0]))).toEqual(new Set(own))
  })

  it('leads to the file of a chief for who may read it, and gives no name of a real person to a guest', async () => {
    const [chief] = await site.sql<[{ id: string; name: string }]>`
      select p.id, p.last_name || ' ' || p.first_names as name from units u join personnel p on p.id = u.chief_id where u.code = 'DAJ'`
    const name = chief.name.replaceAll("'", '&#39;')
    expect((await drh.get(place)).text).toContain(`<a href="/mppeep/personnel/${chief.id}">${name}</a>`)
    const foreign = await (await site.as('chef')).get(place)
    expect(foreign.text).toContain(name)
    expect(foreign.text).not.toContain(chief.id)
    await site.sql`update personnel set fictitious = false where id = ${chief.id}`
    expect((await (await site.as('invite')).get(place)).text).not.toContain(name)
    await site.sql`update personnel set fictitious = true where id = ${chief.id}`
  })

  it('is searched without accents, and opens on what is found', async () => {
    const { text } = await drh.get(`${place}?q=etudes`)
    expect(text).toContain('2\u00a0unités trouvées')
    expect(text.match(/<mark>/g)).toHaveLength(2)
    expect(links(text)).toContain('DGPE-ETUDES')
    expect(links(text)).not.toContain('DRH')
    expect((await drh.get(`${place}?q=dsi-res`)).text).toContain('1\u00a0unité trouvée')
    expect((await drh.get(`${place}?q=%25`)).text).toContain('Aucune unité ne correspond')
  })

  it('lists the vacant posts, those of chiefs who have left too', async () => {
    const [before] = await site.sql<
      [{ count: number }]
    >`select count(*)::int as count from units where chief_id is null`
    expect((await drh.get(`${place}/postes-vacants`)).text).toContain(`${before.count}\u00a0postes vacants`)
    const [gone] = await site.sql<[{ id: string; code: string }]>`
      select p.id, u.code from units u join personnel p on p.id = u.chief_id where u.code = 'IG-AUDIT'`
    await site.sql`update personnel set left_on = current_date, left_reason = 'Mutation' where id = ${gone.id}`
    const { text } = await drh.get(`${place}/postes-vacants`)
    expect(text).toContain(`${before.count + 1}\u00a0postes vacants`)
    expect(links(text)).toContain(gone.code)
    await site.sql`update personnel set left_on = null, left_reason = null where id = ${gone.id}`
  })
})

describe('the drawing', () => {
  const drawn = (html: string, way: string) => new RegExp(`<svg class="orgchart ${way}".*?</svg>`, 's').exec(html)![0]

  it('has so many levels, and each box is turned by its own link', async () => {
    const boxes = (html: string) =>
      ['across', 'down'].map((way) => drawn(html, way).match(/class="orgchart-box/g)?.length)
    const one = await drh.get(`${place}/organigramme?unite=DGPE&niveaux=1`)
    expect(boxes(one.text)).toEqual([5, 5])
    const [, turn = ''] = /hx-get="([^"#]+)[^>]+aria-label="Déplier Sous-direction/.exec(one.text)!
    const turned = await drh.get(turn.replaceAll('&amp;', '&'))
    // what one stands on keeps its name when the drawing is swapped: the keyboard stays there
    const names = [one.text, turned.text].map((html) => /id="(pli-[^"]+)"[^>]+Sous-direction/.exec(html)?.[1])
    expect([names[0], names[0]]).toEqual(['pli-DGPE-ENTREPRISES', names[1]])
    expect(boxes(turned.text)).toEqual([7, 7])
    expect(turned.text).toContain('aria-label="Replier Sous-direction')
    expect((await drh.get(`${place}/organigramme?unite=RIEN`)).status).toBe(404)
    expect((await drh.get(`${place}/organigramme?plis=a`)).status).toBe(422)
  })

  it('shows three hundred units with as many questions as three', async () => {
    const ask = async (path: string) => {
      await site.sql`update units set rank = rank`
      return (await site.lineOf(await drh.get(`${place}${path}`)))['db.calls']
    }
    const paths = ['', '?q=service', '/organigramme?niveaux=6', '/unites/DSI']
    for (const path of paths) await ask(path)
    const before: unknown[] = []
    for (const path of paths) before.push(await ask(path))
    await site.sql`
      insert into units (code, name, kind, parent_id)
      select 'N-' || n, 'Service numéro ' || n, 'service', id from units, generate_series(1, 300) as n where code = 'DSI'`
    const after: unknown[] = []
    for (const path of paths) after.push(await ask(path))
    expect(after).toEqual(before)
    const { text } = await drh.get(`${place}/organigramme?niveaux=6`)
    expect(drawn(text, 'down').match(/class="orgchart-box/g)!.length).toBeGreaterThan(300)
    await site.sql`delete from units where code like 'N-%'`
  })
})
