import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fields } from '../../src/imports/fields'
import { sendForm, zip } from '../documents/hand'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { rowsOf, unzipped } from '../support/workbook'
import { applied, checked, columnsIn, figuresIn, file, header, line, place, send, work } from './hand'

let site: TestSite
let rh: Client

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
  await site.sql`
    insert into units (code, name, kind, parent_id, closed_on)
    select 'ZFERMEE', 'Fermée', 'service', id, current_date from units where code = 'DAJ'`
})
afterAll(() => site.close())

const nothingIn = { 'Dossiers à créer': '0' }
const sheetOne = 'xl/worksheets/sheet1.xml'

/** A workbook with its first sheet changed, as a spreadsheet would have it. */
function edited(bytes: Buffer, change: (sheet: string) => string): Buffer {
  const files = unzipped(bytes)
  return zip({ ...Object.fromEntries(files), [sheetOne]: change(files.get(sheetOne)!) })
}

/** How the columns of the first sheet are written, from what the workbook has for whole columns. */
function columnFormats(files: Map<string, string>): { style: string; format: string }[] {
  const styles = files.get('xl/styles.xml')!
  const codes = new Map(
    [...styles.matchAll(/<numFmt [^>]*>/g)].map(([one]) => [
      /numFmtId="(\d+)"/.exec(one)?.[1],
      /formatCode="([^"]*)"/.exec(one)?.[1] ?? '',
    ]),
  )
  const cells = /<cellXfs[^>]*>([\s\S]*?)<\/cellXfs>/.exec(styles)![1]!
  const each = [...cells.matchAll(/<xf [^>]*?numFmtId="(\d+)"/g)].map(([, format]) => codes.get(format) ?? '')
  return [...files.get(sheetOne)!.matchAll(/<col [^>]*>/g)].map(([column]) => {
    const style = / style="(\d+)"/.exec(column)?.[1] ?? ''
    return { style, format: each[Number(style)] ?? '' }
  })
}

/** What is written freely in the model, by the name of its column; a day as a spreadsheet counts it. */
const free: Record<string, (at: number) => string | number> = {
  Matricule: (at) => `08${String(3000 + at)}A`,
  Nom: () => 'N’Dri',
  Prénoms: () => 'Aya Élodie',
  'Date de naissance': () => 32_997,
  Échelon: () => 1,
  'Date de recrutement': () => 43_845,
  'Prise de service': () => 43_862,
  Téléphone: () => '0700001234',
}

describe('the model to be filled in', () => {
  it('passes its trial once filled in with each value that it admits, its columns known by themselves', async () => {
    const answer = await rh.get(`${place}/modele.xlsx`)
    expect(answer.headers['content-disposition']).toContain('modele-import.xlsx')
    const files = unzipped(answer.bytes)
    const names = rowsOf(files)[0]!.map((name) => name.replace(/ \*$/, ''))
    const admitted = rowsOf(files, 2).slice(1)
    const listed = (name: string) => admitted.flatMap(([of, , value]) => (of === name && value ? [value] : []))
    expect(new Set(admitted.map(([name]) => name))).toEqual(new Set(names))
    expect(admitted.filter((row) => !row[2] && !row[3])).toEqual([])
    const open = await site.sql<{ code: string }[]>`select code from units where closed_on is null`
    expect(listed('Unité').toSorted()).toEqual(open.map(({ code }) => code).toSorted())
    const people = Math.max(...names.map((name) => listed(name).length))
    const formats = columnFormats(files)
    const written = (value: string | number | undefined, style: string) => {
      if (value === undefined) return `<c s="${style}"/>`
      if (typeof value === 'number') return `<c s="${style}"><v>${value}</v></c>`
      return `<c s="${style}" t="inlineStr"><is><t>${value}</t></is></c>`
    }
    const rows = Array.from({ length: people }, (_, at) => {
      const cells = names.map((name, column) => {
        const values = listed(name)
        const value = values.length > 0 ? values[at % values.length] : free[name]?.(at)
        return written(value, formats[column]!.style)
      })
      return `<row r="${at + 2}">${cells.join('')}</row>`
    })
    const bytes = edited(answer.bytes, (sheet) => sheet.replace(/<row r="2">.*?<\/row>/s, rows.join('')))
    const { page, shown } = await checked(site, rh, { name: 'modele-import.xlsx', bytes })
    const { mode, ...columns } = columnsIn(await rh.get(`${page}/colonnes`))
    expect(Object.values(columns)).toEqual(fields)
    expect(figuresIn(shown)).toMatchObject({ 'Dossiers à créer': String(people), 'En erreur': '0' })
    await applied(site, rh, page)
    const [one] = await site.sql`
      select birth_date::text as birth, recruited_on::text as recruited, phone from personnel where matricule = '083000A'`
    expect(one).toEqual({ birth: '1990-05-04', recruited: '2020-01-15', phone: '+2250700001234' })
  })

  it('keeps a matricule as a text, a day as a day and a figure as one, and offers the values that it admits', async () => {
    const files = unzipped((await rh.get(`${place}/modele.xlsx`)).bytes)
    const formats = columnFormats(files).map(({ format }) => format)
    const of = (...asked: (typeof fields)[number][]) => asked.map((field) => formats[fields.indexOf(field)])
    expect(of('matricule', 'phone', 'unit')).toEqual(['@', '@', '@'])
    expect(of('birthDate', 'recruitedOn', 'effectiveOn')).toEqual(Array(3).fill('dd/mm/yyyy'))
    expect(of('children', 'echelon', 'indexPoints')).toEqual(['0', '0', '0'])
    const offered = [
      ...files.get(sheetOne)!.matchAll(/<dataValidation [^>]*sqref="([A-Z]+)2:[^>]*><formula1>(.*?)<\/f/gs),
    ]
    expect(offered).toHaveLength(6)
    const sheet = rowsOf(files, 2)
    const [head] = rowsOf(files)
    for (const [, letter = '', range = ''] of offered) {
      const column = [...letter].reduce((sum, sign) => sum * 26 + sign.charCodeAt(0) - 64, 0) - 1
      const [, first, last] = /\$C\$(\d+):\$C\$(\d+)$/.exec(range) ?? []
      const name = head![column]!.replace(/ \*$/, '')
      const own = sheet.flatMap((row, at) => (row[0] === name && row[2] ? [at + 1] : []))
      expect([name, Number(first), Number(last)]).toEqual([name, own[0], own.at(-1)])
    }
  })

  it('is known as CSV too, and brings nobody in as long as it is empty', async () => {
    const { text } = await rh.get(`${place}/modele.csv`)
    const names = text.replace('\ufeff', '').trim().split(';')
    const given: Record<string, string> = { Sexe: 'Femme', Unité: 'DAJ', Grade: 'B1', Classe: '2e classe' }
    const days = {
      'Date de naissance': '04/05/1990',
      'Date de recrutement': '15/01/2020',
      'Prise de service': '01/02/2020',
    }
    const cells = names.map((marked) => {
      const name = marked.replace(/ \*$/, '')
      return { ...given, ...days }[name] ?? free[name]?.(900) ?? ''
    })
    const { page, shown } = await checked(site, rh, { name: 'modele.csv', bytes: `${text}${cells.join(';')}\r\n` })
    expect(figuresIn(shown)).toMatchObject({ 'Dossiers à créer': '1', 'En erreur': '0' })
    const { mode, ...columns } = columnsIn(await rh.get(`${page}/colonnes`))
    expect(Object.values(columns)).toEqual(fields)
    for (const kind of ['csv', 'xlsx']) {
      const sent = { name: `modele-import.${kind}`, bytes: (await rh.get(`${place}/modele.${kind}`)).bytes }
      const refused = await sendForm(rh, '/personnel/imports', { cle: crypto.randomUUID() }, sent, 'fichier')
      expect([refused.status, refused.text.includes('aucune ligne à importer')]).toEqual([422, true])
    }
  })
})

describe('a file that comes back with what is wrong in it', () => {
  const names = [...header.split(';'), 'Remarque', 'Présent']
  const asked = { c13: 'birthPlace' }

  it('has days, figures and texts as they were, and is sent again as it is once corrected', async () => {
    const { writeXlsx } = await import('hucre/xlsx')
    const cells = (matricule: string, sex: string) => {
      const all = line(matricule, { 3: sex, 11: '+225 07 00 00 12 34' }).split(';')
      const [birth, recruited] = [new Date('1990-05-04T00:00:00Z'), new Date('2020-01-15T00:00:00Z')]
      return [...all.map((cell, at) => ({ 4: birth, 8: 2, 9: recruited })[at] ?? cell), '=1+1', true]
    }
    const rows = [names, cells('084001A', '?'), cells('084002B', 'F')]
    const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: 'Agents', rows }] }))
    const { page } = await checked(site, rh, { name: 'agents.xlsx', bytes }, asked)
    const back = (await rh.get(`${page}/messages`)).bytes
    const sheet = unzipped(back).get(sheetOne)!
    for (const row of [2, 3]) {
      expect(sheet).toMatch(new RegExp(`<c r="E${row}" s="\\d+"><v>32997</v>`))
      expect(sheet).toMatch(new RegExp(`<c r="I${row}"><v>2</v>`))
      expect(sheet).toMatch(new RegExp(`<c r="O${row}" t="b"><v>1</v>`))
    }
    expect(rowsOf(unzipped(back))[1]!.slice(0, 5)).toEqual(['084001A', 'N’Dri', 'Aya Élodie', '?', '04/05/1990'])

    const again = { name: 'agents (messages).xlsx', bytes: edited(back, (all) => all.replace('<t>?</t>', '<t>F</t>')) }
    const corrected = await send(rh, again)
    const columns = columnsIn(await rh.get(corrected))
    expect(columns).toMatchObject({ c0: 'matricule', c13: 'birthPlace', c14: '', c15: '' })
    await rh.post(`${corrected}/colonnes?_method=PUT`, columns)
    await work(site)
    expect(figuresIn(await rh.get(corrected))).toMatchObject({ 'Dossiers à créer': '2', 'En erreur': '0' })
    const twice = await rh.get(`${corrected}/messages`)
    expect(twice.headers['content-disposition']).toContain('agents (messages).xlsx')
    expect(rowsOf(unzipped(twice.bytes))[0]).toEqual([...names, 'Messages'])
    await applied(site, rh, corrected)
    expect(
      await site.sql`
        select birth_date::text as birth, echelon, phone, birth_place as said from personnel where matricule = '084001A'`,
    ).toEqual([{ birth: '1990-05-04', echelon: 2, phone: '+2250700001234', said: '=1+1' }])
  })

  it('says the same as CSV, what it was kept from acting by taken for nothing', async () => {
    const phone = { 11: '+225 07 00 00 12 34' }
    const { page, shown } = await checked(
      site,
      rh,
      file([line('084011A', { ...phone, 3: '?' }), line('084012B', phone)]),
    )
    expect(figuresIn(shown)).toMatchObject({ 'En erreur': '1' })
    const { text } = await rh.get(`${page}/messages`)
    expect(text).toContain(";'+225 07")
    const again = await checked(site, rh, { name: 'encore.csv', bytes: text.replace(';?;', ';F;') })
    expect(figuresIn(again.shown)).toMatchObject({ 'Dossiers à créer': '2', 'En erreur': '0' })
  })

  it('has a figure that stands for no day as it is read, and never as another day', async () => {
    const { writeXlsx } = await import('hucre/xlsx')
    const cells = line('084021A').split(';')
    const rows = [header.split(';'), cells.map((cell, at) => (at === 4 ? 19_900_504 : cell))]
    const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: 'Agents', rows }] }))
    const { page, shown } = await checked(site, rh, { name: 'jours.xlsx', bytes })
    expect(figuresIn(shown)).toMatchObject({ ...nothingIn, 'En erreur': '1' })
    expect(rowsOf(unzipped((await rh.get(`${page}/messages`)).bytes))[1]![4]).toBe('19900504')
  })
})

it('who writes in a part of the house only is told of its units only', async () => {
  await site.sql`
    update user_roles set unit_id = (select id from units where code = 'DAJ')
    where role = 'gestionnaire' and user_id = (select id from users where email = 'rh@mppeep.example')`
  await site.sql`update users set auth_epoch = auth_epoch + 1 where email = 'rh@mppeep.example'`
  const files = unzipped((await (await site.as('gestionnaire')).get(`${place}/modele.xlsx`)).bytes)
  const units = rowsOf(files, 2).flatMap(([name, , value]) => (name === 'Unité' ? [value] : []))
  const own = await site.sql<{ code: string }[]>`
    select code from units where closed_on is null and id in (select subtree(id) from units where code = 'DAJ')`
  expect(units.toSorted()).toEqual(own.map(({ code }) => code).toSorted())
})
