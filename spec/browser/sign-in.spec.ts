import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { back, bothWays, describeInBrowser, focusOf, htmlOf, siteInBrowser } from '../support/browser'
import { castPassword } from '../support/ground'

describeInBrowser('signing in and out', () => {
  const there = siteInBrowser()

  it.each(bothWays)('%s: a wrong password is said at the field, and only the address is kept', async (_, way) => {
    const page = await there.windows.open(way)
    await page.goto('/mppeep/accueil')
    await fillIn(page, 'drh@mppeep.example', 'ce n’est pas cela')
    await page.locator('#champ-password-erreur').waitFor()
    expect(await page.locator('#champ-password-erreur').innerText()).toContain('incorrect')
    expect(await page.locator('#champ-password').getAttribute('aria-describedby')).toBe('champ-password-erreur')
    expect(await page.inputValue('#champ-email')).toBe('drh@mppeep.example')
    expect(await page.inputValue('#champ-password')).toBe('')
    if (way.javaScript) expect(await focusOf(page)).toMatchObject({ tag: 'DIV', outlined: true, seen: true })

    await fillIn(page, 'drh@mppeep.example', castPassword)
    await page.waitForURL('**/mppeep/accueil')
    const [{ name }] = await there.site.sql<
      [{ name: string }]
    >`select name from users where email = 'drh@mppeep.example'`
    expect(await page.locator('h1').innerText()).toBe(name)
  })

  it.each(bothWays)('%s: leads to the page that was first asked for', async (_, way) => {
    const page = await there.windows.open(way)
    await page.goto('/mppeep/personnel?q=kone&sexe=F')
    expect(await page.locator('h1').innerText()).toBe('Connexion')
    await fillIn(page, 'rh@mppeep.example', castPassword)
    await page.waitForURL('**/mppeep/personnel?q=kone&sexe=F')
    expect(await page.inputValue('#champ-q')).toBe('kone')
  })

  it.each(bothWays)('%s: once signed out, Back shows nothing that is private', async (_, way) => {
    const page = await there.windows.open(way)
    await page.goto('/mppeep/connexion')
    await fillIn(page, 'rh@mppeep.example', castPassword)
    await page.waitForURL('**/mppeep/accueil')
    await page.goto('/mppeep/personnel')
    const person = await page.locator('tbody th').first().innerText()
    await page.locator('.user-menu summary').click()
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.waitForURL('**/mppeep/connexion')
    expect(await page.locator('.notice').innerText()).toBe('Vous êtes déconnecté.')

    for (let steps = 1; steps <= 2; steps++) {
      await back(page)
      await page.locator('#champ-password').waitFor()
      const shown = await htmlOf(page)
      expect(shown).not.toContain(person)
      expect(shown).not.toMatch(/user-menu|tbody|Vous êtes déconnecté/)
    }
  })
})

async function fillIn(page: Page, email: string, password: string): Promise<void> {
  await page.fill('#champ-email', email)
  await page.fill('#champ-password', password)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}
