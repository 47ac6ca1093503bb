import { extractText, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { actOf, idOf, produce, somebody } from '../acts/hand'
import { describeInBrowser, siteInBrowser } from '../support/browser'

describeInBrowser('a page on paper', () => {
  const there = siteInBrowser()

  it.each([
    ['list', '/personnel', 'Personnel'],
    ['file', '/personnel/PERSON', 'Poste'],
    ['dashboard', '/dashboard', 'Tableau de bord'],
    ['organisation', '/organisation', 'Organisation'],
    ['chart', '/organisation/organigramme', 'Organigramme'],
    ['journal', '/journal', 'Journal'],
  ])(
    'says what it is, of which day and for whom, page by page, without what is for the screen: %s',
    async (_, path, title) => {
      const [person] = await there.site.sql<[{ id: string }]>`select id from personnel where left_on is null limit 1`
      const page = await there.windows.open({ as: 'drh', scheme: 'dark', width: 1024 })
      await page.goto(`/mppeep${path.replace('PERSON', person.id)}`)
      const { text, totalPages } = await extractText(
        await getDocumentProxy(new Uint8Array(await page.pdf({ format: 'A4' }))),
      )
      const whole = text.join('\n')
      expect(text[0]).toContain(title)
      if (path.endsWith('organigramme')) expect(totalPages).toBe(1)
      expect(whole).toContain(title)
      expect(whole).toMatch(/État du \d\d\/\d\d\/\d{4}, pour\s+YAO Didier/)
      for (const [index, one] of text.entries()) expect(one).toContain(`Page ${index + 1} / ${totalPages}`)
      expect(whole).not.toMatch(/Se déconnecter|Nouveau dossier|Exporter|Aller au contenu|https?:|Ctrl K/)
      // on white, whatever the screen is like
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      const colours = await page.evaluate(
        '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]',
      )
      expect(colours).toEqual(['rgb(27, 33, 30)', 'rgb(255, 255, 255)'])
      if (path === '/personnel')
        for (const one of text.filter((sheet) => /\d{6}[A-Z]/.test(sheet))) expect(one).toContain('Matricule')
    },
  )

  it('says whether a paper is authentic, without the form that asks about another', async () => {
    const made = idOf(await produce(await there.site.as('rh'), await somebody(there.site)))
    const { code } = await actOf(there.site, made)
    const page = await there.windows.open({ width: 1024 })
    await page.goto(`/mppeep/verifier/${code}`)
    await page.emulateMedia({ media: 'print' })
    const main = await page.locator('main').innerText()
    expect(main).toContain('Ce document est authentique.')
    expect(main).not.toContain('Code de vérification')
  })
})
