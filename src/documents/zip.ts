import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

const inflate = promisify(inflateRaw)

/** What is wrong with an archive. `bomb`: more comes out of it than any paper holds. */
export type ZipFault = 'unreadable' | 'bomb' | 'locked'

const mostEntries = 200
const mostInflated = 52_428_800
const mostRatio = 100
/** Below this an entry may be as dense as it likes: a page of blanks is. */
const small = 1_048_576

type Entry = { name: string; method: number; flags: number; packed: number; size: number; at: number }

/**
 * Each entry of an archive (APPNOTE.TXT 4.3), one after the other, never all at once. What the archive says of its sizes is not
 * believed: inflating stops where it would be too much. Throws the fault.
 */
export async function* entriesOf(bytes: Buffer): AsyncGenerator<{ name: string; content: Buffer }> {
  const entries = directory(bytes)
  if (entries.length > mostEntries) throw fault('bomb')
  let left = mostInflated
  for (const entry of entries) {
    const content = await contentOf(bytes, entry, left)
    left -= content.length
    yield { name: entry.name, content }
  }
}

export function fault(is: ZipFault): Error & { fault: ZipFault } {
  return Object.assign(new Error(is), { fault: is })
}

function directory(bytes: Buffer): Entry[] {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  if (end < 0 || end < bytes.length - 65_557 || end + 22 > bytes.length) throw fault('unreadable')
  const count = bytes.readUInt16LE(end + 10)
  const entries: Entry[] = []
  const names = new Set<string>()
  for (let at = bytes.readUInt32LE(end + 16), rank = 0; rank < count; rank++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) throw fault('unreadable')
    const [length, extra, comment] = [28, 30, 32].map((from) => bytes.readUInt16LE(at + from)) as [
      number,
      number,
      number,
    ]
    const name = bytes.toString('utf8', at + 46, at + 46 + length)
    // two readers would not take the same of two
    if (names.has(name.toLowerCase())) throw fault('unreadable')
    names.add(name.toLowerCase())
    entries.push({
      name,
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    })
    if (entries.length > mostEntries) throw fault('bomb')
    at += 46 + length + extra + comment
  }
  return entries
}

async function contentOf(bytes: Buffer, { name, method, flags, packed, at }: Entry, left: number): Promise<Buffer> {
  if ((flags & 1) === 1) throw fault('locked')
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== 0x04034b50) throw fault('unreadable')
  const length = bytes.readUInt16LE(at + 26)
  if (bytes.toString('utf8', at + 30, at + 30 + length) !== name) throw fault('unreadable')
  const begin = at + 30 + length + bytes.readUInt16LE(at + 28)
  if (begin + packed > bytes.length) throw fault('unreadable')
  const inside = bytes.subarray(begin, begin + packed)
  if (method === 0) {
    if (inside.length > left) throw fault('bomb')
    return inside
  }
  if (method !== 8) throw fault('unreadable')
  const most = Math.max(1, Math.min(left, Math.max(small, packed * mostRatio)))
  try {
    return await inflate(inside, { maxOutputLength: most })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    throw fault(code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : 'unreadable')
  }
}
