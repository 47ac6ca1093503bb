import type { Locator, Page } from 'playwright-core'
import { extractText, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { bothWays, describeInBrowser, siteInBrowser } from '../support/browser'

const place = '/mppeep/organisation/organigramme'

describeInBrowser('the organisation chart', () => {
  const there = siteInBrowser()

  it.each([360, 641, 768, 1280])('begins with the root, whole and at once, %i px wide', async (width) => {
    const page = await there.windows.open({ as: 'drh', width })
    for (const levels of [2, 4]) {
      await page.goto(`${place}?niveaux=${levels}`)
      const root = (await shown(page).first().boundingBox())!
      expect(root.x).toBeGreaterThanOrEqual(0)
      expect(root.x + root.width).toBeLessThanOrEqual(width)
      expect(root.y + root.height).toBeLessThan(800)
      expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(width)
    }
    if (width > 360) return
    const boxes = await shown(page).evaluateAll((all) => all.map((box) => box.getBoundingClientRect().right))
    expect(boxes.length).toBeGreaterThan(40)
    for (const right of boxes) expect(right).toBeLessThanOrEqual(width)
  })

  it('moves nothing under the finger that turns a box', async () => {
    const page = await there.windows.open({ as: 'drh', width: 360 })
    await page.goto(`${place}?niveaux=2`)
    const turn = (sign: string) => page.getByRole('link', { name: `${sign} Direction des ressources humaines` })
    await turn('Déplier').scrollIntoViewIfNeeded()
    const before = await turn('Déplier').boundingBox()
    await turn('Déplier').click()
    await turn('Replier').waitFor()
    expect(await turn('Replier').boundingBox()).toEqual(before)
    expect(await shown(page).count()).toBe(23)
  })

  it.each(bothWays)('stays at the box that is turned, %s', async (_, { javaScript }) => {
    const page = await there.windows.open({ as: 'drh', javaScript, width: 768 })
    await page.goto(`${place}?niveaux=3`)
    const turn = page.getByRole('link', { name: 'Déplier Sous-direction du patrimoine' })
    await turn.click()
    const back = page.getByRole('link', { name: 'Replier Sous-direction du patrimoine' })
    await expect.poll(() => inView(page, back.first())).toBe(true)
    if (javaScript) expect(await page.evaluate('document.activeElement.id')).toBe('pli-DGPAT-BATIMENTS')
  })

  it('is a drawing on paper as long as it can be read, and boxes in columns beyond', async () => {
    const page = await there.windows.open({ as: 'drh', width: 1024 })
    const units = await there.site.sql<{ name: string }[]>`select name from units where closed_on is null`
    const sheets = async (query: string) => {
      await page.goto(`${place}${query}`)
      return extractText(await getDocumentProxy(new Uint8Array(await page.pdf({ format: 'A4' }))))
    }
    expect((await sheets('?niveaux=2')).totalPages).toBe(1)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.orgchart.across').isVisible()).toBe(true)
    const whole = await sheets('?niveaux=4')
    expect(await page.locator('.orgchart.across').isVisible()).toBe(false)
    const letters = await page.evaluate("getComputedStyle(document.querySelector('.tree small')).fontSize")
    expect(Number.parseFloat(String(letters))).toBeGreaterThan(9)
    expect(whole.totalPages).toBeLessThanOrEqual(3)
    const words = whole.text.join(' ').replace(/\s+/g, ' ')
    for (const { name } of units) expect(words).toContain(name)
    // what is folded on the screen is folded on paper
    const some = (await sheets('?niveaux=3')).text.join(' ').replace(/\s+/g, ' ')
    expect(some).toContain('Service de la paie')
    expect(some).not.toContain('Service des participations')
  })
})

const shown = (page: Page) => page.locator('.orgchart-box:visible')

function inView(page: Page, link: Locator): Promise<boolean> {
  const { width, height } = page.viewportSize()!
  return link.boundingBox().then((box) => {
    if (!box) return false
    return box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height
  })
}
