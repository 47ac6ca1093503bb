import { inflateRawSync } from 'node:zlib'

/** The files of a ZIP archive, read from its central directory (APPNOTE 4.3.12), so that what the writer says of itself is not believed. */
export function unzipped(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  const files = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, nameLength] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
    ]
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const content = bytes.subarray(start, start + size)
    files.set(name, (method === 0 ? content : inflateRawSync(content)).toString('utf8'))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return files
}

/** The cells of a sheet, row by row (ECMA-376 §18.3): inline texts, shared texts, figures, and days as they are shown. A formula is an error here. */
export function rowsOf(files: Map<string, string>, place = 1): string[][] {
  const sheet = files.get(`xl/worksheets/sheet${place}.xml`) ?? ''
  if (/<f[ >]/.test(sheet)) throw new Error('there is a formula in it')
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, text]) =>
    plain(text!),
  )
  const days = dayStyles(files.get('xl/styles.xml') ?? '')
  return [...sheet.matchAll(/<row[ >][\s\S]*?<\/row>/g)].map(([row]) =>
    [...row.matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)].map(([, attributes = '', content = '']) => {
      const value = /<v>([\s\S]*?)<\/v>/.exec(content)?.[1] ?? ''
      if (attributes.includes('t="s"')) return shared[Number(value)] ?? ''
      return value && days.has(/ s="(\d+)"/.exec(attributes)?.[1] ?? '')
        ? dayOf(Number(value))
        : value || plain(content)
    }),
  )
}

/** The styles whose cells are days (ECMA-376 §18.8.30): those of a format that is spelled `dd/mm/yyyy`. */
function dayStyles(styles: string): Set<string> {
  const formats = [...styles.matchAll(/<numFmt ([^>]*)>/g)].flatMap(([, said = '']) =>
    said.includes('formatCode="dd/mm/yyyy"') ? [/numFmtId="(\d+)"/.exec(said)?.[1]] : [],
  )
  const cells = /<cellXfs[^>]*>([\s\S]*?)<\/cellXfs>/.exec(styles)?.[1] ?? ''
  const each = [...cells.matchAll(/<xf [^>]*?numFmtId="(\d+)"/g)].map(([, format]) => format)
  return new Set(each.flatMap((format, style) => (formats.includes(format) ? [String(style)] : [])))
}

/** Days are counted from 30 December 1899 (ECMA-376 §18.17.4.1). */
function dayOf(serial: number): string {
  return new Date((serial - 25_569) * 86_400_000).toISOString().slice(0, 10).split('-').reverse().join('/')
}

function plain(xml: string): string {
  return xml
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
