import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { rowsOf, unzipped } from '../support/workbook'

let site: TestSite
let drh: Client
const filter = 'categorie=A&sexe=F&situation=tous'

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
  // what a spreadsheet would take for a formula
  await site.sql`update personnel set job_title = '=HYPERLINK("http://x";"y")' where id = (select min(id::text)::uuid from personnel where sex = 'F' and grade like 'A%')`
})
afterAll(() => site.close())

const wanted = () => site.sql<{ name: string; first: string; matricule: string; job: string | null }[]>`
  select last_name as name, first_names as first, matricule, job_title as job
  from personnel where sex = 'F' and grade in (select code from grades where category = 'A')
  order by name_key, id`

describe('the list taken away', () => {
  it('as CSV is exactly what is filtered, in the order shown, for Excel in French', async () => {
    const { bytes, headers } = await drh.get(
      `/mppeep/personnel/export.csv?${filter}&colonnes=matricule&colonnes=fonction`,
    )
    const text = bytes.toString('utf8')
    expect(text.startsWith('\ufeffNom;Prénoms;Matricule;Fonction\r\n')).toBe(true)
    expect(headers['content-disposition']).toMatch(/^attachment; filename="personnel-\d{4}-\d\d-\d\d\.csv"$/)
    const rows = await wanted()
    const lines = text.trimEnd().split('\r\n').slice(1)
    expect(lines.map((line) => line.split(';')[2])).toEqual(rows.map(({ matricule }) => matricule))
    expect(text).not.toMatch(/(^|;|")=/m)
    expect(text).toContain(`"'=HYPERLINK(""http://x"";""y"")"`)
  })

  it('as a workbook says the same to another reader, without any formula', async () => {
    const { bytes } = await drh.get(`/mppeep/personnel/export.xlsx?${filter}&colonnes=matricule&colonnes=fonction`)
    const [head, ...rows] = rowsOf(unzipped(bytes))
    expect(head).toEqual(['Nom', 'Prénoms', 'Matricule', 'Fonction'])
    const people = await wanted()
    expect(rows.map(([name, first, matricule]) => [name, first, matricule])).toEqual(
      people.map(({ name, first, matricule }) => [name, first, matricule]),
    )
    expect(rows.map((row) => row[3])).toContain(`'=HYPERLINK("http://x";"y")`)
  })

  it('leaves a line in the journal: who took which list, and how many', async () => {
    await drh.get(`/mppeep/personnel/export.csv?${filter}`)
    const [line] = await site.sql<{ after: { total: number; categorie: string } }[]>`
      select after from activities where event = 'personnel.exported' order by id desc limit 1`
    expect(line!.after).toMatchObject({ total: (await wanted()).length, categorie: 'A' })
  })
})
