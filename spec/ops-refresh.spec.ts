import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, siteInBrowser } from './support/browser'

describeInBrowser('what refreshes by itself', () => {
  const there = siteInBrowser()

  it('stays while the site does not answer, then is new, with what was open still open', async () => {
    const { site, windows } = there
    const page = await windows.open({ as: 'admin' })
    await page.goto('/mppeep/activite')
    const open = page.locator('#courbe-pages details')
    await open.locator('summary').click()
    await site.sql`alter table usage_hours rename to usage_hours_away`
    expect(await refreshed(page)).toBe(500)
    await expect.poll(() => page.locator('#mesures').count()).toBe(1)
    await site.sql`alter table usage_hours_away rename to usage_hours`
    await site.sql`insert into usage_hours values (date_trunc('hour', now(), 'UTC'), 1234, 1234, true)`
    expect(await refreshed(page)).toBe(200)
    const views = page.locator('.figure-card', { hasText: 'Pages lues' }).locator('.figure-value').first()
    await expect.poll(() => views.textContent()).toBe('1\u202f234')
    expect(await open.evaluate('(fold) => fold.open')).not.toBe(false)
    await expect.poll(() => open.getAttribute('open')).toBe('')
  })
})

async function refreshed(page: Page): Promise<number> {
  const answer = await page.waitForResponse(
    (one) => one.request().resourceType() === 'fetch' && one.url().endsWith('/activite'),
    {
      timeout: 15_000,
    },
  )
  return answer.status()
}
