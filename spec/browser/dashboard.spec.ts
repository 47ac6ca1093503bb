import { expect, it } from 'vitest'
import { back, bothWays, describeInBrowser, focusOf, htmlOf, siteInBrowser } from '../support/browser'
import { linkedFigures, totalOf } from '../support/linked'

/** One figure of each drawing: a bar, a dot, a column, a cell. */
const samples = [
  '.figure-card.attention a',
  '#effectif svg a',
  '#absences svg a',
  '#retraites svg a',
  '#mouvements svg a',
  '#evaluations .dots a',
  '#ages svg a:has(.shape:not([width="0%"]))',
  'tfoot td a',
]

describeInBrowser('the dashboard', () => {
  const there = siteInBrowser()

  it.each<[string, { javaScript: boolean }, string[]]>([
    ['with scripts', { javaScript: true }, samples],
    ['without scripts', { javaScript: false }, samples.slice(-3)],
  ])('%s: a press on a figure opens the list that it counts', async (_, way, places) => {
    const page = await there.windows.open({ as: 'drh', ...way })
    for (const place of places) {
      await page.goto('/mppeep/dashboard')
      const link = page.locator(place).first()
      const [figure] = linkedFigures(await htmlOf(link))
      expect(figure, place).toBeDefined()
      await link.click()
      await page.waitForURL(`**${figure!.href}`)
      expect(totalOf(await htmlOf(page)), place).toBe(figure!.people)
    }
  })

  it.each(bothWays)('%s: every drawing opens its figures as a table', async (_, way) => {
    const page = await there.windows.open({ as: 'chef', ...way })
    await page.goto('/mppeep/dashboard')
    const drawings = page.locator('figure.chart')
    expect(await drawings.count()).toBe(6)
    for (const drawing of await drawings.all()) {
      const table = drawing.getByRole('table')
      expect(await table.isVisible()).toBe(false)
      await drawing.getByText('Voir les chiffres').click()
      expect(await table.isVisible()).toBe(true)
      expect(await table.locator('tbody tr').count()).toBeGreaterThan(0)
      expect(await table.locator('tbody td a').first().isVisible()).toBe(true)
    }
  })

  it('is read with the keyboard: what has the focus shows it, and Enter opens it', async () => {
    const page = await there.windows.open({ as: 'drh' })
    await page.goto('/mppeep/dashboard')
    await page.locator('#ages svg a').nth(3).focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(strokeOfFocused)).toBe('3px')
    const [figure] = linkedFigures(await htmlOf(page.locator('#ages svg a').nth(4)))
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${figure!.href}`)
    await back(page)
    await page.locator('#retraites summary').focus()
    expect(await focusOf(page)).toMatchObject({ tag: 'SUMMARY', outlined: true, seen: true })
    await page.keyboard.press('Enter')
    expect(await page.locator('#retraites table').isVisible()).toBe(true)
  })
})

/** A drawing cannot be outlined: its shape or its ground takes a line. */
const strokeOfFocused = `getComputedStyle(document.activeElement.querySelector('.hit, .shape')).strokeWidth`
