import { expect, it } from 'vitest'
import { describeInBrowser, focusOf, siteInBrowser } from '../support/browser'

describeInBrowser('ages the wrong way round, in the filters of the list', () => {
  const there = siteInBrowser()

  it('are said while one types, and neither what was typed nor the focus is lost', async () => {
    const page = await there.windows.open({ as: 'drh' })
    await page.goto('/mppeep/personnel?age_min=30&tri=matricule')
    await page.evaluate('window.sameDocument = true')
    await page.locator('#champ-age_max').click()
    await page.keyboard.type('3')
    await page.locator('#liste', { hasText: 'L’âge minimum dépasse l’âge maximum.' }).waitFor()
    expect(await focusOf(page)).toMatchObject({ id: 'champ-age_max' })
    expect(await page.inputValue('#champ-age_min')).toBe('30')
    expect(await page.locator('h1').allInnerTexts()).toEqual(['Personnel'])

    await page.keyboard.type('5')
    await page.locator('th[aria-sort="ascending"]', { hasText: 'Matricule' }).waitFor()
    expect(page.url()).toMatch(/age_min=30.*age_max=35.*tri=matricule/)
    expect(await page.evaluate('window.sameDocument')).toBe(true)
  })

  it('are said at the field on a page of its own, from where the list is reached again', async () => {
    const page = await there.windows.open({ as: 'drh', javaScript: false, width: 360 })
    await page.goto('/mppeep/personnel?age_min=50&age_max=30&sexe=F')
    expect(await page.locator('#champ-age_max-erreur').isVisible()).toBe(true)
    expect(await page.inputValue('#champ-age_max')).toBe('30')
    await page.getByRole('link', { name: 'Continuer sans cette valeur' }).click()
    await page.waitForURL('**/personnel?age_min=50&sexe=F')
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(0)
  })
})
