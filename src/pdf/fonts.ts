import { createRequire } from 'node:module'

/** Source Sans 3 (SIL Open Font License 1.1): it has every sign of French, the narrow no-break space among them. */
export type Face = 'regular' | 'semibold' | 'bold' | 'italic'

const family = '@expo-google-fonts/source-sans-3'
const files: Record<Face, string> = {
  regular: `${family}/400Regular/SourceSans3_400Regular.ttf`,
  semibold: `${family}/600SemiBold/SourceSans3_600SemiBold.ttf`,
  bold: `${family}/700Bold/SourceSans3_700Bold.ttf`,
  italic: `${family}/400Regular_Italic/SourceSans3_400Regular_Italic.ttf`,
}

type Source = PDFKit.Mixins.PDFFontSource
/** What pdfkit has made of a file, and takes again; its types say neither. */
type Opened = { _glyphs: object } & Source
let opened: [Face, Opened][] | undefined

/** The faces, each taken apart once in a process: that costs three times what a page does. */
export function fontsOf(PDFDocument: new (options: PDFKit.PDFDocumentOptions) => PDFKit.PDFDocument): [Face, Source][] {
  opened ??= (Object.keys(files) as Face[]).map((face) => {
    const opener = new PDFDocument({ font: '' }).font(fileOf(face)) as unknown as { _font: { font: Opened } }
    return [face, opener._font.font]
  })
  // a glyph that another paper had as a part (the C of Ç) does not know which letter it is
  for (const [, font] of opened) font._glyphs = {}
  return opened
}

/** Found beside the other packages, from the sources as from the built program. */
function fileOf(face: Face): string {
  return createRequire(import.meta.url).resolve(files[face])
}
