import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, siteInBrowser } from '../support/browser'
import { everyPage, type Shown } from '../support/pages'
import { openShelf, type Shelf } from '../support/shelf'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** WCAG 2.0 to 2.2, levels A and AA. */
const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

describeInBrowser('every page of every kind', () => {
  const there = siteInBrowser()
  let pages: Shown[]
  let shelf: Shelf
  beforeAll(async () => {
    pages = await everyPage(there.site)
    shelf = await openShelf(there.site, pages, axe)
  })
  afterAll(() => shelf.close())

  it('is open to everybody: in the light on a wide screen, in the dark on a narrow one that it fits', async () => {
    const page = await there.windows.open()
    const found: string[] = []
    const known = new Set<string>()
    const isNews = (kinds: string[]) => {
      const before = known.size
      for (const kind of kinds) known.add(kind)
      return known.size > before
    }
    for (const shown of pages) {
      const note = (violations: string[]) => found.push(...violations.map((one) => `${shown.name}: ${one}`))
      await look(page, 'light', 1280)
      await page.goto(`${shelf.origin}${shown.path}`)
      await page.addScriptTag({ url: '/axe.js' })
      note(await violations(page, alike, { runOnly: standard }))
      await page.evaluate(keepSeen)
      await look(page, 'dark', 360)
      const width = await page.evaluate('document.scrollingElement.scrollWidth')
      if (width !== 360) note([`${width} px wide on 360`])
      note(await violations(page, alike, { runOnly: { type: 'rule', values: narrow } }))
      // an open menu may cover what is below it
      await page.evaluate(openFolds)
      await page.evaluate(openMenu)
      if (isNews(await page.evaluate(keepAdded))) note(await violations(page, 'window.added', { runOnly: standard }))
      if (!isNews(await page.evaluate(keepLeftOut))) continue
      await look(page, 'dark', 1280)
      note(await violations(page, 'window.leftOut', { runOnly: { type: 'rule', values: colours } }))
    }
    expect(pages.length).toBeGreaterThan(40)
    expect(found).toEqual([])
    // for what hangs: what takes two minutes alone has taken four beside the others
  }, 900_000)
})

/** What depends on the scheme; what else there is has been seen in the light. */
const colours = ['color-contrast', 'link-in-text-block']
/** And on the width. */
const narrow = [...colours, 'target-size', 'scrollable-region-focusable']

/** The document, and of the rows that are built alike, and shown alike, the first: what is wrong with one is wrong with all. */
const alike = `(() => {
  const seen = new Set()
  const kindOf = (element) => [element.tagName, element.getAttribute('class'), element.getAttribute('role')].join()
  const repeated = [...document.querySelectorAll('tbody tr, ul > li, ol > li')].filter((row, place) => {
    const inside = [...row.querySelectorAll('*')].map(kindOf)
    const kind = [place % 2, kindOf(row.closest('table, ul, ol')), kindOf(row), row.checkVisibility(), ...inside].join(';')
    return seen.has(kind) || !seen.add(kind)
  })
  return { include: [document], exclude: repeated }
})()`

const keepSeen = `window.seen = [...document.body.querySelectorAll('*')].filter((element) => element.checkVisibility())`
const openFolds = `document.querySelectorAll('details:not(.user-menu)').forEach((fold) => { fold.open = true })`
/** Apart, since it lies over the page: whatever it covers in part would be too small a target. */
const openMenu = `document.querySelectorAll('.user-menu').forEach((fold) => { fold.open = true })`
/** What a narrow screen shows, or a fold that is open, and a wide one has not, by kind. */
const keepAdded = `(() => {
  const seen = new Set(window.seen)
  const all = [...document.body.querySelectorAll('*')]
  window.added = all.filter((element) => !seen.has(element) && element.checkVisibility())
  return window.added.map((element) => ['added', element.tagName, element.getAttribute('class'), element.type].join())
})()`
/** What a wide screen shows and a narrow one does not, by kind: the navigation of one page is that of all. */
const keepLeftOut = `(window.leftOut = window.seen.filter((element) => !element.checkVisibility()))
  .map((element) => [element.tagName, element.getAttribute('class'), element.ariaCurrent].join())`

async function look(page: Page, colorScheme: 'light' | 'dark', width: number): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.setViewportSize({ width, height: 800 })
}

function violations(page: Page, where: string, options: object): Promise<string[]> {
  const asked = JSON.stringify({ ...options, resultTypes: ['violations'], elementRef: false, preload: false })
  return page.evaluate(`axe.run(${where}, ${asked}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ' ' + nodes.map((node) => node.target.join(' ')).join(', ')))`)
}
