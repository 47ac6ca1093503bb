import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { codeNow, keyOn, untilCalm } from '../support/authenticator'
import { bothWays, describeInBrowser, focusOf, htmlOf, siteInBrowser } from '../support/browser'
import { castPassword } from '../support/ground'

describeInBrowser('one’s devices', () => {
  const there = siteInBrowser()

  it.each(bothWays)('%s: the others are ended from here, and ask for the password again', async (_, way) => {
    const [here, elsewhere] = [await there.windows.open(way), await there.windows.open(way)]
    for (const page of [elsewhere, here]) {
      await page.goto('/mppeep/connexion')
      await page.fill('#champ-email', 'agent@mppeep.example')
      await page.fill('#champ-password', castPassword)
      await page.getByRole('button', { name: 'Se connecter' }).click()
      await page.waitForURL(/\/accueil$/)
    }
    await here.goto('/mppeep/profil/appareils')
    await here.getByRole('button', { name: 'Terminer toutes les autres' }).click()
    await here.locator('.notice.good').waitFor()
    expect(await here.getByRole('button', { name: /^Terminer/ }).count()).toBe(0)
    await elsewhere.goto('/mppeep/profil')
    expect(elsewhere.url()).toContain('/connexion')
    await here.reload()
    expect(await here.locator('h1').innerText()).toBe('Appareils')
  })

  it('a second factor is set up by the keyboard alone, from the sign-in on', async () => {
    const page = await there.windows.open()
    await page.goto('/mppeep/connexion')
    await reach(page, 'champ-email')
    await page.keyboard.type('auditeur@mppeep.example')
    await reach(page, 'champ-password')
    await page.keyboard.type(castPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/accueil$/)
    await page.goto('/mppeep/profil/second-facteur')
    await reach(page, 'Commencer')
    await page.keyboard.press('Enter')
    await page.getByRole('img', { name: 'Code à scanner' }).waitFor()
    const secret = keyOn(await htmlOf(page))
    await untilCalm()
    await reach(page, 'champ-code')
    await page.keyboard.type(codeNow(secret))
    await page.keyboard.press('Enter')
    await page.locator('pre.codes').waitFor()
    await reach(page, 'C’est fait')
    await page.keyboard.press('Enter')
    await page.getByText('10 codes').waitFor()
  })
})

/** On to the element with this id or these words, each one passed shown to have the focus. */
async function reach(page: Page, wanted: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press('Tab')
    const { id, text, outlined, seen } = await focusOf(page)
    if (id !== wanted && text !== wanted) continue
    expect({ wanted, outlined, seen }).toEqual({ wanted, outlined: true, seen: true })
    return
  }
  throw new Error(`never reached ${wanted}`)
}
