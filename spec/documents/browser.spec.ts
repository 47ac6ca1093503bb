import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, it } from 'vitest'
import { pdf } from '../corrections/hand'
import { bothWays, describeInBrowser, focusOf, siteInBrowser } from '../support/browser'
import { lastOf, personOf, sendForm } from './hand'

/** Chromium with all that a person's has. */
const viewer = '/usr/bin/chromium'

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

  it('is dropped, shows how much of it is there, stops when asked, and is kept of a form that is refused', async () => {
    const person = await personOf(there.site, 'DAJ', 3)
    const page = await there.windows.open({ as: 'gestionnaire', width: 360 })
    const line = await page.context().newCDPSession(page)
    const speed = (uploadThroughput: number) =>
      line.send('Network.emulateNetworkConditions', {
        ...{ offline: false, latency: 0, downloadThroughput: -1 },
        uploadThroughput,
      })
    await page.goto(`/mppeep/personnel/${person}/documents/nouveau?type=cni`)
    const file = join(process.env.DATA_DIR!, 'carte.pdf')
    writeFileSync(file, pdf({ extra: `% ${randomBytes(200_000).toString('hex')}\n` }))
    const { x, y } = (await page.getByLabel('Fichier').boundingBox())!
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items: [], files: [file], dragOperationsMask: 1 }
      await line.send('Input.dispatchDragEvent', { type, x: x + 9, y: y + 9, data })
    }
    const add = page.getByRole('button', { name: 'Ajouter le document' })
    const bar = page.getByRole('progressbar', { name: 'Progression de l’envoi' })
    expect(await bar.isVisible()).toBe(false)
    await speed(100_000)
    await add.click()
    await expect.poll(() => page.evaluate('document.querySelector("progress").value')).toBeGreaterThan(5)
    expect(await page.locator('[data-upload] span').textContent()).toMatch(/^\d+\u202f%$/)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await focusOf(page)).toMatchObject({ text: 'Annuler l’envoi', outlined: true })
    await page.keyboard.press('Enter')
    await bar.waitFor({ state: 'hidden' })
    expect(await focusOf(page)).toMatchObject({ text: 'Ajouter le document' })
    await speed(-1)
    // a paper of this type has an end
    await add.click()
    await page.getByRole('alert').getByText('indiquez-la').waitFor()
    expect((await focusOf(page)).text).toContain('Certaines informations sont à corriger')
    expect(await page.title()).toMatch(/^Ajouter un document/)
    await page.getByText('Votre fichier carte.pdf est gardé').waitFor()
    await page.getByLabel('Échéance').fill('2035-01-01')
    await add.click()
    await page.getByText('Le document est au dossier.').first().waitFor()
    expect(new URL(page.url()).search).toBe('?onglet=documents')
  })

  it('is looked at inside a page that may do nothing', async () => {
    const { default: sharp } = await import('sharp')
    const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: '#14532d' } })
    const person = await personOf(there.site, 'DAJ', 4)
    const rh = await there.site.as('rh')
    const form = { type: 'certificat' }
    await sendForm(rh, `/personnel/${person}/documents`, form, { name: 'a.png', bytes: await picture.png().toBuffer() })
    const page = await there.windows.open({ as: 'gestionnaire' })
    await page.goto(`/mppeep/documents/${await lastOf(there.site, person)}/apercu`)
    expect(await page.evaluate('document.images[0].naturalWidth')).toBe(40)
    expect(await page.evaluate('self.origin')).toBe('null')
  })

  it.runIf(existsSync(viewer))('that is a PDF is shown by the viewer of the browser, in the same sandbox', async () => {
    const person = await personOf(there.site, 'DAJ', 5)
    const rh = await there.site.as('rh')
    await sendForm(rh, `/personnel/${person}/documents`, { type: 'certificat' }, { name: 'a.pdf', bytes: pdf() })
    // the one without a frame around its pages has no viewer
    const browser = await chromium.launch({
      ...{
        executablePath: viewer,
        headless: false,
        ignoreDefaultArgs: ['--disable-component-extensions-with-background-pages'],
      },
      args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
    })
    const complaints: string[] = []
    try {
      const page = await browser.newPage({ baseURL: there.site.origin })
      page.on(
        'console',
        (message) => /content.security.policy/i.test(message.text()) && complaints.push(message.text()),
      )
      const value = rh.cookies.get('session_id')!
      await page.context().addCookies([{ name: 'session_id', value, url: there.site.origin }])
      await page.goto(`/mppeep/documents/${await lastOf(there.site, person)}/apercu`)
      await expect
        .poll(() => page.frames().map((frame) => frame.url().split(':')[0]), { timeout: 10_000 })
        .toContain('chrome-extension')
    } finally {
      await browser.close()
    }
    expect(complaints).toEqual([])
  })
})
