import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { plainCell } from '../lib/safe-cell'
import { storage } from '../storage/storage'
import { type Encoding, optionsOf, type Quote, type Separator } from './sniff'
import { workbookRows } from './workbook'

/** How a file is read; `header`: the line that names the columns, 0 for none. */
export type Reading = {
  encoding: Encoding
  separator: Separator
  quote: Quote
  /** Of a workbook: which sheet, from 0, among those it has. */
  sheet: number
  sheets: string[]
  header: number
}

/** What a cell of a workbook holds. */
export type Value = string | number | boolean | Date | null

/** A line of the file, as a spreadsheet counts them, its cells as text, and those of a workbook as they are. */
export type Line = { line: number; cells: string[]; values?: Value[] }

export type Source = { kind: 'csv' | 'xlsx'; file: string; reading: Reading }

/** Before the content stands a UUID of its own: no two contents in the storage are the same one (`keepOwn`). */
export const ownBytes = 36

/** A line of nothing, and cells beyond this, are left out. */
export const mostColumns = 300

/** The lines of a kept file, one after the other, those that are empty left out. */
export async function* linesOf({ kind, file, reading }: Source): AsyncGenerator<Line> {
  const rows: AsyncIterable<Line> =
    kind === 'csv' ? csvRows(await contentOf(file), reading) : workbookRows(await contentOf(file), reading.sheet)
  for await (const { line, cells, values } of rows)
    if (cells.some((cell) => cell.trim() !== '')) yield { line, cells: trimmed(cells).map(plainCell), values }
}

/** The lines below the header. */
export async function* bodyOf(source: Source): AsyncGenerator<Line> {
  for await (const row of linesOf(source)) if (row.line > source.reading.header) yield row
}

/** A whole content, as it came in. */
export async function contentOf(file: string): Promise<Readable> {
  const content = await storage().read(file, { start: ownBytes, end: Number.MAX_SAFE_INTEGER })
  if (!content) throw new Error('the file of an import is gone')
  return content
}

export async function* csvRows(
  pieces: AsyncIterable<Buffer>,
  { encoding, ...punctuation }: Pick<Reading, 'encoding' | 'separator' | 'quote'>,
): AsyncGenerator<Line> {
  const text = Readable.from(decoded(pieces, encoding))
  const rows = parse({ ...optionsOf(punctuation), max_record_size: 1_048_576 })
  text.on('error', (error) => rows.destroy(error)).pipe(rows)
  let line = 0
  for await (const cells of rows as AsyncIterable<string[]>) yield { line: ++line, cells }
}

async function* decoded(pieces: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true })
    if (text) yield text
  }
  const rest = decoder.decode()
  if (rest) yield rest
}

/** Without the empty columns at its end. */
function trimmed(cells: string[]): string[] {
  let end = Math.min(cells.length, mostColumns)
  while (end > 0 && cells[end - 1]!.trim() === '') end -= 1
  return cells.slice(0, end)
}
