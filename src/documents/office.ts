import { entriesOf, type ZipFault } from './zip'

export type OfficeKind = 'docx' | 'xlsx'
export type OfficeFault = ZipFault | 'active' | 'linked' | 'neither'

/** The part that a text or a workbook begins with, by its type (ECMA-376, Part 1, §11.3.10 and §12.3.23). */
const main: Record<string, OfficeKind> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml': 'xlsx',
}
/** What acts, or carries another file. */
const acting =
  /(^|\/)(vbaProject[^/]*|vbaData[^/]*|activeX|embeddings|externalLinks|customUI|macrosheets|dialogsheets|attachedToolbars)(\.\w+)?(\/|$)/i
/** A link that one follows by a click leads out; nothing else may. */
const hyperlink = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink'

/** What a document of an office program is, and what speaks against keeping it; of the two one is null. */
export async function officeKind(bytes: Buffer): Promise<{ kind: OfficeKind | null; fault: OfficeFault | null }> {
  let kind: OfficeKind | null = null
  const parts = new Set<string>()
  try {
    for await (const { name, content } of entriesOf(bytes)) {
      parts.add(name)
      if (acting.test(name)) return refused('active')
      if (!/\.(xml|rels|vml)$/i.test(name)) continue
      const text = content.toString('utf8')
      // another encoding would hide what is looked for; a DTD has no place in either (Part 2, §6.2.5)
      if (text.includes('\0') || text.includes('\ufffd') || /<!(DOCTYPE|ENTITY)/i.test(text))
        return refused('unreadable')
      if (name === '[Content_Types].xml') {
        if (/macroEnabled|vbaProject|activeX|oleObject/i.test(text)) return refused('active')
        kind = Object.entries(main).find(([type]) => text.includes(`"${type}"`))?.[1] ?? null
      }
      if (/\.rels$/i.test(name) && leadsOut(text)) return refused('linked')
      if (/\.xml$/i.test(name) && /\bDDE(AUTO)?\s|<ddeLink\b|<oleLink\b/.test(text)) return refused('active')
    }
  } catch (error) {
    if (error instanceof Error && 'fault' in error) return refused(error.fault as ZipFault)
    throw error
  }
  const begins = kind === 'docx' ? /^word\/[^/]+\.xml$/ : /^xl\/workbook[^/]*\.xml$/
  if (!kind || !parts.has('_rels/.rels') || ![...parts].some((name) => begins.test(name))) return refused('neither')
  return { kind, fault: null }
}

function leadsOut(rels: string): boolean {
  return [...rels.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)].some(
    ([one]) => /TargetMode\s*=\s*["']External["']/i.test(one) && !one.includes(hyperlink),
  )
}

function refused(fault: OfficeFault) {
  return { kind: null, fault }
}
