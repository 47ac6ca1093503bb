import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import { produce, somebody } from '../acts/hand'
import { openSite, type TestSite } from '../support/site'
import { rowsOf, unzipped } from '../support/workbook'
import { instant, onPage, rowsOfCsv, tableOf, taken, withMoment } from './hand'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
  // more than is read at a time
  await site.sql`
    insert into units (code, name, kind, parent_id)
    select 'Z' || n, case when n = 7 then '=1+1' else 'Bureau ' || n end, 'service', (select id from units where code = 'DAJ')
    from generate_series(1, 1100) n`
  const client = await site.as('gestionnaire')
  const person = await somebody(site)
  for (const whose of [person, person, person, await somebody(site, 'DSI')]) await produce(client, whose)
  await site.sql`
    update documents d set expires_on = current_date + n.place
    from (select id, row_number() over (order by id)::int as place from documents) n where n.id = d.id`
  const agent = await site.as('agent')
  await agent.post('/mppeep/profil/corrections', { phone: '+2250700000001' })
})
afterAll(() => site.close())

const lists: [list: string, page: string, role: Role, query: string, atLeast: number][] = [
  ['personnel', '/personnel', 'drh', 'sexe=F&categorie=B&colonnes=matricule', 10],
  ['documents', '/documents', 'gestionnaire', 'delai=tous', 4],
  ['corrections', '/corrections', 'gestionnaire', 'etat=toutes', 0],
  ['comptes', '/utilisateurs', 'auditeur', 'tri=nom&sens=desc', 8],
  ['postes-vacants', '/organisation/postes-vacants', 'chef', '', 1_100],
  ['avancements', '/carriere/avancements', 'gestionnaire', 'quand=retard', 0],
  ['actes', '/actes', 'auditeur', 'etat=valide', 4],
  ['journal', '/journal', 'auditeur', 'acte=acts.produced', 4],
]

/** The column of the file that the page shows first, where it is not the first. */
const shownIn: Record<string, number> = { 'postes-vacants': 1, journal: 3 }

describe.each(lists)('%s', (list, page, role, query, atLeast) => {
  it('as CSV has the rows of the page, as many and in its order', async () => {
    const client = await site.as(role)
    const shown = await client.get(`/mppeep${page}?${query}`)
    const rows = rowsOfCsv(await client.get(`${taken}/${list}/csv?${query}`)).slice(1)
    expect(rows.length).toBeGreaterThanOrEqual(atLeast)
    expect(new Set(rows.map(String)).size).toBe(rows.length)
    const first = tableOf(shown).map(([name]) => name)
    expect(first).toHaveLength(Math.min(rows.length, 50))
    const named = rows.map((row) =>
      first.length > 0 && first.includes(row.slice(0, 2).join(' '))
        ? row.slice(0, 2).join(' ')
        : row[shownIn[list] ?? 0],
    )
    expect(named.slice(0, first.length).map((name) => name!.replace(/^'/, ''))).toEqual(first)
    if (rows.length > 0) {
      expect(shown.text.replace(/[\u00a0\u202f]/g, ' ')).toContain(String(rows.length).replace(/(\d)(\d{3})$/, '$1 $2'))
      expect(shown.text).toContain(`/exports/listes/${list}/impression`)
    }
  })

  it('says the same as a workbook and as a page to print, which says what it is of, of when and by whom', async () => {
    const client = await site.as(role)
    const rows = rowsOfCsv(await client.get(`${taken}/${list}/csv?${query}`))
    const { bytes } = await client.get(`${taken}/${list}/xlsx?${query}`)
    const workbook = rowsOf(unzipped(bytes)).map((row) => (list === 'journal' ? withMoment(row) : row))
    expect(workbook.map(filled)).toEqual(rows.map(filled))
    const printed = await client.get(`${taken}/${list}/impression?${query}`)
    expect(printed.status).toBe(200)
    const body = tableOf(printed)
    expect(body).toHaveLength(rows.length - 1)
    const onPaper = rows.slice(1).map((row) => row.map((cell) => onPage(cell.replace(/^'/, ''))))
    expect(body.map(String)).toEqual(onPaper.map(String))
    expect(printed.text).toMatch(/édité le \d\d\/\d\d\/\d{4} à.{1,6}\d\d:\d\d par /)
  })
})

/** An empty cell is not written in a workbook; the others say where they stand. */
function filled(row: string[]): string[] {
  return row.filter(Boolean)
}

it('retirements are the figures of the forecast, in their year even when it is past', async () => {
  const client = await site.as('daf')
  await site.sql`
    update personnel set retirement_on = make_date(extract(year from current_date)::int - 2, 12, 31)
    where id = (select id from personnel where left_on is null and started_on <= current_date order by id limit 1)`
  const [head, ...rows] = rowsOfCsv(await client.get(`${taken}/retraites/csv`))
  expect(head).toEqual(['Année', 'Direction', 'Grade', 'Départs', 'Date dépassée'])
  const year = new Date().getUTCFullYear()
  const [row] = await site.sql<[{ count: number }]>`
    select count(*)::int as count from personnel
    where started_on <= current_date and (left_on is null or left_on > current_date)
      and retirement_on <= make_date(${year + 9}, 12, 31)`
  expect(rows.reduce((sum, cells) => sum + Number(cells[3]), 0)).toBe(row.count)
  expect(rows[0]).toEqual([String(year - 2), expect.any(String), expect.any(String), '1', 'Oui'])
  expect(rows.filter((cells) => (cells[4] === 'Oui') !== Number(cells[0]) < year)).toEqual([])
  // a year is a figure in a workbook, and is read as one on paper
  const files = unzipped((await client.get(`${taken}/retraites/xlsx`)).bytes)
  expect(rowsOf(files)).toEqual([head, ...rows])
  expect(files.get('xl/worksheets/sheet1.xml')!.match(/<c r="A\d+"><v>\d{4}<\/v>/g)).toHaveLength(rows.length)
  expect(tableOf(await client.get(`${taken}/retraites/impression`))).toEqual(rows)
})

it('units are those of the tree with the figures that the reader may count, or those that are looked for', async () => {
  const client = await site.as('drh')
  const [head, root, ...rows] = rowsOfCsv(await client.get(`${taken}/unites/csv`))
  expect(head).toEqual(['Code', 'Unité', 'Nature', 'Rattachée à', 'Chef', 'Effectif', 'Effectif en propre'])
  const [all] = await site.sql<[{ units: number; people: number }]>`
    select (select count(*) from units where closed_on is null)::int as units,
      (select count(*) from personnel where started_on <= current_date and (left_on is null or left_on > current_date))::int as people`
  expect([rows.length + 1, Number(root![5])]).toEqual([all.units, all.people])
  const page = await client.get('/mppeep/organisation?q=bureau+11')
  const found = rowsOfCsv(await client.get(`${taken}/unites/csv?q=bureau+11`)).slice(1)
  expect(/([0-9]+)\s+unités trouvées/.exec(page.text)?.[1]).toBe(String(found.length))
  expect(page.text.includes('/exports/listes/unites/xlsx?q=bureau+11')).toBe(true)
  expect(found.every(([, name, , above]) => name!.includes('11') && above !== '')).toBe(true)
  const guest = rowsOfCsv(await (await site.as('admin')).get(`${taken}/unites/csv`)).slice(1)
  expect(guest).toHaveLength(all.units)
  expect(guest.every((row) => row[5] === '' && row[6] === '')).toBe(true)
})

it('has days and figures in a workbook that a spreadsheet sorts and sums', async () => {
  const client = await site.as('drh')
  const query = 'colonnes=naissance,absences'
  const { bytes } = await client.get(`${taken}/personnel/xlsx?${query}`)
  const files = unzipped(bytes)
  const [, row = ''] = files.get('xl/worksheets/sheet1.xml')!.match(/<row[ >][\s\S]*?<\/row>/g) ?? []
  expect(row).toMatch(/<c r="C2" s="\d+"><v>\d{5}<\/v>/)
  expect(row).toMatch(/<c r="D2"><v>\d+<\/v>/)
  const own = rowsOfCsv(await client.get(`${taken}/personnel/csv?${query}`))
  expect(rowsOf(files)[1]![2]).toBe(own[1]![2])
})

it('has moments in a workbook that a spreadsheet sorts and shows to the second', async () => {
  const client = await site.as('rh')
  const files = unzipped((await client.get(`${taken}/journal/xlsx?acte=acts.produced`)).bytes)
  expect(files.get('xl/styles.xml')).toContain('formatCode="dd/mm/yyyy hh:mm:ss"')
  expect(files.get('xl/worksheets/sheet1.xml')).toMatch(/<c r="B2" s="\d+"><v>\d{5}\.\d+<\/v>/)
  const [, row] = rowsOfCsv(await client.get(`${taken}/journal/csv?acte=acts.produced`))
  expect(row![1]).toMatch(instant)
})

describe('a list taken away', () => {
  it('is written without where in the list one was', async () => {
    const client = await site.as('drh')
    for (const place of ['personnel/export.csv?q=kouassi', 'exports/listes/actes/csv?etat=valide']) {
      const { status } = await client.get(`/mppeep/${place}&fin=1`)
      expect(status).toBe(200)
    }
    const lines = await site.sql<{ after: object }[]>`
      select after from activities where event in ('personnel.exported', 'list.exported') order by id desc limit 2`
    expect(JSON.stringify(lines)).not.toContain('fin')
  })

  it('is asked of the database as often for a thousand rows as for three', async () => {
    const client = await site.as('auditeur')
    const calls = async (path: string) => Number((await site.lineOf(await client.get(path)))['db.calls'])
    await calls(`${taken}/comptes/csv`)
    const few = await calls(`${taken}/comptes/csv?q=drh`)
    expect(await calls(`${taken}/comptes/csv`)).toBe(few)
    // a thousand at a time
    expect(await calls(`${taken}/postes-vacants/csv`)).toBeLessThanOrEqual(few + 2)
  })

  it('has no cell that a spreadsheet would obey', async () => {
    const client = await site.as('chef')
    const { text } = await client.get(`${taken}/postes-vacants/csv`)
    expect(text).toContain(";'=1+1;")
    expect(text).not.toMatch(/(^|;|")=/m)
  })

  it('leaves one line in the journal, with what was asked for and how many rows', async () => {
    const client = await site.as('auditeur')
    await client.get(`${taken}/actes/impression?etat=valide`)
    const [line] = await site.sql<[{ target: string; after: object }]>`
      select target_id as target, after from activities where event = 'list.exported' order by id desc limit 1`
    expect(line).toEqual({ target: 'actes', after: { format: 'impression', asked: { etat: 'valide' }, total: 4 } })
  })

  it('is refused to whom its page is, and to who may list but not take away', async () => {
    const status = async (role: Role, path: string) => (await (await site.as(role)).get(`${taken}/${path}`)).status
    expect(await status('chef', 'comptes/csv')).toBe(403)
    expect(await status('admin', 'personnel/csv')).toBe(403)
    expect(await status('daf', 'corrections/impression')).toBe(403)
    expect(await status('invite', 'documents/csv')).toBe(403)
    expect(await status('invite', 'retraites/csv')).toBe(403)
    expect(await status('agent', 'postes-vacants/csv')).toBe(403)
    expect(await status('drh', 'personnel/pdf')).toBe(404)
    expect(await status('drh', 'ailleurs/csv')).toBe(404)
    expect(await status('drh', 'documents/csv?delai=jamais')).toBe(422)
  })

  it('ends where the reach of its reader does', async () => {
    const all = rowsOfCsv(await (await site.as('drh')).get(`${taken}/documents/csv?delai=tous`)).slice(1)
    const own = rowsOfCsv(await (await site.as('chef')).get(`${taken}/documents/csv?delai=tous`)).slice(1)
    expect(own.length).toBeLessThan(all.length)
    const [row] = await site.sql<[{ names: string[] }]>`
      select array_agg(matricule) as names from personnel
      where unit_id in (select subtree(unit_id) from user_roles r join users u on u.id = r.user_id where u.email = 'chef@mppeep.example' and r.role = 'chef')`
    expect(own.every((cells) => row.names.includes(cells[1]!))).toBe(true)
  })

  it('that is most of the house asks for the password before it is printed, and goes on to the page then', async () => {
    const { castPassword } = await import('../support/ground')
    const [client, auditor] = [await site.as('daf'), await site.as('auditeur')]
    await site.sql`update sessions set proved_at = now() - interval '16 minutes'`
    const { dropSessions } = await import('../../src/redis/sessions')
    await dropSessions((await site.sql<{ id: string }[]>`select id from sessions`).map(({ id }) => id))
    const answer = await client.get(`${taken}/personnel/impression?colonnes=grade`)
    expect(answer.status).toBe(303)
    expect((await auditor.get(`${taken}/comptes/csv`)).status).toBe(303)
    expect((await auditor.get(`${taken}/comptes/csv?q=drh`)).status).toBe(200)
    expect((await client.get(answer.headers.location!)).text).toContain('name="proof"')
    const form = { colonnes: 'grade', format: 'impression' }
    expect((await client.post('/mppeep/personnel/exports', form)).status).toBe(422)
    const proved = await client.post('/mppeep/personnel/exports', { ...form, proof: castPassword })
    expect(proved.headers.location).toBe(`${taken}/personnel/impression?colonnes=grade`)
    expect((await client.get(proved.headers.location!)).status).toBe(200)
  })

  it('is had twenty times a minute by one person, and by the others meanwhile', async () => {
    const [eager, other] = [await site.as('invite'), await site.as('agent')]
    const own = `${taken}/journal/csv?acte=mail.resent`
    const answers = []
    for (let asked = 0; asked < 23; asked++) answers.push(await eager.get(own))
    const late = answers.filter(({ status }) => status === 429)
    expect(late.length).toBeGreaterThanOrEqual(3)
    expect(answers[0]!.status).toBe(200)
    expect(Number(late[0]!.headers['retry-after'])).toBeGreaterThan(0)
    expect((await other.get(own)).status).toBe(200)
  })

  it('is had with Redis away', async () => {
    const client = await site.as('auditeur')
    await site.redis?.stop()
    expect(rowsOfCsv(await client.get(`${taken}/actes/csv`))).toHaveLength(5)
  })
})
