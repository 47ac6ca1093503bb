import { beforeAll, expect, it } from 'vitest'
import { bothWays, describeInBrowser, focusOf, siteInBrowser } from '../support/browser'

describeInBrowser('two people on one file', () => {
  const there = siteInBrowser()
  let people: { id: string }[]
  beforeAll(async () => {
    people = await there.site.sql<{ id: string }[]>`
      select p.id from personnel p join units u on u.id = p.unit_id where u.code like 'DAF-%' and left_on is null limit 2`
  })

  it.each(bothWays)(
    '%s: the second sees what the first changed, keeps what was typed, and confirms',
    async (_, way) => {
      const id = people[Number(way.javaScript)]!.id
      const [hers, his] = await Promise.all([
        there.windows.open({ as: 'gestionnaire', ...way }),
        there.windows.open({ as: 'drh', ...way }),
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
      const [{ name }] = await there.site.sql<
        [{ name: string }]
      >`select name from users where email = 'drh@mppeep.example'`
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
    const [row] = await there.site
      .sql`select job_title, coalesce(address, '') as address, version from personnel where id = ${id}`
    return { ...row }
  }
})
