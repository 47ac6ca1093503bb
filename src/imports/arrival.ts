import { randomUUID } from 'node:crypto'
import { examined } from '../documents/documents'
import { type FileFault, wrongFile } from '../lib/file-fault'
import { kindByName } from '../lib/papers'
import { invalid } from '../lib/problems'
import { type Laid, put, readLaid, readWhole } from '../storage/storage'
import type { Column } from './queries'
import { encodingOf, headerOf, punctuationOf } from './sniff'
import { bodyOf, linesOf, mostColumns, type Reading, type Source } from './source'
import { sheetsOf } from './workbook'

/** Of a text, so much is looked at to see how it is written. */
const looked = 65_536
/** Lines that are looked at for the header, and for the first values of each column. */
const headLines = 15
const sampleLines = 200
const samples = 3

/** A file as it came in: what it is, and the way it seems to be written. */
export async function arrived(laid: Laid, name: string): Promise<{ kind: 'csv' | 'xlsx'; reading: Reading }> {
  if (kindByName(name) === 'xlsx') {
    const sent = await examined(field, { laid, name }, saidOfWorkbook)
    return { kind: 'xlsx', reading: { ...unread, sheets: await sheetsOf(await readWhole(readLaid(sent.laid))) } }
  }
  if (!/\.(csv|txt|tsv)$/i.test(name)) throw wrong('neither', 'Envoyez un fichier CSV ou XLSX.')
  const encoding = await encodingOf(readLaid(laid))
  const text = await beginningOf(laid, encoding)
  if (/[\0\u0001-\u0008]/.test(text))
    throw wrong('misnamed', 'Ce fichier n’est pas un fichier CSV. Enregistrez-le de nouveau dans ce format.')
  return { kind: 'csv', reading: { ...unread, encoding, ...punctuationOf(text) } }
}

const unread: Reading = { encoding: 'utf-8', separator: ';', quote: '"', sheet: 0, sheets: [], header: 0 }
const field = 'fichier'
const saidOfWorkbook = {
  neither: 'Ce fichier n’est pas un classeur Excel (.xlsx). Enregistrez-le de nouveau dans ce format, ou en CSV.',
  active: 'Ce classeur contient une macro ou un objet incorporé. Enregistrez la feuille en CSV, puis envoyez-la.',
  linked: 'Ce classeur va chercher d’autres fichiers ailleurs. Enregistrez la feuille en CSV, puis envoyez-la.',
  bomb: 'Ce classeur est trop volumineux une fois ouvert. Enregistrez la feuille en CSV, puis envoyez-la.',
}

async function beginningOf(laid: Laid, encoding: Reading['encoding']): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of readLaid(laid)) {
    pieces.push(piece)
    size += piece.length
    if (size >= looked) break
  }
  const text = new TextDecoder(encoding).decode(Buffer.concat(pieces).subarray(0, looked), { stream: true })
  if (size < looked) return text
  // the last line is cut somewhere
  return text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1) || text
}

/** Kept under a hash that no other content has: when this one goes, nobody else lacks it. */
export function keepOwn(laid: Laid): Promise<{ hash: string; bytes: number }> {
  return put(
    (async function* () {
      yield Buffer.from(randomUUID())
      yield* readLaid(laid)
    })(),
  )
}

/** The columns that a reading of the file gives, each with its first values. */
export async function columnsOf(source: Source): Promise<Column[]> {
  const { header } = source.reading
  const columns: Column[] = []
  let body = 0
  for await (const { line, cells } of linesOf(source)) {
    if (line < header) continue
    for (const [place, cell] of cells.entries()) {
      columns[place] ??= { name: '', samples: [] }
      const column = columns[place]
      if (line === header) column.name = shown(cell)
      else if (column.samples.length < samples) addNew(column.samples, shown(cell))
    }
    if (line > header && ++body >= sampleLines) break
  }
  return Array.from(columns.slice(0, mostColumns), (column) => column ?? { name: '', samples: [] })
}

/** Where the header is thought to be. */
export async function headerIn(source: Source): Promise<number> {
  const rows: { line: number; cells: string[] }[] = []
  for await (const row of linesOf(source)) {
    rows.push(row)
    if (rows.length >= headLines) break
  }
  return headerOf(rows)
}

function addNew(samples: string[], value: string): void {
  if (value !== '' && !samples.includes(value)) samples.push(value)
}

export async function hasBody(source: Source): Promise<boolean> {
  for await (const _ of bodyOf(source)) return true
  return false
}

/** Below the header that was said to be there, or in the sheet that was chosen. */
export async function demandBody(source: Source, header: number | null): Promise<void> {
  if (await hasBody(source)) return
  throw header === null
    ? invalid([{ field: 'feuille', message: 'Cette feuille ne contient aucune ligne à importer.' }])
    : invalid([{ field: 'entete', message: 'Il n’y a aucune ligne à importer sous celle-ci.' }])
}

function shown(cell: string): string {
  return cell
    .trim()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 80)
}

function wrong(fault: FileFault, message: string) {
  return wrongFile(field, fault, message)
}
