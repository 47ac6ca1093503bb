import { beforeAll, expect, it, vi } from 'vitest'
import { describeInBrowser, siteInBrowser } from '../support/browser'

/** Names without a space, as long as they may be: no page is wider than its screen for them. */
describeInBrowser('a page about what has a long name', () => {
  const there = siteInBrowser()
  const long = 'NGUESSANKOUAMEYAOASSAMOIBROUTANOHKONANADJOUMANIDIABATEAHOUSSOU'
  let person: string
  beforeAll(async () => {
    const { sql } = there.site
    const [row] = await sql<[{ id: string }]>`
      update personnel set last_name = ${long}, first_names = ${long.toLowerCase()}
      where id = (select id from personnel where left_on is null and fictitious order by matricule limit 1) returning id`
    person = row.id
    await sql`
      insert into views (owner_id, name, query)
      select id, ${long.slice(0, 50)}, 'sexe=F' from users where email = 'drh@mppeep.example'`
    const chosen = {
      contactEmail: 'direction.des.ressources.humaines.assistance@mppeep.example',
      signInNotice: 'Voyez https://intranet.mppeep.example/ressources-humaines/notes/note-de-service-2026-11-23.pdf',
    }
    await sql`insert into settings (chosen) values (${sql.json(chosen)})`
    // every process looks each second and a half
    await vi.waitFor(async () => {
      expect((await there.site.visitor().get('/mppeep/connexion')).text).toContain(chosen.signInNotice)
    }, 10_000)
  })

  it.each([360, 1024])('fits %i px', async (width) => {
    const page = await there.windows.open({ as: 'drh', width })
    const tabs = ['', '?onglet=carriere', '?onglet=documents', '?onglet=actes']
    const forms = ['modification', 'depart', 'carriere/nouveau', 'actes/nouveau', 'documents/nouveau']
    const paths = [
      ...tabs.map((tab) => `/personnel/${person}${tab}`),
      ...forms.map((form) => `/personnel/${person}/${form}`),
      ...[
        '/personnel',
        `/recherche?q=${long.slice(0, 12)}`,
        '/accueil',
        '/carriere/avancements',
        '/conges',
        '/personnel/vues',
      ],
    ]
    const wider: string[] = []
    for (const path of paths) {
      const answer = await page.goto(`/mppeep${path}`)
      expect(answer?.status(), path).toBe(200)
      const is = await page.evaluate('document.scrollingElement.scrollWidth')
      if (is !== width) wider.push(`${path}: ${is}`)
    }
    await page.context().clearCookies()
    await page.goto('/mppeep/connexion')
    const is = await page.evaluate('document.scrollingElement.scrollWidth')
    if (is !== width) wider.push(`/connexion: ${is}`)
    expect(wider).toEqual([])
  })
})
