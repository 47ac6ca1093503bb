import { typeset } from '../lib/typography'
import { fontsOf } from './fonts'
import { letterhead } from './letterhead'
import { margins } from './margins'
import type { Block, Paper, Signature } from './paper'
import { type Doc, ink, margin, put, room, type Sheet, size } from './sheet'
import { facts, table } from './table'
import { verification } from './verification'

/** Draws the paper. What draws is asked for when it is needed: most processes never do. */
export async function drawn(paper: Paper): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit')
  const doc = new PDFDocument({
    size: 'A4',
    layout: paper.landscape ? 'landscape' : 'portrait',
    margins: { left: margin.side, right: margin.side, top: margin.top, bottom: margin.bottom },
    // page numbers say how many there are
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'fr-CI',
    displayTitle: true,
    font: '',
    info: {
      Title: typeset(paper.title + (paper.reference ? `, ${paper.reference}` : '')),
      Author: paper.letterhead.organisation,
      Producer: 'MPPEEP Dashboard',
      Creator: 'MPPEEP Dashboard',
      CreationDate: new Date(paper.at),
    },
  })
  const bytes = collected(doc)
  for (const [face, font] of fontsOf(PDFDocument)) doc.registerFont(face, font)
  doc.font('regular').fontSize(size.text).fillColor(ink.text)
  const root = doc.struct('Document')
  doc.addStructure(root)
  const sheet = { doc, root, width: doc.page.width - 2 * margin.side }
  letterhead(sheet, paper.letterhead)
  heading(sheet, paper)
  for (const block of paper.blocks) draw(sheet, block)
  root.end()
  margins(doc, paper)
  doc.end()
  return bytes
}

function collected(doc: Doc): Promise<Buffer> {
  const chunks: Buffer[] = []
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
}

function heading(sheet: Sheet, { title, reference }: Paper): void {
  const { doc } = sheet
  doc.y += 26
  put(sheet, 'H1', () =>
    doc
      .font('bold')
      .fontSize(size.title)
      .text(typeset(title), margin.side, doc.y, { width: sheet.width, align: 'center' }),
  )
  if (reference)
    put(sheet, 'P', () => doc.font('semibold').fontSize(size.text).text(typeset(reference), { align: 'center' }))
  doc.font('regular').fontSize(size.text)
  doc.y += 24
}

function draw(sheet: Sheet, block: Block): void {
  if (block.kind === 'heading') subtitle(sheet, block.text)
  else if (block.kind === 'paragraph') paragraph(sheet, block.text)
  else if (block.kind === 'facts') facts(sheet, block.rows)
  else if (block.kind === 'table') table(sheet, block)
  else signature(sheet, block)
}

function subtitle(sheet: Sheet, text: string): void {
  const { doc, width } = sheet
  // with the beginning of what it is about
  room(doc, 90)
  doc.y += 6
  put(sheet, 'H2', () =>
    doc
      .font('semibold')
      .fontSize(size.text + 1)
      .text(typeset(text), margin.side, doc.y, { width }),
  )
  doc.font('regular').fontSize(size.text)
  doc.y += 6
}

/** Not justified: what draws would then part words at every white space, and stretch the narrow ones of French too. */
function paragraph(sheet: Sheet, text: string): void {
  const { doc, width } = sheet
  const words = typeset(text)
  // never its first line alone at the foot of a page
  room(doc, Math.min(doc.heightOfString(words, { width, lineGap: 3.5 }), 40))
  put(sheet, 'P', () => doc.text(words, margin.side, doc.y, { width, lineGap: 3.5 }))
  doc.y += 9
}

/** Place and day, who signs and as what, and the room for a hand and a stamp: on one page. */
function signature(sheet: Sheet, { place, title, name, verification: asked }: Signature): void {
  const { doc, width } = sheet
  room(doc, 135)
  doc.y += 14
  const half = { width: width / 2, align: 'center' as const }
  const left = margin.side + width / 2
  put(sheet, 'P', () => doc.text(typeset(place), left, doc.y, half))
  doc.y += 10
  put(sheet, 'P', () => doc.font('semibold').text(typeset(title), left, doc.y, half))
  doc.y += 56
  put(sheet, 'P', () => doc.font('bold').text(typeset(name), left, doc.y, half))
  const bottom = doc.y + 10
  doc.font('regular')
  if (asked) verification(sheet, asked)
  doc.x = margin.side
  doc.y = bottom
}
