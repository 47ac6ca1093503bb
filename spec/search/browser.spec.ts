import { expect, it } from 'vitest'
import { describeInBrowser, siteInBrowser } from '../support/browser'

const focused = '(() => { const at = document.activeElement; return at.id || at.firstChild?.textContent })()'

describeInBrowser('the palette', () => {
  const there = siteInBrowser()

  it.each([360, 1024])('is opened, walked, left and used from the keyboard alone, %i wide', async (width) => {
    const page = await there.windows.open({ as: 'drh', width })
    await page.goto('/mppeep/dashboard')
    const title = await page.title()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('kone')
    const first = page.locator('#palette ul[aria-label="Personnes"] a').first()
    await first.waitFor()
    const name = (await first.innerText()).split('\n')[0]!
    expect(await page.title()).toBe(title)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    await page.keyboard.press('ArrowDown')
    expect(await page.evaluate(focused)).toBe(name)
    await page.keyboard.press('ArrowUp')
    expect(await page.evaluate(focused)).toBe('recherche')
    await page.keyboard.press('Escape')
    await first.waitFor({ state: 'hidden' })
    expect(await page.evaluate(focused)).toBe('recherche')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type(' ')
    expect(await page.evaluate(focused)).toBe('recherche')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await first.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+k')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name }).waitFor()
    await page.keyboard.press('Control+k')
    await page.locator('#palette').getByRole('list', { name: 'Dossiers récents' }).waitFor()
  })

  it('keeps its place when results come that were asked for before', async () => {
    const page = await there.windows.open({ as: 'drh' })
    await page.goto('/mppeep/accueil')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('kone')
    await page.locator('#palette ul[aria-label="Personnes"] a').first().waitFor()
    for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
    const place = await page.evaluate<string>(focused)
    await page.evaluate(`(() => {
      document.activeElement.dataset.old = ''
      document.getElementById('recherche').dispatchEvent(new Event('input', { bubbles: true }))
    })()`)
    await page.locator('#palette [data-old]').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate<string>(focused)).toBe(place)
  })

  it('leads from a matricule to the paper in hand in six keys', async () => {
    const [{ matricule }] = await there.site.sql<[{ matricule: string }]>`
      select matricule from personnel where left_on is null and position = 'en_activite' and started_on <= current_date limit 1`
    const page = await there.windows.open({ as: 'gestionnaire' })
    let keys = 0
    const press = (key: string) => {
      keys += 1
      return page.keyboard.press(key)
    }
    await page.goto('/mppeep/accueil')
    await press('Control+k')
    await page.keyboard.type(matricule)
    await page
      .locator('#palette')
      .getByRole('link', { name: /^Attestation de travail d/ })
      .waitFor()
    for (let turn = 0; !(await page.evaluate<string>(focused))?.startsWith('Attestation') && turn < 9; turn++)
      await press('ArrowDown')
    await press('Enter')
    await page.waitForURL('**/actes/nouveau?acte=attestation_travail')
    await page.getByRole('button', { name: 'Produire l’acte' }).and(page.locator(':focus')).waitFor()
    await press('Enter')
    await page.waitForURL(/\/actes\/[0-9a-f-]{36}$/)
    await page.getByRole('link', { name: 'Ouvrir et imprimer' }).and(page.locator(':focus')).waitFor()
    const paper = page.waitForResponse((response) => response.url().endsWith('/apercu'))
    await press('Enter')
    expect((await paper).headers()['content-type']).toBe('application/pdf')
    expect(keys).toBeLessThanOrEqual(6)
  })

  it('is a form that leads to a page without scripts', async () => {
    const page = await there.windows.open({ as: 'agent', javaScript: false })
    await page.goto('/mppeep/accueil')
    await page.getByRole('searchbox').fill('appareils')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Mes appareils' }).click()
    await page.waitForURL('**/mppeep/profil/appareils')
  })
})
