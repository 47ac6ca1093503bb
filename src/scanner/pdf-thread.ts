import { Readable } from 'node:stream'
import { parentPort, workerData } from 'node:worker_threads'
import { createInflate } from 'node:zlib'

/** What is wrong with a PDF, for `pdf.ts` to say in words. */
export type Fault = 'unreadable' | 'active' | 'locked' | 'bomb'

/** Of one stream so much is looked at, and of all together so much: a page that is a picture can be long. */
const mostOfOne = 4_194_304
const mostOfAll = 134_217_728
const mostStreams = 20_000

/** What acts by itself, or carries another file (ISO 32000-2, §12.6.4 actions, §7.11.4 embedded files). */
const acting = ['JavaScript', 'EmbeddedFile', 'EmbeddedFiles', 'Launch', 'RichMedia', 'SubmitForm', 'ImportData']
/** These are looked for where no picture or font is: there they turn up by chance. */
const shortly = ['JS', 'GoToE', 'XFA']
/** Objects kept in a stream are looked at when they are deflated, as they always are in practice. */
const otherFilters = ['ASCIIHexDecode', 'ASCII85Decode', 'LZWDecode', 'RunLengthDecode']

parentPort?.postMessage(await fault(Buffer.from(workerData as ArrayBuffer)))

/** What speaks against keeping this PDF; null when nothing does. */
async function fault(bytes: Buffer): Promise<Fault | null> {
  if (!isWhole(bytes.toString('latin1'))) return 'unreadable'
  const text = plainNames(bytes)
  if (names(text, ['Encrypt'])) return 'locked'
  const { outside, streams } = parted(bytes)
  const around = plainNames(outside)
  if (names(around, shortly) || names(text, acting)) return 'active'
  if (names(around, ['ObjStm']) && names(around, otherFilters)) return 'unreadable'
  if (streams.length > mostStreams) return 'bomb'
  let left = mostOfAll
  for (const stream of streams) {
    const inside = await inflated(stream)
    left -= inside.length
    if (left < 0) return 'bomb'
    const isText = !/[^\t\n\f\r -~\u0080-\u00ff]/.test(inside.toString('latin1', 0, 1_024))
    if (names(plainNames(inside), isText ? [...acting, ...shortly] : acting)) return 'active'
  }
  return null
}

/** Begins and ends as a PDF does, with a table of its objects where its end says (ISO 32000-2, §7.5). */
function isWhole(text: string): boolean {
  if (!/^%PDF-[12]\.\d/.test(text)) return false
  const end = /startxref\s{1,4}(\d{1,10})\s{1,4}%%EOF\s{0,1024}$/.exec(text.slice(-2_048))
  const table = text.slice(Number(end?.[1] ?? 0), Number(end?.[1] ?? 0) + 64)
  return end !== null && /^\s*(xref\s|\d{1,10}\s+\d{1,5}\s+obj\b)/.test(table) && text.includes('/Root')
}

/** Whether one of these names stands there, whole (§7.2.3: what ends a name). */
function names(text: string, wanted: string[]): boolean {
  return wanted.some((name) => {
    const length = name.length + 1
    for (let at = text.indexOf(`/${name}`); at >= 0; at = text.indexOf(`/${name}`, at + length))
      if (/^$|[\0\t\n\f\r ()<>[\]{}/%]/.test(text.charAt(at + length))) return true
    return false
  })
}

/** `/J#61vaScript` is `/JavaScript` (§7.3.5). Byte by byte: a file made of nothing else must not hold up the others. */
function plainNames(bytes: Buffer): string {
  const plain = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] === 0x23 ? 16 * digit(bytes[at + 1]) + digit(bytes[at + 2]) : Number.NaN
    plain[length++] = Number.isNaN(code) ? bytes[at]! : code
    if (!Number.isNaN(code)) at += 2
  }
  return plain.toString('latin1', 0, length)
}

function digit(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN
}

/** What stands between the streams, and each stream: objects can be kept inside of one (§7.5.7). */
function parted(bytes: Buffer): { outside: Buffer; streams: Buffer[] } {
  const streams: Buffer[] = []
  const outside: Buffer[] = []
  for (let at = 0; ; ) {
    const begin = bytes.indexOf('stream', at, 'latin1')
    const end = begin < 0 ? -1 : bytes.indexOf('endstream', begin + 6, 'latin1')
    outside.push(bytes.subarray(at, end < 0 ? undefined : begin))
    if (end < 0 || streams.length > mostStreams) return { outside: Buffer.concat(outside), streams }
    const first = begin + 6 + (bytes[begin + 6] === 0x0d ? 2 : 1)
    streams.push(bytes.subarray(first, end))
    at = end + 9
  }
}

/** What a compressed stream says, up to a length; nothing when it is not compressed so. */
async function inflated(stream: Buffer): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of Readable.from([stream], { objectMode: false }).pipe(createInflate())) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length >= mostOfOne) break
    }
  } catch {
    // a picture, a font, or a stream cut short: what came of it is looked at
  }
  return Buffer.concat(chunks)
}
