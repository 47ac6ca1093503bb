import { Readable } from 'node:stream'
import type { User } from '../actor'
import { byteOrderMark } from '../lib/csv'
import { fieldLabels } from '../lib/file-fields'
import { types } from '../lib/papers'
import { missing } from '../lib/problems'
import { safeCell } from '../lib/safe-cell'
import { dayFields } from './cells'
import { messagesHeader } from './fields'
import { findImport } from './imports'
import { listMessages } from './lines-queries'
import type { Column, Import } from './queries'
import { type Line, linesOf, type Source, type Value } from './source'

/** Lines whose messages are read together. */
const together = 1_000

const mediaTypes = { csv: 'text/csv; charset=utf-8', xlsx: types.xlsx }

/**
 * The file as it came in, its columns in their order, with one more that says what is wrong: corrected, it is sent again as it is,
 * and that column comes anew. Its cells cannot act.
 */
export async function annotated(actor: User, id: string) {
  const { kind, file, reading, name, state, ...found } = await findImport(actor, id)
  if (file === null || state === 'draft' || state === 'checking')
    throw missing('Ce fichier n’est pas vérifié, ou n’est plus conservé.')
  const columns = ownColumns(found)
  const rows = withMessages(id, { kind, file, reading }, columns, columns.length < found.columns.length)
  const content =
    kind === 'csv'
      ? (Readable.toWeb(Readable.from(csvOf(rows, reading.separator))) as ReadableStream)
      : await workbookOf(rows, columns)
  return { content, type: mediaTypes[kind], name: name.replace(/( \(messages\))?(\.\w+)?$/, ` (messages).${kind}`) }
}

type Kept = Column & { isDay: boolean }

/** Those of the file, without the messages of the time before. */
function ownColumns({ columns, mapping }: Pick<Import, 'columns' | 'mapping'>): Kept[] {
  const said = columns.at(-1)?.name === messagesHeader && !mapping?.[columns.length - 1]
  return (said ? columns.slice(0, -1) : columns).map((column, place) => {
    const field = mapping?.[place]
    return { ...column, isDay: Boolean(field && dayFields.has(field)) }
  })
}

/** `again`: it has come back, with the messages of the time before in the column after its own. */
async function* withMessages(id: string, source: Source, columns: Column[], again: boolean): AsyncGenerator<Value[]> {
  const { header } = source.reading
  let batch: Line[] = []
  for await (const row of linesOf(source)) {
    batch.push(again ? without(row, columns.length) : row)
    if (batch.length < together) continue
    yield* told(id, batch, header, columns)
    batch = []
  }
  if (batch.length > 0) yield* told(id, batch, header, columns)
}

function without({ line, cells, values }: Line, place: number): Line {
  return { line, cells: cells.toSpliced(place, 1), values: values?.toSpliced(place, 1) }
}

/** Away from its cell, a message says which one it is about. */
async function* told(id: string, batch: Line[], header: number, columns: Column[]): AsyncGenerator<Value[]> {
  const messages = new Map<number, string[]>()
  for (const { line, place, field, message } of await listMessages(id, batch[0]!.line, batch.at(-1)!.line)) {
    const named = columns[place]?.name || fieldLabels[field as keyof typeof fieldLabels]
    messages.set(line, [...(messages.get(line) ?? []), `${named}\u202f: ${message}`])
  }
  for (const { line, cells, values } of batch) {
    const said = line === header ? messagesHeader : (messages.get(line) ?? []).join(' ')
    const own: Value[] = values ?? cells
    yield [...Array.from({ length: Math.max(columns.length, cells.length) }, (_, place) => own[place] ?? null), said]
  }
}

/** In UTF-8 whatever it came in, with the separator that it came with. */
async function* csvOf(rows: AsyncIterable<Value[]>, separator: string): AsyncGenerator<Buffer> {
  let text = byteOrderMark
  for await (const cells of rows) {
    text += `${cells.map((cell) => quoted(String(safe(cell) ?? ''), separator)).join(separator)}\r\n`
    if (text.length < 32_768) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text) yield Buffer.from(text)
}

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Each cell of the kind that it was: a day sorts, a figure sums. */
async function workbookOf(rows: AsyncIterable<Value[]>, columns: Kept[]): Promise<ReadableStream<Uint8Array>> {
  const { writeXlsxStream } = await import('hucre/xlsx')
  async function* cells() {
    for await (const row of rows) yield row.map((cell, place) => kept(cell, columns[place]?.isDay ?? false))
  }
  return writeXlsxStream(cells(), {
    name: 'Messages',
    columns: [
      ...columns.map(({ name, isDay }) => ({
        width: Math.min(40, Math.max(12, name.length + 2)),
        ...(isDay && { numFmt: 'dd/mm/yyyy' }),
      })),
      { width: 60 },
    ],
  })
}

/** A bare figure among days would be shown as a day, and be one when it comes back: there it is a text. */
function kept(cell: Value, isDay: boolean): Value {
  return isDay && typeof cell === 'number' ? String(cell) : safe(cell)
}

function safe(cell: Value): Value {
  return typeof cell === 'string' ? safeCell(cell) : cell
}
