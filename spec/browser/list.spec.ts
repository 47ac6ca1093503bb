import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { back, bothWays, describeInBrowser, focusOf, htmlOf, siteInBrowser } from '../support/browser'
import type { Client } from '../support/client'
import { totalOf } from '../support/linked'

const place = '/mppeep/personnel'

describeInBrowser('the list of people', () => {
  const there = siteInBrowser()
  let clerk: Client
  beforeAll(async () => {
    clerk = await there.site.as('gestionnaire')
  })

  it('answers while one types: the page, the focus and the caret stay, the address follows', async () => {
    const page = await there.windows.open({ as: 'drh' })
    await page.goto(place)
    await page.evaluate('window.sameDocument = true')
    const field = page.locator('#champ-q')
    await field.click()
    await page.keyboard.type('kone', { delay: 30 })
    await page.waitForURL(`**${place}?q=kone**`)
    const found = await totalAt('q=kone')
    expect(found).toBeGreaterThan(0)
    await total(page, found)
    expect(await focusOf(page)).toMatchObject({ id: 'champ-q', outlined: true })

    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Delete')
    await page.waitForURL(`**${place}?q=koe**`)
    await page.locator('.empty').waitFor()
    await page.keyboard.type('n')
    await page.waitForURL(`**${place}?q=kone**`)
    await total(page, found)
    expect(await page.evaluate('[document.activeElement.value, document.activeElement.selectionStart]')).toEqual([
      'kone',
      3,
    ])
    expect(await page.evaluate('window.sameDocument')).toBe(true)

    await page.reload()
    await total(page, found)
    await page.locator('tbody a').first().click()
    await page.waitForURL(/personnel\/[0-9a-f-]{36}$/)
    await back(page)
    expect(page.url()).toContain(`${place}?q=kone`)
    expect(await page.inputValue('#champ-q')).toBe('kone')
    await total(page, found)
  })

  it('says aloud how many were found, once', async () => {
    const page = await there.windows.open({ as: 'drh' })
    await page.goto(place)
    expect(await page.locator('#annonces .sr-only').count()).toBe(0)
    await page.locator('#champ-categorie').selectOption('A')
    await page.waitForURL('**categorie=A**')
    await page
      .locator('#annonces', { hasText: `${await totalAt('categorie=A')} personnes` })
      .waitFor({ state: 'attached' })
    expect(await page.locator('#annonces .sr-only').count()).toBe(1)
  })

  it('sorts and turns pages without leaving; Back, Forward and reload keep what is shown', async () => {
    const page = await there.windows.open({ as: 'drh' })
    await page.goto(place)
    await page.evaluate('window.sameDocument = true')
    const first = await rows(page)
    await page.getByRole('link', { name: 'Matricule' }).click()
    await page.waitForURL('**tri=matricule**')
    await page.locator('th[aria-sort="ascending"]', { hasText: 'Matricule' }).waitFor()
    const sorted = await rows(page)
    expect(sorted.map(matricule)).toEqual(sorted.map(matricule).sort())
    expect(await focusOf(page)).toMatchObject({ tag: 'A', text: 'Matricule', outlined: false, seen: true })

    await page.getByRole('link', { name: 'Suivante' }).click()
    await page.waitForURL('**apres=**')
    await page.locator('a', { hasText: 'Précédente' }).waitFor()
    const second = await rows(page)
    expect(second).toHaveLength(50)
    expect(matricule(second[0]!) > matricule(sorted[49]!)).toBe(true)
    expect(await page.evaluate('window.sameDocument')).toBe(true)

    await page.reload()
    expect(await rows(page)).toEqual(second)
    await back(page)
    await page.locator('.pager span', { hasText: 'Précédente' }).waitFor()
    expect(await rows(page)).toEqual(sorted)
    await back(page)
    await page.locator('th[aria-sort="ascending"]', { hasText: 'Nom' }).waitFor()
    expect(await rows(page)).toEqual(first)
    await page.goForward({ waitUntil: 'commit' })
    await page.locator('th[aria-sort="ascending"]', { hasText: 'Matricule' }).waitFor()
    expect(await rows(page)).toEqual(sorted)
    await page.getByRole('link', { name: 'Dernière' }).click()
    await page.waitForURL('**fin=1**')
    await page.locator('.pager span', { hasText: 'Suivante' }).waitFor()
    expect((await rows(page)).map(matricule)).toContain(await lastMatricule())
  })

  it.each(bothWays)('%s: a filter becomes a word that can be taken away, columns are chosen', async (_, way) => {
    const page = await there.windows.open({ as: 'drh', ...way })
    await page.goto(`${place}?categorie=B`)
    const before = totalOf(await htmlOf(page))
    await page.getByText('Colonnes', { exact: true }).click()
    await page.getByLabel('Fonction').check()
    await page.locator('#champ-unite').selectOption('DRH')
    if (!way.javaScript) await page.getByRole('button', { name: 'Appliquer' }).click()
    await page.waitForURL('**unite=DRH**')
    await page.locator('.chip', { hasText: 'Direction des ressources humaines' }).waitFor()
    expect(totalOf(await htmlOf(page))).toBeLessThan(before)
    expect(await page.locator('thead th').allInnerTexts()).toContain('Fonction')

    await page.locator('.chip', { hasText: 'Direction des ressources humaines' }).click()
    await page.waitForURL((url) => !url.search.includes('unite=DRH'))
    await page.locator('.chip', { hasText: 'Direction des ressources humaines' }).waitFor({ state: 'detached' })
    await total(page, before)
    expect(await page.inputValue('#champ-unite')).toBe('')
    expect(await page.locator('thead th').allInnerTexts()).toContain('Fonction')
  })

  it.each(bothWays)('%s: what is shown is what is exported', async (_, way) => {
    const page = await there.windows.open({ as: 'drh', ...way })
    await page.goto(`${place}?unite=DSI&sexe=F`)
    await page.locator('summary', { hasText: 'Exporter' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^personnel-\d{4}-\d\d-\d\d\.csv$/)
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines).toHaveLength(1 + totalOf(await htmlOf(page)))
    expect(page.url()).toContain('unite=DSI&sexe=F')
  })

  it('without scripts: filters, sorting and pages are plain addresses', async () => {
    const page = await there.windows.open({ as: 'drh', javaScript: false })
    await page.goto(place)
    await page.fill('#champ-q', 'kou')
    await page.keyboard.press('Enter')
    await page.waitForURL('**q=kou**')
    await total(page, await totalAt('q=kou'))
    await page.getByRole('link', { name: 'Grade' }).click()
    expect(page.url()).toMatch(/q=kou.*tri=grade/)
    expect(await page.locator('th[aria-sort]').innerText()).toBe('Grade')
    await page.getByRole('link', { name: 'Suivante' }).click()
    expect(page.url()).toMatch(/q=kou.*tri=grade.*apres=/)
    await back(page)
    await page.getByRole('link', { name: 'Tout effacer' }).click()
    expect(new URL(page.url()).search).toBe('')
    await total(page, 480)
  })

  it('keeps in view whose line it is, however many columns there are', async () => {
    const page = await there.windows.open({ as: 'drh' })
    const columns = [
      'matricule',
      'unite',
      'fonction',
      'grade',
      'position',
      'naissance',
      'telephone',
      'courriel',
      'retraite',
    ]
    await page.goto(`${place}?colonnes=${columns}`)
    const left = () =>
      page
        .locator('tbody th')
        .first()
        .boundingBox()
        .then((box) => box?.x)
    const before = await left()
    const moved = await page.locator('.table-frame').evaluate((frame) => {
      frame.scrollLeft = 300
      return frame.scrollLeft
    })
    expect(moved).toBe(300)
    expect(await left()).toBe(before)
  })

  it('reads as one block per person on a narrow screen, its filters folded', async () => {
    const page = await there.windows.open({ as: 'drh', width: 360 })
    await page.goto(place)
    expect(await page.locator('#champ-unite').isVisible()).toBe(false)
    const row = page.locator('tbody tr').first()
    const [name, cell] = [await row.locator('th').boundingBox(), await row.locator('td').first().boundingBox()]
    expect(cell!.y).toBeGreaterThan(name!.y + name!.height - 1)
    expect(await row.locator('td').first().evaluate(labelShown)).toBe('"Matricule"')
    await page.getByText('Filtres', { exact: true }).click()
    await page.locator('#champ-unite').selectOption('DRH')
    await page.waitForURL('**unite=DRH**')
    await total(page, await totalAt('unite=DRH'))
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(360)
  })

  /** What the plain address says, without a browser. */
  async function totalAt(query: string): Promise<number> {
    return totalOf((await clerk.get(`${place}?${query}`)).text)
  }

  async function lastMatricule(): Promise<string> {
    const [row] = await there.site.sql<[{ max: string }]>`select max(matricule) from personnel where left_on is null`
    return row.max
  }
})

/** Of the element that `::before` stands in. */
const labelShown = new Function('element', `return getComputedStyle(element, '::before').content`) as () => string

function rows(page: Page): Promise<string[]> {
  return page.locator('tbody tr').allInnerTexts()
}

function matricule(row: string): string {
  return /\b\d{6}[A-Z]\b/.exec(row)![0]
}

/** The list comes to say that there are so many; what was said aloud before stays a while, and does not count. */
async function total(page: Page, people: number): Promise<void> {
  await expect.poll(async () => totalOf(await htmlOf(page.locator('#liste'))), { timeout: 15_000 }).toBe(people)
}
