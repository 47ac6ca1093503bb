/** Points (1/72 inch). */
export const margin = { side: 62, top: 48, bottom: 76 }
export const size = { text: 11, small: 8.5, title: 17 }
export const ink = { text: '#1a1a1a', soft: '#555555', line: '#9a9a9a', ground: '#f1f1ec' }

export type Doc = PDFKit.PDFDocument
export type StructureElement = ReturnType<Doc['struct']>
/** What the parts of a paper are drawn with: where a part goes in the reading order, and how wide the text is. */
export type Sheet = { doc: Doc; root: StructureElement; width: number }

/** One piece of the reading order (ISO 32000-1 §14.8.4). */
export function put(sheet: Sheet, tag: string, draw: () => void, options: { alt?: string } = {}): void {
  const element = sheet.doc.struct(tag, options, [draw])
  sheet.root.add(element)
  element.end()
}

/** What is no part of what is read: rules, the letterhead of a further page, page numbers. */
export function aside(doc: Doc, draw: () => void): void {
  doc.markContent('Artifact')
  draw()
  doc.endMarkedContent()
}

/** Another page when so much no longer fits on this one. */
export function room(doc: Doc, height: number): void {
  if (doc.y + height > doc.page.height - margin.bottom) doc.addPage()
}

export function rule(
  doc: Doc,
  y: number,
  { from, to, color = ink.line }: { from: number; to: number; color?: string },
) {
  aside(doc, () => doc.moveTo(from, y).lineTo(to, y).lineWidth(0.5).strokeColor(color).stroke())
}
