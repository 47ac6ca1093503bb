import { readWhole } from '../storage/storage'
import type { Line, Value } from './source'

/** The lines of a sheet. A formula is what it last came to; a date is its day, a figure is written without a thousands sign. */
export async function* workbookRows(pieces: AsyncIterable<Buffer>, sheet: number): AsyncGenerator<Line> {
  // loaded here: a tenth of a second that no start has to wait for
  const { streamXlsxRows } = await import('hucre/xlsx')
  const bytes = await readWhole(pieces)
  for await (const { index, values } of streamXlsxRows(bytes, { sheet }))
    yield { line: index + 1, cells: Array.from(values, textOf), values: Array.from(values, sound) }
}

/** The names of the sheets, in their order. */
export async function sheetsOf(bytes: Buffer): Promise<string[]> {
  const { readXlsx } = await import('hucre/xlsx')
  const names: string[] = []
  await readXlsx(bytes, {
    sheets({ name }) {
      names.push(name)
      return false
    },
  })
  return names
}

/** What is shown as a day and is none is nothing. */
function sound(value: Value): Value {
  return value instanceof Date && Number.isNaN(value.getTime()) ? null : value
}

function textOf(given: Value): string {
  const value = sound(given)
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'boolean' ? (value ? 'oui' : 'non') : String(value)
}
