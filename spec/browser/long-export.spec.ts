import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type LongList, openLongList } from '../personnel/long-list'
import { bothWays, describeInBrowser, focusOf, openBrowser, type Windows } from '../support/browser'

describeInBrowser('a list too long to be waited for', () => {
  let longList: LongList
  let windows: Windows
  beforeAll(async () => {
    longList = await openLongList(5_001)
    windows = await openBrowser(longList.site)
  })
  beforeEach(() => longList.clear())
  afterEach(() => windows.closeAll())
  afterAll(async () => {
    await windows.quit()
    await longList.clear()
    await longList.site.close()
  })

  it.each(bothWays)('%s: is asked for by the keys alone, watched, and fetched', async (_, { javaScript }) => {
    const page = await windows.open({ as: 'drh', javaScript, width: 360 })
    await page.goto('/mppeep/personnel?unite=DAJ&unite_seule=1&situation=tous')
    await page.locator('summary', { hasText: 'Exporter' }).press('Enter')
    await page.getByRole('link', { name: 'CSV', exact: true }).press('Enter')
    await page.getByRole('button', { name: 'Préparer le fichier' }).press('Enter')
    await page.getByText('En attente').waitFor()
    await page.getByRole('button', { name: 'Annuler l’export' }).focus()
    await longList.site.sql`
      update outbox set state = 'running', worker = 'x', lease_until = now(), progress_done = 2000, progress_total = 5001`
    if (!javaScript) await page.getByRole('link', { name: 'Actualiser' }).press('Enter')
    await page.locator('progress[value="2000"][max="5001"]').waitFor()
    if (javaScript) expect((await focusOf(page)).text).toBe('Annuler l’export')
    await longList.work()
    await longList.settled('done')
    if (!javaScript) await page.getByRole('link', { name: 'Actualiser' }).press('Enter')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Télécharger' }).press('Enter'),
    ])
    expect(download.suggestedFilename()).toMatch(/^personnel-\d{4}-\d\d-\d\d\.csv$/)
    expect(await download.failure()).toBe(null)
    expect(await page.locator('[hx-trigger^="every"]').count()).toBe(0)
  })
})
