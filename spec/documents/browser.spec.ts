import { expect, it } from 'vitest'
import { pdf } from '../corrections/hand'
import { bothWays, describeInBrowser, siteInBrowser } from '../support/browser'
import { personOf } from './hand'

describeInBrowser('a document in a browser', () => {
  const there = siteInBrowser()

  it.each(bothWays)('%s is chosen, added, found to be renewed, and withdrawn', async (way, options) => {
    const person = await personOf(there.site, 'DAJ', options.javaScript ? 1 : 2)
    const page = await there.windows.open({ as: 'gestionnaire', ...options, width: 360 })
    await page.goto(`/mppeep/personnel/${person}?onglet=documents`)
    await page.getByRole('link', { name: 'Carte nationale d’identité' }).click()
    expect(await page.getByLabel('Type de document').inputValue()).toBe('cni')
    const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
    await page.getByLabel('Échéance').fill(soon)
    const file = { name: 'carte.pdf', mimeType: 'application/pdf', buffer: pdf({ extra: `% ${way}\n` }) }
    await page.getByLabel('Fichier').setInputFiles(file)
    await page.getByRole('button', { name: 'Ajouter le document' }).click()
    await page.getByText('Le document est au dossier.').first().waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    await page.goto('/mppeep/documents?delai=30')
    await page.locator(`a[href*="${person}"]`).first().click()
    await page.getByRole('rowheader').getByRole('link', { name: 'Carte nationale d’identité' }).click()
    await page.getByLabel('Motif du retrait').fill('Carte d’un homonyme')
    await page.getByRole('button', { name: 'Retirer le document' }).click()
    await page.getByText('Le document est retiré du dossier.').first().waitFor()
  })
})
