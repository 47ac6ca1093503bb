import { expect, it } from 'vitest'
import { describeInBrowser, siteInBrowser } from '../support/browser'

describeInBrowser('the bell', () => {
  const there = siteInBrowser()

  it('says how many are unread without anybody asking, and leads to them', async () => {
    const { site, windows } = there
    const [account] = await site.sql<[{ id: string; file: string; version: number }]>`
      select u.id, p.id as file, p.version from users u join personnel p on p.id = u.person_id where email = 'agent@mppeep.example'`
    const page = await windows.open({ as: 'agent' })
    await page.goto('/mppeep/accueil')
    const bell = page.getByRole('link', { name: /^Notifications/ })
    const count = page.locator('#non-lues')
    // connected, and with nothing to say
    await page.waitForTimeout(1_000)
    expect(await count.isVisible()).toBe(false)
    expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY')
    const rh = await site.as('rh')
    const tag = { 'if-match': `"${account.version}"` }
    const place = `/mppeep/api/v1/personnel/${account.file}`
    expect((await rh.json('PATCH', place, { poBox: '21 BP 21' }, tag)).status).toBe(200)
    await count.waitFor({ state: 'visible', timeout: 8_000 })
    expect(await count.textContent()).toBe('1')
    expect(await page.getByRole('link', { name: 'Notifications à lire 1' }).count()).toBe(1)
    await bell.click()
    await page.getByRole('button', { name: /^Ouvrir/ }).click()
    await page.waitForURL(`**/mppeep/personnel/${account.file}`)
    await count.waitFor({ state: 'hidden', timeout: 8_000 })
  })

  it('offers new figures on the dashboard, once, without changing it', async () => {
    const { site, windows } = there
    const page = await windows.open({ as: 'drh' })
    await page.goto('/mppeep/dashboard')
    await page.waitForTimeout(1_500)
    const before = await page.locator('main').innerHTML()
    const rh = await site.as('rh')
    const [file] = await site.sql<[{ id: string; version: number }]>`
      select id, version from personnel where left_on is null order by matricule limit 1`
    const change = { 'if-match': `"${file.version}"` }
    await rh.json('PATCH', `/mppeep/api/v1/personnel/${file.id}`, { poBox: '22 BP 22' }, change)
    const offer = page.getByRole('status').getByText('Les chiffres ont changé')
    await offer.waitFor({ timeout: 8_000 })
    expect(await page.locator('main').innerHTML()).toBe(
      before.replace(/(<template id="chiffres">).*?(<\/template>)/s, '$1$2'),
    )
    await page.getByRole('link', { name: 'Actualiser' }).click()
    await page.waitForLoadState()
    expect(await offer.count()).toBe(0)
  })
})
