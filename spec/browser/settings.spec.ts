import { expect, it } from 'vitest'
import { bothWays, describeInBrowser, siteInBrowser } from '../support/browser'

describeInBrowser('the settings', () => {
  const there = siteInBrowser()

  it.each(bothWays)('are changed, and a logo is chosen and taken away, %s', async (_name, way) => {
    const page = await there.windows.open({ as: 'admin', ...way })
    await page.goto('/mppeep/parametres')
    await page.getByLabel('Nom court').fill(way.javaScript ? 'MINISTÈRE' : 'CABINET')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.locator('#contenu').getByText('Les modifications sont enregistrées.').waitFor()
    expect(await page.locator('.brand').textContent()).toBe(way.javaScript ? 'MINISTÈRE' : 'CABINET')
    await page.getByRole('link', { name: 'Logo' }).click()
    await page.getByLabel('Image').setInputFiles({ name: 'blason.png', mimeType: 'image/png', buffer: await picture() })
    await page.getByRole('button', { name: 'Utiliser cette image' }).click()
    await page.locator('.brand img').waitFor()
    expect((await page.locator('.brand img').boundingBox())?.width).toBe(56)
    await page.getByRole('button', { name: 'Retirer le logo' }).click()
    await page.locator('.brand svg').waitFor()
  })
})

async function picture(): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp({ create: { width: 64, height: 32, channels: 3, background: '#14532d' } })
    .png()
    .toBuffer()
}
