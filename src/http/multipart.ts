import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { HTTPException } from 'hono/http-exception'
import { ClientGone, stopReading } from './body'
import type { Ctx } from './env'
import { takeTime } from './pace'

/** One part of a form that has a file's name, as it comes. */
export type Part = { name: string; saidName: string; type: string; pieces: AsyncIterable<Buffer> }

/** Beside the file, a form has so much for its fields. */
export const roomForFields = 65_536
/** ms that the fields of a body too long have, which come with its head in practice. */
const patience = 1_000

/** What is wrong with a form as a whole, whatever is in it. */
export class TooLong extends Error {
  override name = 'TooLong'
}

/**
 * Reads a form (multipart/form-data, RFC 7578) as it comes in: nothing of a file is held but the piece at hand. `onFile` reads each
 * file to its end, or throws: then the rest is not read, and this throws the same. `most` bytes in all; one that is announced as
 * longer is given up at its first file. The fields read so far are in `fields` whatever becomes of the rest.
 */
export function readMultipart(
  c: Ctx,
  { most, fields, onFile }: { most: number; fields: URLSearchParams; onFile: (part: Part) => Promise<void> },
): Promise<void> {
  const { incoming, outgoing } = c.env
  takeTime(incoming)
  const told = Number(incoming.headers['content-length'] ?? 0) > most
  return new Promise((resolve, reject) => {
    let over = false
    let read = 0
    let typed = 0
    let coming: BusboyFileStream | undefined
    const reading: Promise<void>[] = []
    const parser = parserOf(c)
    const tooLate = told ? setTimeout(() => fail(new TooLong()), patience) : undefined
    parser.on('field', (name: string, value: string, _nameCut: boolean, cut: boolean) => {
      typed += name.length + value.length
      if (cut || typed > roomForFields) fail(new TooLong())
      else fields.append(name, value)
    })
    parser.on(
      'file',
      (name: string, pieces: BusboyFileStream, saidName: string | undefined, _encoding: string, type: string) => {
        coming = pieces
        // what is cut short says so here, and to whoever reads it
        pieces
          .on('error', () => undefined)
          .on('end', () => {
            coming = undefined
          })
        if (over) return void pieces.resume()
        if (told) return fail(new TooLong())
        reading.push(onFile({ name, saidName: saidName ?? '', type, pieces }).catch(fail))
      },
    )
    parser.on('error', () => fail(unreadable()))
    parser.on('finish', () => {
      void Promise.all(reading).then(() => {
        if (over) return
        over = true
        clearTimeout(tooLate)
        resolve()
      })
    })
    incoming.on('data', count)
    incoming.once('error', () => fail(new ClientGone()))
    incoming.once('close', () => {
      if (!incoming.complete) fail(new ClientGone())
    })
    if (incoming.destroyed && !incoming.complete) return fail(new ClientGone())
    incoming.pipe(parser)

    function count(chunk: Buffer): void {
      read += chunk.length
      if (read > most) fail(new TooLong())
    }

    function fail(why: unknown): void {
      if (over) return
      over = true
      clearTimeout(tooLate)
      incoming.off('data', count).unpipe(parser)
      incoming.pause()
      // whoever reads a file is told that no more comes
      coming?.destroy(why instanceof Error ? why : undefined)
      if (!incoming.complete) stopReading(incoming, outgoing)
      void Promise.all(reading.map((one) => within(one))).then(() => reject(why))
    }
  })
}

function parserOf(c: Ctx): InstanceType<typeof Busboy> {
  try {
    const headers = { ...c.env.incoming.headers, 'content-type': c.env.incoming.headers['content-type'] ?? '' }
    return new Busboy({ headers, limits: { fieldSize: roomForFields, fields: 200, parts: 210 } })
  } catch {
    throw unreadable()
  }
}

/** A reader of a file that ends late is not waited for. */
function within(reader: Promise<void>): Promise<void> {
  return Promise.race([reader, new Promise<void>((resolve) => setTimeout(resolve, patience).unref())])
}

function unreadable() {
  return new HTTPException(400, { message: 'Ce formulaire est illisible. Rechargez la page et recommencez.' })
}
