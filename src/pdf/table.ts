import { typeset } from '../lib/typography'
import type { Face } from './fonts'
import type { Table } from './paper'
import { aside, type Doc, ink, margin, room, rule, type Sheet, type StructureElement, size } from './sheet'

const pad = { x: 5, y: 2.2 }

/** Label and value, a line each. */
export function facts(sheet: Sheet, rows: { label: string; value: string }[]): void {
  const columns = [{ share: 2 }, { share: 3 }]
  const cells = placed(columns, sheet.width)
  const whole = begun(sheet)
  sheet.doc.fontSize(size.text - 1)
  for (const { label, value } of rows) row(sheet, whole, cells, [label, value], { faces: ['regular', 'semibold'] })
  ended(sheet, whole)
}

/** With its headings, again at the top of each page that it goes on to. */
export function table(sheet: Sheet, { columns, rows, total }: Table): void {
  const { doc, width } = sheet
  const cells = placed(columns, width)
  const labels = columns.map(({ label }) => label)
  const whole = begun(sheet)
  doc.fontSize(size.small + 0.5)
  row(sheet, whole, cells, labels, { head: true })
  const again = () =>
    cellsOf(doc, cells, labels, { face: () => 'semibold', shaded: true, tag: (draw) => aside(doc, draw) })
  for (const texts of rows) row(sheet, whole, cells, texts, { again })
  if (total) row(sheet, whole, cells, total, { faces: columns.map(() => 'bold'), again })
  ended(sheet, whole)
}

type Cell = { left: number; width: number; numeric: boolean }

function placed(columns: { share: number; numeric?: boolean }[], width: number): Cell[] {
  const all = columns.reduce((sum, { share }) => sum + share, 0)
  let left = margin.side
  return columns.map(({ share, numeric = false }) => {
    const cell = { left, width: (width * share) / all, numeric }
    left += cell.width
    return cell
  })
}

function begun({ doc, root }: Sheet): StructureElement {
  const whole = doc.struct('Table')
  root.add(whole)
  return whole
}

function ended({ doc }: Sheet, whole: StructureElement): void {
  whole.end()
  doc.font('regular').fontSize(size.text)
  doc.x = margin.side
  doc.y += 14
}

type Look = { head?: boolean; faces?: Face[]; again?: () => void }

function row(
  { doc }: Sheet,
  whole: StructureElement,
  cells: Cell[],
  texts: string[],
  { head, faces, again }: Look,
): void {
  const face = (index: number): Face => (head ? 'semibold' : (faces?.[index] ?? 'regular'))
  const page = doc.page
  room(doc, heightOf(doc, cells, texts, face) + (head ? 40 : 0))
  if (doc.page !== page) again?.()
  const line = doc.struct('TR')
  whole.add(line)
  const tag = (draw: () => void) => {
    const cell = doc.struct(head ? 'TH' : 'TD', {}, [draw])
    line.add(cell)
    cell.end()
  }
  cellsOf(doc, cells, texts, { face, shaded: head, tag })
  line.end()
}

type Drawing = { face: (index: number) => Face; shaded?: boolean; tag: (draw: () => void) => void }

function cellsOf(doc: Doc, cells: Cell[], texts: string[], { face, shaded, tag }: Drawing): void {
  const top = doc.y
  const height = heightOf(doc, cells, texts, face)
  const [from, to] = [cells[0]!.left, cells.at(-1)!.left + cells.at(-1)!.width]
  if (shaded)
    aside(doc, () =>
      doc
        .rect(from, top, to - from, height)
        .fill(ink.ground)
        .fillColor(ink.text),
    )
  cells.forEach(({ left, width, numeric }, index) => {
    const text = typeset(texts[index] ?? '')
    const options = { width: width - 2 * pad.x, align: numeric ? ('right' as const) : ('left' as const) }
    tag(() =>
      doc
        .font(face(index))
        .fillColor(ink.text)
        .text(text, left + pad.x, top + pad.y, options),
    )
  })
  rule(doc, top + height, { from, to })
  doc.y = top + height
}

function heightOf(doc: Doc, cells: Cell[], texts: string[], face: (index: number) => Face): number {
  const heights = cells.map(({ width }, index) =>
    doc.font(face(index)).heightOfString(typeset(texts[index] ?? '') || ' ', { width: width - 2 * pad.x }),
  )
  return Math.max(...heights) + 2 * pad.y
}
