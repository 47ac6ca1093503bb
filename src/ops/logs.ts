import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { parseLine, readable } from '../lib/log-line'
import { Refusal } from '../lib/refusal'
import type { Asked } from './log-filter'

/** Bytes: no line of ours is longer, and memory stays flat whatever the file is. */
const longest = 1_000_000

export type Read = { lines: number; shown: number; unreadable: number }

/** Shows the wanted lines of a file or of what comes in, each as soon as it is there. */
export async function showLogs(
  { file, json, wanted }: Asked,
  input: AsyncIterable<Buffer>,
  output: Writable,
): Promise<Read> {
  const read: Read = { lines: 0, shown: 0, unreadable: 0 }
  for await (const line of linesOf(file === undefined ? input : bytesOf(file))) {
    if (line === '') continue
    read.lines += 1
    const entry = line === null ? undefined : parseLine(line)
    if (!entry) read.unreadable += 1
    else if (wanted(entry)) {
      read.shown += 1
      // who reads slowly is waited for
      if (!output.write(`${json ? line : readable(entry)}\n`)) await once(output, 'drain')
    }
  }
  return read
}

/** A line that is too long is null. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string | null> {
  let parts: Buffer[] = []
  let length = 0
  const take = (part: Buffer) => {
    length += part.length
    if (length <= longest) parts.push(part)
    else parts = []
  }
  const whole = () => {
    const line = length > longest ? null : Buffer.concat(parts).toString().replace(/\r$/, '')
    parts = []
    length = 0
    return line
  }
  for await (const chunk of stream) {
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, end))
      yield whole()
      from = end + 1
    }
    take(chunk.subarray(from))
  }
  if (length > 0) yield whole()
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file) as AsyncIterable<Buffer>
  } catch (error) {
    throw new Refusal(`Le fichier ${file} ne peut être lu (${(error as NodeJS.ErrnoException).code}).`)
  }
}
