import { typeset } from '../lib/typography'
import type { Paper } from './paper'
import { aside, type Doc, ink, margin, rule, size } from './sheet'

/** What each page carries around its text: how to reach the house, which page it is, and the mark of what is not valid. */
export function margins(doc: Doc, { letterhead, title, reference, mark }: Paper): void {
  const { start, count } = doc.bufferedPageRange()
  for (let index = 0; index < count; index++) {
    doc.switchToPage(start + index)
    // else a text below the margin begins another page
    doc.page.margins.bottom = 0
    const { width, height } = doc.page
    const foot = height - margin.bottom + 26
    rule(doc, foot - 8, { from: margin.side, to: width - margin.side })
    const numbered = `page ${index + 1} sur ${count}`
    const named = [reference ?? title, letterhead.contact].filter(Boolean).join(' · ')
    const wide = width - 2 * margin.side
    aside(doc, () => {
      doc.font('regular').fontSize(size.small).fillColor(ink.soft)
      doc.text(typeset(named), margin.side, foot, { width: wide - 90, height: 24, ellipsis: true })
      doc.text(numbered, margin.side, foot, { width: wide, align: 'right', lineBreak: false })
    })
    if (mark) across(doc, mark)
  }
}

function across(doc: Doc, mark: string): void {
  const { width, height } = doc.page
  aside(doc, () => {
    doc.save().rotate(-52, { origin: [width / 2, height / 2] })
    doc.font('bold').fontSize(58).fillColor('#b4470f', 0.16)
    doc.text(mark, 0, height / 2 - 30, { width, align: 'center', lineBreak: false })
    doc.restore()
  })
}
