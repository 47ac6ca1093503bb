import { encode } from 'uqr'
import { typeset } from '../lib/typography'
import type { Signature } from './paper'
import { type Doc, ink, margin, put, type Sheet, size } from './sheet'

const side = 74

/**
 * A code for a camera (ISO/IEC 18004), and words, in the left half of the foot of the page: whoever signs does so at the right,
 * and needs more room than this.
 */
export function verification(sheet: Sheet, { words, code, address }: NonNullable<Signature['verification']>): void {
  const { doc, width } = sheet
  const top = doc.page.height - margin.bottom - side + 6
  put(sheet, 'Figure', () => camera(doc, address, top), { alt: `Code à lire par un appareil photo\u202f: ${address}` })
  const left = margin.side + side + 8
  put(sheet, 'P', () =>
    doc
      .font('regular')
      .fontSize(size.small)
      .fillColor(ink.soft)
      .text(typeset(words), left, top + 5, { width: margin.side + width / 2 - left, lineGap: 0.5 }),
  )
  put(sheet, 'P', () => doc.font('semibold').fillColor(ink.text).text(code, left, doc.y))
  doc.font('regular').fontSize(size.text)
}

function camera(doc: Doc, address: string, top: number): void {
  const { size: modules, data } = encode(address, { ecc: 'M', border: 2 })
  const unit = side / modules
  data.forEach((line, y) => {
    line.forEach((dark, x) => {
      if (dark) doc.rect(margin.side + x * unit, top + y * unit, unit, unit)
    })
  })
  doc.fill('#000000')
}
