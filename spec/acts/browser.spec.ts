import { expect, it } from 'vitest'
import { bothWays, describeInBrowser, siteInBrowser } from '../support/browser'

describeInBrowser('a template that is being written', () => {
  const there = siteInBrowser()

  it.each(bothWays)(
    '%s is seen as a sheet beside the form, as often as one likes, and what is written stays',
    async (_, options) => {
      const [{ matricule }] = await there.site.sql<[{ matricule: string }]>`
      select matricule from personnel where left_on is null and started_on <= current_date order by matricule limit 1`
      const page = await there.windows.open({ as: 'drh', ...options, width: 360 })
      await page.goto('/mppeep/actes/modeles/certificat_presence')
      await page.getByLabel('Texte').fill('Essai pour {{nom_complet}}, qui reste.')
      await page.getByLabel('Matricule, pour l’aperçu').fill(matricule)
      for (let turn = 0; turn < 2; turn++) {
        const sheet = page.context().waitForEvent('response', (response) => response.url().endsWith('/apercu'))
        await page.getByRole('button', { name: 'Aperçu en PDF' }).click()
        expect((await sheet).headers()['content-type']).toBe('application/pdf')
      }
      await page.getByRole('button', { name: 'Aperçu', exact: true }).click()
      await page.getByRole('heading', { name: 'Aperçu' }).waitFor()
      expect(await page.getByLabel('Texte').inputValue()).toBe('Essai pour {{nom_complet}}, qui reste.')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    },
  )
})
