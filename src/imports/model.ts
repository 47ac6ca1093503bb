import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { can, type User } from '../actor'
import { byteOrderMark, csvLine } from '../lib/csv'
import { types } from '../lib/papers'
import { forbidden } from '../lib/problems'
import { safeCell } from '../lib/safe-cell'
import { type Admitted, admittedFor } from './admitted'
import { dayFields, figureFields } from './cells'
import { type Field, fields, nameOf, required } from './fields'

/** The sheet of the model that says what its columns may hold. */
export const admittedSheet = 'Valeurs admises'

/** The lines of the model that are offered a list of values: as many as a file may have. */
const lastLine = 50_001

/** A file to be filled in, whose columns are known by themselves; `*`: without which nobody is created. */
export async function modelFile(actor: User, kind: 'csv' | 'xlsx') {
  if (!can(actor, 'personnel.import')) throw forbidden()
  const name = `modele-import.${kind}`
  if (kind === 'csv') return { name, type: 'text/csv; charset=utf-8', content: byteOrderMark + csvLine(header) }
  return { name, type: types.xlsx, content: await workbookOf(await admittedFor(actor)) }
}

const header = fields.map((field) => (required.includes(field) ? `${nameOf(field)} *` : nameOf(field)))

async function workbookOf(admitted: Admitted[]): Promise<Uint8Array<ArrayBuffer>> {
  const { colToLetter, writeXlsx } = await import('hucre/xlsx')
  const headed = (names: string[]) =>
    new Map(names.map((_, place) => [`0,${place}`, { style: { font: { bold: true } } }]))
  const titles = ['Colonne', 'Pour créer un dossier', 'Valeur admise', 'Précision']
  const bytes = await writeXlsx({
    sheets: [
      {
        name: 'Personnel',
        columns: fields.map((field, place) => ({
          width: Math.max(12, header[place]!.length + 4),
          numFmt: formatOf(field),
        })),
        // the empty line carries the formats (`typed`)
        rows: [header, fields.map(() => null)],
        cells: headed(header),
        freezePane: { rows: 1, columns: 1 },
        dataValidations: fields.flatMap((field, place) => {
          const range = listOf(field, admitted)
          const column = colToLetter(place)
          return range
            ? [{ type: 'list' as const, allowBlank: true, formula1: range, range: `${column}2:${column}${lastLine}` }]
            : []
        }),
      },
      {
        name: admittedSheet,
        columns: [32, 22, 26, 70].map((width) => ({ width })),
        rows: [
          titles,
          ...admitted.map(({ field, value, means }) => [
            nameOf(field),
            required.includes(field) ? 'Obligatoire' : 'Facultatif',
            safeCell(value ?? ''),
            safeCell(means ?? ''),
          ]),
        ],
        cells: headed(titles),
        freezePane: { rows: 1 },
        autoFilter: { range: `A1:D${admitted.length + 1}` },
      },
    ],
  })
  return typed(bytes)
}

/** A spreadsheet keeps the zeros of what is a text, and knows a day. */
function formatOf(field: Field): string {
  if (dayFields.has(field)) return 'dd/mm/yyyy'
  return figureFields.has(field) ? '0' : '@'
}

/** Where in the other sheet the values of a column stand, below each other; null for one that is written freely. */
function listOf(field: Field, admitted: Admitted[]): string | null {
  const first = admitted.findIndex((one) => one.field === field && one.value !== null)
  const last = admitted.findLastIndex((one) => one.field === field && one.value !== null)
  return first < 0 ? null : `'${admittedSheet}'!$C$${first + 2}:$C$${last + 2}`
}

/** Has each column of the first sheet written in the format of its second line: the library gives one to cells only. */
function typed(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const place = 'xl/worksheets/sheet1.xml'
  const parts = unzipSync(bytes)
  const sheet = strFromU8(parts[place]!)
  const styles = [...sheet.matchAll(/<c r="[A-Z]+2" s="(\d+)"\/>/g)].map(([, style]) => style)
  let column = 0
  return zipSync({ ...parts, [place]: strToU8(sheet.replaceAll('<col ', () => `<col style="${styles[column++]}" `)) })
}
