import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { form } from '../personnel/paper'
import { back, bothWays, describeInBrowser, siteInBrowser } from '../support/browser'

const place = '/mppeep/personnel'

describeInBrowser('people ticked in the list', () => {
  const there = siteInBrowser()
  let files = 0

  it.each([
    ['the next page', (page: Page) => page.getByRole('link', { name: 'Suivante' }).click(), '**apres=**'],
    ['another order', (page: Page) => page.getByRole('link', { name: 'Matricule' }).click(), '**tri=matricule**'],
    ['a filter', (page: Page) => page.locator('#champ-unite').selectOption('DRH'), '**unite=DRH**'],
    ['words', (page: Page) => page.fill('#champ-q', 'kone'), '**q=kone**'],
  ])('with scripts: %s gives the tick to nobody else', async (_, change, address) => {
    const page = await there.windows.open({ as: 'drh' })
    await page.goto(place)
    const before = await shown(page)
    const person = await tick(page, 4)
    await change(page)
    await page.waitForURL(address)
    await expect.poll(() => shown(page), { timeout: 15_000 }).not.toEqual(before)
    const still = (await shown(page)).includes(person)
    expect(await ticked(page)).toEqual(still ? [person] : [])
    await act(page)
    if (still) expect(chosen(page)).toEqual([person])
    else await page.getByText('Cochez au moins une personne').waitFor()
  })

  it('with scripts: stays with somebody who is still shown, wherever the line goes', async () => {
    const page = await there.windows.open({ as: 'drh' })
    await page.goto(`${place}?unite=DSI`)
    const before = await shown(page)
    const two = [await tick(page, 1), await tick(page, 6)]
    for (const direction of ['ascending', 'descending']) {
      await page.getByRole('link', { name: 'Matricule' }).click()
      await page.locator(`th[aria-sort="${direction}"]`, { hasText: 'Matricule' }).waitFor()
      expect(await shown(page)).not.toEqual(before)
      expect((await ticked(page)).sort()).toEqual([...two].sort())
    }
    await act(page)
    expect(chosen(page).sort()).toEqual([...two].sort())
  })

  it.each(bothWays)('%s: the browser gives no tick back to somebody else', async (_, way) => {
    const { unit, ...rest } = form({ lastName: 'Aaaa' })
    const page = await there.windows.open({ as: 'drh', ...way })
    await page.goto(`${place}?unite=${unit}`)
    const before = await shown(page)
    const person = await tick(page, 2)
    await act(page)
    expect(chosen(page)).toEqual([person])
    const clerk = await there.site.as('gestionnaire')
    const made = await clerk.post(place, { ...rest, unit: unit!, matricule: `91002${++files}A` })
    expect(made.status).toBe(303)
    await back(page)
    await page.waitForURL(`**${place}?unite=${unit}`)
    await expect.poll(() => shown(page), { timeout: 15_000 }).toHaveLength(before.length + 1)
    expect((await ticked(page)).filter((id) => id !== person)).toEqual([])
  })

  it.each(bothWays)('%s: with none ticked nobody is chosen, and the way back keeps the filters', async (_, way) => {
    const page = await there.windows.open({ as: 'drh', ...way })
    await page.goto(`${place}?unite=DRH&tri=matricule`)
    const before = await shown(page)
    await act(page)
    await page.getByText('Cochez au moins une personne').waitFor()
    expect(await page.locator('main table').count()).toBe(0)
    expect(await page.locator('main form').count()).toBe(0)
    await page.getByRole('main').getByRole('link', { name: 'Retour à la liste' }).first().click()
    await page.waitForURL(`**${place}?**unite=DRH**`)
    expect(await shown(page)).toEqual(before)
  })

  it('with scripts: the way back is the list as htmx has left it, its page too', async () => {
    const page = await there.windows.open({ as: 'drh' })
    await page.goto(`${place}?situation=tous`)
    const before = await shown(page)
    await page.getByRole('link', { name: 'Suivante' }).click()
    await page.waitForURL('**apres=**')
    await expect.poll(() => shown(page), { timeout: 15_000 }).not.toEqual(before)
    const second = await shown(page)
    await act(page)
    await page.getByRole('main').getByRole('link', { name: 'Retour à la liste' }).first().click()
    await page.waitForURL('**apres=**')
    expect(await shown(page)).toEqual(second)
  })

  it.each(bothWays)('%s: all of a search is still chosen by its link', async (_, way) => {
    const page = await there.windows.open({ as: 'drh', ...way })
    await page.goto(`${place}?unite=DRH`)
    const link = page.getByRole('link', { name: 'Tout choisir' })
    const many = /\d+/.exec(await link.innerText())![0]
    await link.click()
    await page.getByRole('heading', { name: 'Sélection' }).waitFor()
    expect(new URL(page.url()).searchParams.get('tout')).toBe('1')
    expect(await page.locator('.lead').innerText()).toMatch(new RegExp(`^${many}\\spersonnes$`))
  })
})

/** The person's number. */
async function tick(page: Page, line: number): Promise<string> {
  const box = page.locator('tbody input[type=checkbox]').nth(line)
  await box.check()
  return (await box.getAttribute('value'))!
}

async function act(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Agir sur les personnes cochées' }).click()
  await page.waitForURL('**/personnel/selection?**')
}

function ticked(page: Page): Promise<string[]> {
  return valuesOf(page, 'tbody input:checked')
}

function shown(page: Page): Promise<string[]> {
  return valuesOf(page, 'tbody input')
}

/** Whom the address asks for. */
function chosen(page: Page): string[] {
  return new URL(page.url()).searchParams.getAll('choix')
}

async function valuesOf(page: Page, boxes: string): Promise<string[]> {
  return (await page.locator(boxes).evaluateAll(readValues)) as string[]
}

const readValues = (boxes: unknown[]) => boxes.map((box) => (box as { value: string }).value)
