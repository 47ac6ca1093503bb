import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, openBrowser, type Windows } from '../support/browser'
import { everyPage, type Shown } from '../support/pages'
import { openSite, type TestSite } from '../support/site'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** WCAG 2.0 to 2.2, levels A and AA. */
const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

describeInBrowser('every page of every kind', () => {
  let site: TestSite
  let windows: Windows
  let pages: Shown[]
  beforeAll(async () => {
    site = await openSite()
    windows = await openBrowser(site)
    pages = await everyPage(site)
  })
  afterAll(async () => {
    await windows.quit()
    await site.close()
  })

  it('is open to everybody in both schemes, on a wide screen and a narrow one that it fits', async () => {
    const page = await windows.open()
    await page.context().addInitScript({ path: axe })
    const found: string[] = []
    for (const shown of pages) {
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize({ width: 1280, height: 800 })
      await show(page, shown)
      const all = [await violations(page, { runOnly: standard })]
      await page.emulateMedia({ colorScheme: 'dark' })
      all.push(await violations(page, { runOnly: { type: 'rule', values: colours } }))
      await page.setViewportSize({ width: 360, height: 800 })
      all.push(await violations(page, { runOnly: standard }))
      const width = await page.evaluate('document.scrollingElement.scrollWidth')
      if (width !== 360) found.push(`${shown.name}: ${width} px wide on 360`)
      found.push(...all.flat().map((violation) => `${shown.name}: ${violation}`))
    }
    expect(pages.length).toBeGreaterThan(40)
    expect(found).toEqual([])
    await windows.closeAll()
  }, 240_000)
})

/** What depends on the scheme; what else there is has been seen in the light. */
const colours = ['color-contrast', 'link-in-text-block']

function violations(page: Page, options: object): Promise<string[]> {
  const asked = JSON.stringify({ ...options, resultTypes: ['violations'], elementRef: false, preload: false })
  return page.evaluate(`axe.run(document, ${asked}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ' ' + nodes.map((node) => node.target.join(' ')).join(', ')))`)
}

/** The very answer, as if the browser had asked for it. */
async function show(page: Page, { path, html, answer }: Shown): Promise<void> {
  const {
    'content-encoding': _,
    'content-length': __,
    'transfer-encoding': ___,
    'set-cookie': ____,
    ...headers
  } = answer.headers
  await page.route(`**${path}`, (route) =>
    route.fulfill({ status: answer.status, headers: headers as Record<string, string>, body: html }),
  )
  await page.goto(path)
}
