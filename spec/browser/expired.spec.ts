import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { bothWays, describeInBrowser, siteInBrowser } from '../support/browser'
import { castPassword } from '../support/ground'

const list = '/mppeep/personnel?unite=DRH&tri=matricule'

describeInBrowser('a session that ends in the middle', () => {
  const there = siteInBrowser()

  it.each<[string, (page: Page) => Promise<void>]>([
    ['a press on a heading', (page) => page.getByRole('link', { name: 'Grade' }).click()],
    ['a word typed in the search', (page) => page.locator('#champ-q').pressSequentially('kon')],
    ['a filter chosen', async (page) => void (await page.locator('#champ-categorie').selectOption('A'))],
  ])('during %s: the whole page becomes the sign-in page, which leads back to where one was', async (_, act) => {
    const page = await signedIn(true, list)
    const before = await page.locator('tbody tr').allInnerTexts()
    await end(page)
    await act(page)
    await page.locator('#champ-password').waitFor()
    expect(page.url()).toContain('/mppeep/connexion?suite=')
    expect(await page.locator('#liste, .nav, .user-menu').count()).toBe(0)
    expect(await page.locator('h1').allInnerTexts()).toEqual(['Connexion'])
    await signIn(page)
    await page.waitForURL(`**${list}`)
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual(before)
  })

  it('without scripts: a press on a heading leads to the sign-in page, then to what was asked for', async () => {
    const page = await signedIn(false, list)
    await end(page)
    await page.getByRole('link', { name: 'Grade' }).click()
    expect(await page.locator('h1').innerText()).toBe('Connexion')
    await signIn(page)
    await page.waitForURL('**tri=grade**')
    expect(await page.locator('th[aria-sort]').innerText()).toBe('Grade')
  })

  it.each(bothWays)('%s: a form that is sent changes nothing, and leads back to its page', async (_, way) => {
    const [{ id }] = await there.site.sql<[{ id: string }]>`select id from personnel where left_on is null limit 1`
    const form = `/mppeep/personnel/${id}/modification`
    const page = await signedIn(way.javaScript, form)
    await page.fill('#champ-address', 'Marcory')
    await end(page)
    await page.getByRole('button', { name: 'Enregistrer les modifications' }).click()
    await page.locator('#champ-password').waitFor()
    // said aloud as well a moment later, where there are scripts
    expect(await page.locator('.notice', { hasText: 'rien n’a été enregistré' }).count()).toBe(1)
    await signIn(page)
    await page.waitForURL(`**${form}`)
    const [row] = await there.site.sql`select version from personnel where id = ${id}`
    expect(row!.version).toBe(1)
  })

  async function signedIn(javaScript: boolean, address: string): Promise<Page> {
    const page = await there.windows.open({ javaScript })
    const client = await there.site.as('gestionnaire')
    await page
      .context()
      .addCookies([{ name: 'session_id', value: client.cookies.get('session_id')!, url: there.site.origin }])
    await page.goto(address)
    return page
  }

  /** As when the same person signs out elsewhere with this session. */
  async function end(page: Page): Promise<void> {
    const elsewhere = there.site.visitor()
    const [cookie] = await page.context().cookies()
    elsewhere.cookies.set('session_id', cookie!.value)
    await elsewhere.post('/mppeep/deconnexion', {})
  }
})

async function signIn(page: Page): Promise<void> {
  await page.fill('#champ-email', 'rh@mppeep.example')
  await page.fill('#champ-password', castPassword)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}
