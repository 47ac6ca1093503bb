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
  let best: Cut & { score: number } = { ...usual, ...nothingCut, score: 0 }
  for (const quote of quotes)
    for (const separator of separators) {
      const one = cut(text, { separator, quote })
      const score = scoreOf(one)
      if (score > best.score) best = { ...one, score }
    }
  const { separator } = best
  return { separator, quote: swallows(best, text) ? '' : best.quote }
}

const usual: Punctuation = { separator: ';', quote: '"' }
const nothingCut = { rows: 0, width: 1, lines: 0, quoted: 0, isFolded: false }

/** What a punctuation makes of the beginning of a text: how many of its rows are as wide as most, how many cells are well quoted. */
type Cut = Punctuation & { rows: number; width: number; lines: number; quoted: number; isFolded: boolean }

function cut(text: string, punctuation: Punctuation): Cut {
  const { quote } = punctuation
  let quoted = 0
  try {
    const rows: string[][] = parse(text, {
      ...optionsOf(punctuation),
      to: 50,
      // a quote that is still there at the head of its cell was not closed where the cell ends
      cast: (cell, { quoting }) => {
        if (quoting && !cell.startsWith(quote)) quoted += 1
        return cell
      },
    })
    const widths = new Map<number, number>()
    for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1)
    const [width, lines] = [...widths].sort((a, b) => b[1] - a[1])[0] ?? [1, 0]
    const isFolded = rows.some((cells) => cells.some((cell) => /[\r\n]/.test(cell)))
    return { ...punctuation, rows: rows.length, width, lines, quoted, isFolded }
  } catch {
    return { ...punctuation, ...nothingCut }
  }
}

/** Double quotes are taken for granted (RFC 4180), other ones where they are a habit: one cell in each two lines. */
function scoreOf({ quote, rows, width, lines, quoted }: Cut): number {
  if (width < 2) return 0
  const habit = quoted * 2 >= rows ? 5 : 0
  return (lines / rows) * 100 + Math.min(width, 40) + (quote === '"' ? 3 : quote === '' ? 1 : 2) + habit
}

/**
 * Whether quotes that stand alone, one in a line and one in another, make one cell of what is between them: without quotes
 * there are then more lines, as regular. Those that hold a line end on purpose leave halves of lines without them.
 */
function swallows(best: Cut, text: string): boolean {
  if (!best.isFolded) return false
  const plain = cut(text, { separator: best.separator, quote: '' })
  return plain.width === best.width && plain.lines > best.lines && plain.lines * best.rows >= best.lines * plain.rows
}

/** How a text is cut into cells; within quotes, two of them are one. */
export function optionsOf({ separator, quote }: Punctuation) {
  return { ...loose, delimiter: separator, quote: quote || null, escape: quote || undefined }
}

/** What a text made by hand needs: lines of any width, a quote that stands alone. */
const loose = { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false } as const

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
