import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sendForm } from '../documents/hand'
import { pourInto } from '../documents/pour'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { rowsOf, unzipped } from '../support/workbook'
import { applied, checked, columnsIn, figuresIn, file, header, line, place, rowsIn, send, work, workbook } from './hand'

let site: TestSite
let rh: Client

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())

const traces = () => site.sql`
  select (select count(*)::int from personnel) as people, (select count(*)::int from career_events) as acts,
    (select count(*)::int from activities where event like 'personnel.%' and event <> 'personnel.read') as journal`

describe('what is wrong in a file', () => {
  it('is told cell by cell, in the words of the form, and keeps the file from being applied', async () => {
    const before = await traces()
    const { page, shown } = await checked(
      site,
      rh,
      file([
        line('982001A', { 4: '31/02/1990', 5: 'Nulle part', 10: '14/01/2020' }),
        line('', {}),
        line('982002B', { 3: 'Autre', 5: 'ZZZ', 8: '9' }),
        line('982003C'),
        line('982003c'),
        line('982004D', { 9: '01/01/2000' }),
      ]),
    )
    expect(figuresIn(shown)).toMatchObject({ 'Dossiers à créer': '1', 'En erreur': '5' })
    expect(rowsIn(shown)).toEqual([
      ['Ligne\u00a02', 'Date de nais. (E)', '31/02/1990', 'Cette date n’existe pas.'],
      ['Ligne\u00a02', 'Service (F)', 'Nulle part', 'Choisissez une unité de la liste.'],
      ['Ligne\u00a02', 'Prise de service (K)', '14/01/2020', 'La prise de service ne précède pas le recrutement.'],
      ['Ligne\u00a03', 'Mle (A)', 'non renseigné', 'Ce champ est obligatoire.'],
      ['Ligne\u00a04', 'Sexe (D)', 'Autre', 'Choisissez une valeur de la liste.'],
      ['Ligne\u00a04', 'Service (F)', 'ZZZ', 'Cette unité n’existe pas, ou vous n’y tenez pas les dossiers.'],
      ['Ligne\u00a04', 'Échelon (I)', '9', 'Cette classe compte 3\u00a0échelons.'],
      ['Ligne\u00a06', 'Mle (A)', '982003c', 'Ce matricule est déjà à la ligne 5.'],
      ['Ligne\u00a07', 'Date de recrutement (J)', '01/01/2000', 'L’âge au recrutement est d’au moins 18 ans.'],
    ])
    expect(rowsIn(await rh.get(`${page}?champ=echelon`))).toHaveLength(1)
    const refused = await rh.post(`${page}/application?_method=PUT`, {})
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Corrigez les lignes en erreur')
    expect(await traces()).toEqual(before)
    const done = await applied(site, rh, page, { partiel: 'oui' })
    expect(figuresIn(done)).toMatchObject({ 'Dossiers créés': '1', 'Laissées de côté': '5' })
    expect(rowsIn(done)).toEqual(rowsIn(shown))
    expect((await rh.get(`${page}/messages`)).status).toBe(200)
    expect(await site.sql`select matricule from personnel where matricule like '98200%'`).toEqual([
      { matricule: '982003C' },
    ])
  })

  it('comes back in the same file, whose cells cannot act', async () => {
    const { page } = await checked(
      site,
      rh,
      file([line('982010A', { 1: '=1+A1', 3: '?', 4: '@SUM(A1)' }), line('982011B')]),
    )
    const back = await rh.get(`${page}/messages`)
    expect(back.headers['content-disposition']).toContain('agents (messages).csv')
    const [head, first, second] = back.text.replace('\ufeff', '').split('\r\n')
    expect(head).toBe(`${header};Messages`)
    const said = 'Sexe\u202f: Choisissez une valeur de la liste. Date de nais.\u202f: Cette date n’existe pas.'
    expect(first).toBe(`${line('982010A', { 1: "'=1+A1", 3: '?', 4: "'@SUM(A1)" })};${said}`)
    expect(second).toBe(`${line('982011B')};`)
  })

  it('is the same in a workbook, with its dates, formulas, empty columns and title', async () => {
    const { writeXlsx } = await import('hucre/xlsx')
    const names = ['Mle', null, ...header.split(';').slice(1)]
    const cells = (matricule: string, birth: Date) => {
      const [, ...rest] = line(matricule).split(';')
      return [matricule, null, ...rest.map((cell, at) => (at === 3 ? birth : cell))]
    }
    const bytes = await writeXlsx({
      dateSystem: '1904',
      sheets: [
        { name: 'Lisez-moi', rows: [['Rien ici']] },
        {
          name: 'Agents',
          rows: [
            ['ÉTAT DU PERSONNEL'],
            [],
            names,
            cells('982020A', new Date('1990-05-04T00:00:00Z')),
            cells('982021B', new Date('2015-05-04T00:00:00Z')),
          ],
        },
        { name: 'Anciens', rows: [names, cells('982022C', new Date('1990-05-04T00:00:00Z'))] },
      ],
    })
    const page = await send(rh, { name: 'agents.xlsx', bytes: Buffer.from(bytes) })
    const shown = await rh.get(page)
    expect(shown.text).toContain('feuille «\u202fAgents\u202f», en-tête à la ligne 3')
    const other = await send(rh, { name: 'autre.xlsx', bytes: Buffer.from(bytes) })
    expect((await rh.post(`${other}/lecture?_method=PUT`, { feuille: '2', entete: '3' })).status).toBe(303)
    expect((await rh.get(other)).text).toContain('feuille «\u202fAnciens\u202f», en-tête à la ligne 1')
    const empty = await rh.post(`${other}/lecture?_method=PUT`, { feuille: '0', entete: '1' })
    expect([empty.status, empty.text.includes('id="champ-feuille-erreur"')]).toEqual([422, true])
    expect((await rh.post(`${other}/lecture?_method=PUT`, { feuille: '7', entete: '0' })).status).toBe(422)
    await rh.post(`${page}/colonnes?_method=PUT`, columnsIn(shown))
    await work(site)
    const result = await rh.get(page)
    expect(figuresIn(result)).toMatchObject({ 'Dossiers à créer': '1', 'En erreur': '1' })
    expect(rowsIn(result)[0]?.slice(0, 3)).toEqual(['Ligne\u00a05', 'Date de recrutement (K)', '15/01/2020'])
    const back = rowsOf(unzipped((await rh.get(`${page}/messages`)).bytes))
    expect(back.map((row) => row.at(-1))).toEqual([
      '',
      'Messages',
      '',
      'Date de recrutement\u202f: L’âge au recrutement est d’au moins 18 ans.',
    ])
  })
})

it('a reading that leaves no line is refused at its field, and the columns keep what they were thought to be', async () => {
  const page = await send(rh, file([line('982050A')]))
  const before = columnsIn(await rh.get(page))
  for (const entete of ['2', '999']) {
    const refused = await rh.post(`${page}/lecture?_method=PUT`, { separateur: 'point-virgule', entete })
    expect(refused.status).toBe(422)
    expect(refused.text.includes('id="champ-entete-erreur"')).toBe(true)
    expect(refused.text.includes(`value="${entete}"`)).toBe(true)
    expect(columnsIn(refused)).toEqual(before)
  }
  expect(columnsIn(await rh.get(page))).toEqual(before)
})

it('a formula is what it last came to and is never worked out, and merged cells say something once', async () => {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
  const row = (matricule: string, step: string, changes: Record<number, string> = {}) => {
    const cells = line(matricule, changes).split(';').map(cell)
    cells[8] = `<c><f>1+1</f>${step}</c>`
    return `<row>${cells.join('')}</row>`
  }
  const rows = [
    `<row>${cell('ÉTAT DU PERSONNEL')}</row>`,
    `<row>${header.split(';').map(cell).join('')}</row>`,
    row('982050A', '<v>3</v>'),
    row('982051B', '', { 5: '' }),
  ]
  const merged = '<mergeCells count="2"><mergeCell ref="A1:M1"/><mergeCell ref="F3:F4"/></mergeCells>'
  const bytes = workbook(`<sheetData>${rows.join('')}</sheetData>${merged}`)
  const { page, shown } = await checked(site, rh, { name: 'formules.xlsx', bytes })
  expect(rowsIn(shown).map(([line, column]) => `${line} ${column}`)).toEqual([
    'Ligne\u00a04 Service (F)',
    'Ligne\u00a04 Échelon (I)',
  ])
  await applied(site, rh, page, { partiel: 'oui' })
  expect(await site.sql`select echelon from personnel where matricule like '98205%'`).toEqual([{ echelon: 3 }])
})

const bomb = { deflated: deflateRawSync(Buffer.alloc(60 * 1_048_576)), size: 10 }

describe('a file that is none', () => {
  it.each([
    ['a wrong extension', 'agents.pdf', 'Mle;Nom\n1;x\n', 422, 'Envoyez un fichier CSV ou XLSX.', 'neither'],
    ['a text called a workbook', 'agents.xlsx', 'Mle;Nom\n1;x\n', 422, 'classeur Excel', 'neither'],
    [
      'a workbook called a text',
      'agents.csv',
      'PK\u0003\u0004\u0000\u0000',
      422,
      'n’est pas un fichier CSV',
      'misnamed',
    ],
    ['nothing', 'agents.csv', '', 422, 'Ce fichier est vide.', 'empty'],
    ['only a header', 'agents.csv', `${header}\r\n`, 422, 'aucune ligne à importer', 'no-lines'],
    ['a macro', 'agents.xlsx', workbook('', { 'xl/vbaProject.bin': 'x' }), 422, 'macro', 'active'],
    ['a bomb', 'agents.xlsx', workbook('', { 'xl/media/a.bin': bomb }), 422, 'trop volumineux', 'bomb'],
    ['empty lines', 'agents.csv', `${header}\r\n;;;\r\n\r\n`, 422, 'aucune ligne à importer', 'no-lines'],
  ])('%s is refused at its field, and the log says why and not whose', async (_, name, bytes, status, message, why) => {
    const sent = { name, bytes }
    const answer = await sendForm(rh, '/personnel/imports', { cle: crypto.randomUUID() }, sent, 'fichier')
    expect(answer.status).toBe(status)
    expect(answer.text).toContain('champ-fichier-erreur')
    expect(answer.text).toContain(message)
    expect(answer.text).not.toContain('PDF')
    const logged = await site.lineOf(answer)
    expect(logged).toMatchObject({ 'error.type': 'invalid', 'file.refused': why })
    expect(JSON.stringify(logged)).not.toContain(name)
    expect(await site.sql`select from imports where name = ${name} and kind = 'xlsx' and columns = '[]'`).toEqual([])
  })

  it('of 300 columns is read, what is unknown in it ignored', async () => {
    const wide = (cells: string) => `${cells}${';x'.repeat(287)}`
    const { shown } = await checked(site, rh, {
      name: 'large.csv',
      bytes: `${wide(header)}\n${wide(line('982030A'))}\n`,
    })
    expect(figuresIn(shown)).toMatchObject({ 'Dossiers à créer': '1', 'En erreur': '0' })
  })

  it('of 200 megabytes is refused before it has all been sent', async () => {
    const whole = { headers: { 'transfer-encoding': 'chunked' }, megabytes: 200, leave: false, field: 'fichier' }
    site.log.length = 0
    const { status, sent } = await pourInto(site.port, rh, place, whole)
    expect(status).toBe(413)
    const refused = { 'error.type': 'too-large', 'file.refused': 'too-large' }
    await vi.waitFor(() => expect(site.log).toContainEqual(expect.objectContaining(refused)))
    expect(sent).toBeLessThan(100)
    expect(readdirSync(join(process.env.DATA_DIR!, 'files', 'incoming'))).toEqual([])
  })

  it('or somebody else’s is not there', async () => {
    const page = await send(rh, file([line('982040A')]))
    const drh = await site.as('drh')
    for (const address of [page, `${page}/colonnes`, `${page}/messages`, `${place}/x`])
      expect((await drh.get(address)).status, address).toBe(404)
  })
})
