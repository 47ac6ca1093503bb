import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** A file of an archive. `packed`: it is compressed already. */
export type Entry = { name: string; at: Date; packed: boolean; content: AsyncIterable<Uint8Array> }

/** An archive (APPNOTE 6.3) written as its files are read: one piece of one of them is in memory at a time. */
export async function* zipOf(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    if (piece.length > 0) ready.push(piece)
  })
  for await (const { name, at, packed, content } of entries) {
    const file = packed ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 })
    file.mtime = at
    zip.add(file)
    for await (const piece of content) {
      file.push(piece)
      yield* taken()
    }
    file.push(new Uint8Array(0), true)
    yield* taken()
  }
  zip.end()
  yield* taken()

  function taken(): Uint8Array[] {
    const pieces = ready
    ready = []
    return pieces
  }
}

/** A name that is a file wherever it is unpacked: no folder, nothing that a system keeps for itself, not too long. */
export function safeName(name: string): string {
  const whole = name
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(whole)?.[0] ?? ''
  const stem = [...whole.slice(0, whole.length - ending.length)].slice(0, 80).join('').trimEnd()
  return (stem || 'fichier') + ending
}
