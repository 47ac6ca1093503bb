import { byteOrderMark, csvLine } from '../lib/csv'
import { type Exportable, exportables, type Format } from '../lib/exportables'
import { decimal, frenchDay, number } from '../lib/french'
import { safeCell } from '../lib/safe-cell'

/** A `Date` is a day, at midnight UTC, but in a column of moments. */
export type Cell = string | number | Date | null
/**
 * `moment`: to the second for who reads, in full for a program. `year`: a figure that names and counts nothing, so that it is
 * written without a space in it.
 */
export type Column<Row> = {
  header: string
  numeric?: boolean
  day?: boolean
  moment?: boolean
  year?: boolean
  cell: (row: Row) => Cell
}
export type TableOf<Row> = { name: Exportable; columns: Column<Row>[]; rows: AsyncIterable<Row> }

/** Rows as a file, in pieces as they come. */
export async function tableFile<Row>(format: Format, table: TableOf<Row>): Promise<AsyncIterable<Uint8Array>> {
  return format === 'csv' ? csvOf(table) : xlsxOf(table)
}

/** A cell for somebody who reads. */
export function shown(cell: Cell, { year, moment }: { year?: boolean; moment?: boolean } = {}): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  if (year) return String(cell)
  if (cell instanceof Date) return moment ? secondOf(cell.toISOString()) : frenchDay(cell.toISOString())
  return Number.isInteger(cell) ? number(cell) : decimal(cell, 2)
}

/** `23/11/2026 19:22:39`: lines of one minute are told apart. */
function secondOf(iso: string): string {
  return `${frenchDay(iso)} ${iso.slice(11, 19)}`
}

/** A column of days, which a spreadsheet sorts and counts with: its cells say theirs as ISO, or a word where there is none. */
export function dayColumn<Row>(header: string, read: (row: Row) => string | null | undefined): Column<Row> {
  return { header, day: true, cell: (row) => dayIn(read(row)) }
}

function dayIn(said: string | null | undefined): Cell {
  const [day] = /^\d{4}-\d\d-\d\d/.exec(said ?? '') ?? []
  return day ? new Date(`${day}T00:00:00Z`) : (said ?? null)
}

/** UTF-8 with a byte order mark; lines gathered into chunks of some 32 kB: one chunk a line would cost more than the line. */
async function* csvOf<Row>({ columns, rows }: TableOf<Row>): AsyncGenerator<Uint8Array> {
  let text = byteOrderMark + csvLine(columns.map(({ header }) => header))
  for await (const row of rows) {
    text += csvLine(columns.map((column) => written(column.cell(row), column)))
    if (text.length < 32_768) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text) yield Buffer.from(text)
}

/** A workbook of one sheet; texts are inline strings, never formulas; days and figures are what they are. */
async function xlsxOf<Row>({ name, columns, rows }: TableOf<Row>): Promise<AsyncIterable<Uint8Array>> {
  // loaded here: a tenth of a second that no start has to wait for
  const { writeXlsxStream } = await import('hucre/xlsx')
  async function* cells() {
    for await (const row of rows) yield columns.map(({ cell }) => kept(cell(row)))
  }
  return writeXlsxStream(cells(), {
    name: exportables[name].title.slice(0, 31),
    // a day that does not fit in its column is shown as a row of hashes
    columns: columns.map(({ header, day, moment, numeric }) => ({
      header,
      width: Math.max(day || numeric ? 12 : 24, header.length + 2),
      ...(day && { numFmt: 'dd/mm/yyyy' }),
      ...(moment && { numFmt: 'dd/mm/yyyy hh:mm:ss' }),
    })),
    freezePane: { rows: 1 },
  }) as ReadableStream<Uint8Array>
}

function written(cell: Cell, { moment }: { moment?: boolean }): string | number | null {
  if (!(cell instanceof Date)) return cell
  return moment ? cell.toISOString() : shown(cell)
}

function kept(cell: Cell): Cell {
  return cell instanceof Date ? cell : safeCell(cell)
}
