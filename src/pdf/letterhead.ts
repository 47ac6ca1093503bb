import { typeset } from '../lib/typography'
import type { Letterhead } from './paper'
import { type Doc, ink, margin, put, rule, type Sheet, size } from './sheet'

const logoHeight = 46

/** The house at the left with its picture above, the state at the right: both begin at the top. */
export function letterhead(sheet: Sheet, { country, motto, organisation, service, logo }: Letterhead): void {
  const { doc, width } = sheet
  const top = doc.y
  const column = width * 0.44
  const at = (left: number) => ({ left, width: column })
  if (logo)
    put(
      sheet,
      'Figure',
      () => doc.image(logo as Buffer, margin.side, top, { fit: [column, logoHeight], align: 'center' }),
      {
        alt: organisation,
      },
    )
  doc.y = top + (logo ? logoHeight + 6 : 0)
  line(sheet, organisation.toLocaleUpperCase('fr'), { ...at(margin.side), face: 'semibold' })
  if (service) {
    doc.y += 3
    dash(doc, margin.side + column / 2)
    line(sheet, service, { ...at(margin.side), face: 'semibold' })
  }
  const bottom = doc.y
  doc.y = top
  const right = margin.side + width - column
  line(sheet, country.toLocaleUpperCase('fr'), { ...at(right), face: 'semibold' })
  doc.y += 3
  line(sheet, motto, { ...at(right), face: 'italic' })
  dash(doc, right + column / 2)
  doc.x = margin.side
  doc.y = Math.max(bottom, doc.y)
  doc.fillColor(ink.text)
}

function line(
  { doc, ...sheet }: Sheet,
  text: string,
  { left, width, face }: { left: number; width: number; face: 'semibold' | 'italic' },
): void {
  put({ doc, ...sheet }, 'P', () =>
    doc
      .font(face)
      .fontSize(size.small + 0.5)
      .text(typeset(text), left, doc.y, { width, align: 'center', lineGap: 1 }),
  )
}

function dash(doc: Doc, middle: number): void {
  rule(doc, doc.y + 3, { from: middle - 22, to: middle + 22 })
  doc.y += 8
}
