import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { codeNow, keyOn, untilCalm } from '../support/authenticator'
import { bothWays, describeInBrowser, htmlOf, siteInBrowser } from '../support/browser'
import { castPassword } from '../support/ground'

describeInBrowser('a second factor', () => {
  const there = siteInBrowser()

  it.each(bothWays)('%s: is set up, and asked for at the next sign-in', async (_, way) => {
    await there.site.sql`delete from second_factors`
    const page = await there.windows.open(way)
    await page.goto('/mppeep/profil/second-facteur')
    await fillIn(page)
    await page.getByRole('button', { name: 'Commencer' }).click()
    await page.getByRole('img', { name: 'Code à scanner avec l’application d’authentification' }).waitFor()
    const secret = keyOn(await htmlOf(page))
    await untilCalm()
    await page.fill('#champ-code', '000000')
    await page.getByRole('button', { name: 'Activer' }).click()
    await page.locator('#champ-code-erreur').waitFor()
    expect(keyOn(await htmlOf(page))).toEqual(secret)
    await page.fill('#champ-code', codeNow(secret, -1))
    await page.getByRole('button', { name: 'Activer' }).click()
    await page.locator('pre.codes').waitFor()
    const codes = (await page.locator('pre.codes').innerText()).split('\n')
    expect(codes).toHaveLength(10)
    await page.getByRole('link', { name: 'C’est fait' }).click()
    await page.getByText('10 codes').waitFor()

    const elsewhere = await there.windows.open(way)
    await elsewhere.goto('/mppeep/personnel?q=kone')
    await fillIn(elsewhere)
    await elsewhere.locator('#champ-code').waitFor()
    expect(await elsewhere.locator('#champ-code').evaluate('document.activeElement?.id')).toBe('champ-code')
    await elsewhere.fill('#champ-code', '000000')
    await elsewhere.getByRole('button', { name: 'Se connecter' }).click()
    await elsewhere.locator('#champ-code-erreur').waitFor()
    await untilCalm()
    await elsewhere.fill('#champ-code', codeNow(secret))
    await elsewhere.getByRole('button', { name: 'Se connecter' }).click()
    await elsewhere.waitForURL('**/mppeep/personnel?q=kone')

    const lost = await there.windows.open(way)
    await lost.goto('/mppeep/personnel?q=kone')
    await fillIn(lost)
    await lost.getByRole('link', { name: 'Utiliser un code de récupération' }).click()
    await lost.getByLabel('Code de récupération').fill(codes[0]!)
    await lost.getByRole('button', { name: 'Se connecter' }).click()
    await lost.waitForURL('**/mppeep/personnel?q=kone')
    expect(await lost.locator('.notice').first().innerText()).toContain('code de récupération')
  })
})

async function fillIn(page: Page): Promise<void> {
  await page.fill('#champ-email', 'rh@mppeep.example')
  await page.fill('#champ-password', castPassword)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}
