import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { bothWays, describeInBrowser, focusOf, openBrowser, type Windows } from '../support/browser'
import { openSite, type TestSite } from '../support/site'

describeInBrowser('two people on one file', () => {
  let site: TestSite
  let windows: Windows
  let people: { id: string }[]
  beforeAll(async () => {
    site = await openSite()
    windows = await openBrowser(site)
    people = await site.sql<{ id: string }[]>`
      select p.id from personnel p join units u on u.id = p.unit_id where u.code like 'DAF-%' and left_on is null limit 2`
  })
  afterEach(() => windows.closeAll())
  afterAll(async () => {
    await windows.quit()
    await site.close()
  })

  it.each(bothWays)(
    '%s: the second sees what the first changed, keeps what was typed, and confirms',
    async (_, way) => {
      const id = people[Number(way.javaScript)]!.id
      const [hers, his] = await Promise.all([
        windows.open({ as: 'gestionnaire', ...way }),
        windows.open({ as: 'drh', ...way }),
      ])
      const form = `/mppeep/personnel/${id}/modification`
      await Promise.all([hers.goto(form), his.goto(form)])
      const save = 'Enregistrer les modifications'
      await his.fill('#champ-jobTitle', 'Chef de bureau')
      await his.getByRole('button', { name: save }).click()
      await his.waitForURL(`**/personnel/${id}`)

      await hers.fill('#champ-address', 'Marcory, Zone 4')
      await hers.getByRole('button', { name: save }).click()
      const told = hers.locator('.notice.attention')
      await told.waitFor()
      const [{ name }] = await site.sql<[{ name: string }]>`select name from users where email = 'drh@mppeep.example'`
      expect(await told.innerText()).toContain(name)
      expect(
        await hers.getByRole('table', { name: 'Ce qui a changé entre-temps' }).locator('tbody tr').allInnerTexts(),
      ).toEqual([expect.stringMatching(/^Fonction\s.*Chef de bureau/s)])
      if (way.javaScript) expect(await focusOf(hers)).toMatchObject({ tag: 'DIV', outlined: true, seen: true })
      expect(await hers.inputValue('#champ-address')).toBe('Marcory, Zone 4')
      expect(await hers.inputValue('#champ-jobTitle')).toBe('Chef de bureau')
      expect(await written(id)).toEqual({
        job_title: 'Chef de bureau',
        address: expect.not.stringContaining('Marcory, Zone 4'),
        version: 2,
      })

      await hers.getByRole('button', { name: save }).click()
      await hers.waitForURL(`**/personnel/${id}`)
      expect(await hers.locator('.notice.good').innerText()).toBe('Les modifications sont enregistrées.')
      expect(await written(id)).toEqual({ job_title: 'Chef de bureau', address: 'Marcory, Zone 4', version: 3 })
    },
  )

  async function written(id: string) {
    const [row] =
      await site.sql`select job_title, coalesce(address, '') as address, version from personnel where id = ${id}`
    return { ...row }
  }
})
