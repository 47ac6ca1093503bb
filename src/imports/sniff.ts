import { parse } from 'csv-parse/sync'
import { fieldNamed } from './fields'

export const encodings = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const
export type Encoding = (typeof encodings)[number]
export const separators = [';', ',', '\t', '|'] as const
export type Separator = (typeof separators)[number]
export const quotes = ['"', "'", ''] as const
export type Quote = (typeof quotes)[number]

/** By the mark at its head, else by what it holds: text that is not UTF-8 comes from an older Windows. */
export async function encodingOf(pieces: AsyncIterable<Buffer>): Promise<Encoding> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let isUtf8 = true
  let begun = false
  for await (const piece of pieces) {
    if (!begun) {
      const marked = marks(piece)
      if (marked) return marked
      begun = true
    }
    if (isUtf8) isUtf8 = reads(utf8, piece)
    if (!isUtf8) return 'windows-1252'
  }
  return reads(utf8) ? 'utf-8' : 'windows-1252'
}

/** The mark of an encoding, or every other byte empty where Latin letters are written in two. */
function marks(piece: Buffer): Encoding | null {
  if (piece[0] === 0xff && piece[1] === 0xfe) return 'utf-16le'
  if (piece[0] === 0xfe && piece[1] === 0xff) return 'utf-16be'
  const head = piece.subarray(0, 400)
  const empty = [0, 1].map((side) => head.filter((byte, index) => index % 2 === side && byte === 0).length)
  if (empty[1]! > head.length / 4) return 'utf-16le'
  return empty[0]! > head.length / 4 ? 'utf-16be' : null
}

function reads(decoder: InstanceType<typeof TextDecoder>, piece?: Buffer): boolean {
  try {
    decoder.decode(piece, { stream: piece !== undefined })
    return true
  } catch {
    return false
  }
}

export type Punctuation = { separator: Separator; quote: Quote }

/** The punctuation that cuts the beginning of a text into the most lines of one width; `;` when nothing cuts it. */
export function punctuationOf(text: string): Punctuation {
  let best: Punctuation & { score: number } = { separator: ';', quote: '"', score: 0 }
  for (const quote of quotes)
    for (const separator of separators) {
      const score = scoreOf(text, { separator, quote })
      if (score > best.score) best = { separator, quote, score }
    }
  return { separator: best.separator, quote: best.quote }
}

function scoreOf(text: string, { separator, quote }: Punctuation): number {
  try {
    const rows: string[][] = parse(text, { ...loose, delimiter: separator, quote: quote || null, to: 50 })
    const widths = new Map<number, number>()
    for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1)
    const [width, lines] = [...widths].sort((a, b) => b[1] - a[1])[0] ?? [1, 0]
    if (width < 2) return 0
    const quoted = quote !== '' && rows.flat().some((cell) => cell.includes(quote))
    return (
      (lines / rows.length) * 100 + Math.min(width, 40) + (quote === '"' ? 3 : quote === '' ? 1 : 2) - (quoted ? 5 : 0)
    )
  } catch {
    return 0
  }
}

/** What a text made by hand needs: lines of any width, a quote that stands alone. */
export const loose = { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false } as const

/**
 * The line (from 1) that names the columns: among the first, the one with most names that are known; else the first that holds
 * several texts and no figure. 0 when there is none.
 */
export function headerOf(rows: { line: number; cells: string[] }[]): number {
  const known = rows.map(({ line, cells }) => ({ line, count: cells.filter((cell) => fieldNamed(cell)).length }))
  const best = known.reduce((a, b) => (b.count > a.count ? b : a), { line: 0, count: 1 })
  if (best.line > 0) return best.line
  const [first] = rows.filter(({ cells }) => cells.some((cell) => cell !== ''))
  return first?.cells.every((cell) => !/\d/.test(cell)) && first.cells.length > 0 ? first.line : 0
}
