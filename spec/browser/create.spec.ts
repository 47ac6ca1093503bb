import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { form } from '../personnel/paper'
import { bothWays, describeInBrowser, focusOf, siteInBrowser } from '../support/browser'

const place = '/mppeep/personnel/nouveau'
const fileOf = /\/mppeep\/personnel\/([0-9a-f-]{36})$/

describeInBrowser('a new file', () => {
  const there = siteInBrowser()

  it.each(bothWays)(
    '%s: mistakes are said at their fields and nothing typed is lost; then it is made',
    async (name, way) => {
      const page = await there.windows.open({ as: 'gestionnaire', ...way })
      await page.goto(place)
      const right = form({ matricule: way.javaScript ? '910001A' : '910002A', nationality: 'Malienne' })
      await fill(page, { ...right, children: 'deux', phone: 'demain' })
      const typed = await values(page)
      await page.getByRole('button', { name: 'Créer le dossier' }).click()

      const summary = page.locator('.notice.loss')
      await summary.waitFor()
      expect(await summary.locator('a').count()).toBe(2)
      expect(await page.locator('.field.has-error .error').count()).toBe(2)
      expect(await values(page)).toEqual(typed)
      if (way.javaScript) expect((await focusOf(page)).text).toMatch(/^Certaines informations sont à corriger/)
      await summary.locator('a').last().click()
      expect(await focusOf(page)).toMatchObject({ id: 'champ-phone', seen: true })
      expect(await page.locator('#champ-phone').getAttribute('aria-invalid')).toBe('true')

      await page.fill('#champ-phone', '07 00 00 12 34')
      await page.fill('#champ-children', '2')
      await page.getByRole('button', { name: 'Créer le dossier' }).click()
      await page.waitForURL(fileOf)
      expect(await page.locator('h1').innerText()).toBe('KOUASSI-YAO Aya Marie-Laure')
      expect(await page.locator('.notice.good').innerText()).toBe('Le dossier a été créé.')
      if (way.javaScript)
        await page.locator('#annonces', { hasText: 'Le dossier a été créé.' }).waitFor({ state: 'attached' })
      expect(await peopleWith(right.matricule!), name).toBe(1)
      await page.reload()
      expect(await page.locator('.notice').count()).toBe(0)
    },
  )

  it.each(bothWays)('%s: pressing again while the answer is slow makes one row', async (_, way) => {
    const page = await there.windows.open({ as: 'gestionnaire', ...way })
    await page.goto(place)
    const { matricule = '', ...rest } = form({ matricule: way.javaScript ? '910003A' : '910004A' })
    await fill(page, { matricule, ...rest })
    let sent = 0
    await page.route('**/mppeep/personnel', async (route) => {
      sent += 1
      const answer = await route.fetch({ maxRedirects: 0 })
      await delay(600)
      await route.fulfill({ response: answer }).catch(() => undefined)
    })
    const button = page.getByRole('button', { name: 'Créer le dossier' })
    await button.scrollIntoViewIfNeeded()
    const { x, y } = (await button.boundingBox())!
    await page.mouse.click(x + 9, y + 9)
    await delay(200)
    await page.mouse.click(x + 9, y + 9)
    // not waitForURL, which fails when the first answer is given up for the second
    await expect.poll(() => page.url(), { timeout: 15_000 }).toMatch(fileOf)
    // with scripts the second press is not even sent
    expect(sent).toBe(way.javaScript ? 1 : 2)
    expect(await peopleWith(matricule)).toBe(1)
  })

  it.each(bothWays)('%s: is made with the keyboard alone, and the focus is always seen', async (_, way) => {
    const page = await there.windows.open({ as: 'gestionnaire', ...way })
    await page.goto(place)
    const { matricule = '', ...rest } = form({ matricule: way.javaScript ? '910005A' : '910006A' })
    const wanted = new Map(Object.entries({ matricule, ...rest }))
    await page.keyboard.press('Tab')
    expect(await focusOf(page)).toMatchObject({ text: 'Aller au contenu', outlined: true, seen: true })
    await page.keyboard.press('Enter')
    for (let stops = 0; ; stops++) {
      expect(stops, 'fields reached').toBeLessThan(90)
      await page.keyboard.press('Tab')
      const focus = await focusOf(page)
      expect(focus, focus.id).toMatchObject({ outlined: true, seen: true })
      if (focus.text === 'Créer le dossier') break
      const value = wanted.get(focus.name)
      if (value) await put(page, focus.name, value)
      wanted.delete(focus.name)
    }
    expect([...wanted.keys()]).toEqual([])
    await page.keyboard.press('Enter')
    await page.waitForURL(fileOf)
    const [row] = await there.site
      .sql`select last_name, unit_id = (select id from units where code = 'DRH-PAIE') as there, recruited_on, sex from personnel where matricule = ${matricule}`
    expect(row).toEqual({ last_name: 'KOUASSI-YAO', there: true, recruited_on: '2020-01-15', sex: 'F' })
  })

  it('asks before what was typed is left behind, and does not ask when nothing was typed or all is sent', async () => {
    const page = await there.windows.open({ as: 'gestionnaire' })
    const asked: string[] = []
    page.on('dialog', async (dialog) => {
      asked.push(dialog.type())
      await dialog.accept()
    })
    await page.goto(place)
    await page.getByRole('link', { name: 'Annuler' }).click()
    await page.waitForURL('**/mppeep/personnel')
    await page.goto(place)
    await page.fill('#champ-lastName', 'Kouassi')
    expect(asked).toEqual([])
    await page.getByRole('link', { name: 'Annuler' }).click()
    await page.waitForURL('**/mppeep/personnel')
    expect(asked).toEqual(['beforeunload'])
    await page.goto(place)
    await fill(page, form({ matricule: '910007A' }))
    await page.getByRole('button', { name: 'Créer le dossier' }).click()
    await page.waitForURL(fileOf)
    expect(asked).toEqual(['beforeunload'])
  })

  async function peopleWith(matricule: string): Promise<number> {
    const [{ count }] = await there.site.sql<
      [{ count: number }]
    >`select count(*)::int from personnel where matricule = ${matricule}`
    return count
  }
})

/** All of them in one go, each heard of as when a person had filled it; the keyboard has a spec of its own. */
async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  expect(await page.evaluate(`(${fillForm})(${JSON.stringify(Object.entries(fields))})`)).toEqual(Object.keys(fields))
}

/** Which fields now hold what they were given. */
const fillForm = `(fields) => fields.filter(([name, value]) => {
  const all = [...document.querySelectorAll('main [name="' + name + '"]')]
  const control = all[0].type === 'radio' ? all.find((one) => one.value === value) : all[0]
  if (!control.checkVisibility() || control.disabled || control.readOnly) return false
  control.focus()
  if (control.type === 'radio') {
    control.click()
    return control.checked
  }
  control.value = value
  for (const event of ['input', 'change']) control.dispatchEvent(new Event(event, { bubbles: true }))
  return control.value === value
}).map(([name]) => name)`

/** Into the field that has the focus, with the keys that a person has. */
async function put(page: Page, name: string, value: string): Promise<void> {
  const control = page.locator(`main [name="${name}"]`)
  const kind = await control.first().evaluate(kindOf)
  if (kind === 'radio') return page.keyboard.press('Space')
  if (kind === 'date') return putDate(page, name, value)
  if (kind !== 'select-one') {
    await page.keyboard.press('Control+A')
    return page.keyboard.insertText(value)
  }
  for (let steps = 0; (await control.inputValue()) !== value; steps++) {
    expect(steps, name).toBeLessThan(80)
    await page.keyboard.press('ArrowDown')
  }
}

/** The order of the parts is the browser's, which is not always told. */
async function putDate(page: Page, name: string, value: string): Promise<void> {
  const [year, month, day] = value.split('-')
  await page.keyboard.type(`${day}${month}${year}`)
  if ((await page.inputValue(`[name="${name}"]`)) === value) return
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.type(`${month}${day}${year}`)
}

const kindOf = (element: unknown) => (element as { type: string }).type

function values(page: Page): Promise<Record<string, string>> {
  return page.evaluate(readForm) as Promise<Record<string, string>>
}

const readForm = `Object.fromEntries([...new FormData(document.querySelector('form.form'))].filter(([name]) => name !== 'cle'))`
