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
    expect(await refreshed(page, '/activite')).toBe(500)
    await expect.poll(() => page.locator('#mesures').count()).toBe(1)
    await site.sql`alter table usage_hours_away rename to usage_hours`
    await site.sql`insert into usage_hours values (date_trunc('hour', now(), 'UTC'), 1234, 1234, true)`
    expect(await refreshed(page, '/activite')).toBe(200)
    const views = page.locator('.figure-card', { hasText: 'Pages lues' }).locator('.figure-value').first()
    await expect.poll(() => views.textContent()).toBe('1\u202f234')
    expect(await open.evaluate('(fold) => fold.open')).not.toBe(false)
    await expect.poll(() => open.getAttribute('open')).toBe('')
  })

  it('so does the list of recounts, which goes on when the site is back, and is new when the stream says so', async () => {
    const { site, windows } = there
    await site.sql`
      insert into outbox (kind, payload, state, worker, attempts, lease_until, progress_done, progress_total)
      values ('leave.recount', ${site.sql.json({ year: 2026, askedBy: 'DRH' })}, 'running', 'elsewhere', 1,
        now() + interval '1 hour', 3, 12)`
    const page = await windows.open({ as: 'drh' })
    await page.goto('/mppeep/conges')
    const runs = page.locator('#recomptes')
    expect(await runs.textContent()).toContain('3\u00a0sur\u00a012\u00a0unités')
    await site.sql`alter table outbox rename to outbox_away`
    expect(await refreshed(page, '/conges')).toBe(500)
    expect(await runs.textContent()).toContain('3\u00a0sur\u00a012\u00a0unités')
    await site.sql`alter table outbox_away rename to outbox`
    await site.sql`update outbox set progress_done = 4`
    expect(await refreshed(page, '/conges')).toBe(200)
    await expect.poll(() => runs.textContent()).toContain('4\u00a0sur\u00a012\u00a0unités')
    // the next time that it asks by itself is ten seconds away
    const { sayFurther } = await import('../src/outbox/voice')
    const say = () => sayFurther({ kind: 'leave.recount', actorId: null })
    await site.sql`update outbox set progress_done = 5`
    await say()
    await expect.poll(() => runs.textContent(), { timeout: 5_000 }).toContain('5\u00a0sur\u00a012\u00a0unités')
    await site.sql`
      update outbox set state = 'done', worker = null, lease_until = null, finished_at = now(), result = '{"people":1,"lines":2}'`
    await say()
    await expect.poll(() => runs.textContent(), { timeout: 5_000 }).toContain('Terminé')
    expect(await runs.getAttribute('hx-trigger')).toBe('jobs from:body')
  })
})

async function refreshed(page: Page, place: string): Promise<number> {
  const answer = await page.waitForResponse(
    (one) => one.request().resourceType() === 'fetch' && one.url().endsWith(place),
    { timeout: 15_000 },
  )
  return answer.status()
}
