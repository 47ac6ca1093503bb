import { HTTPException } from 'hono/http-exception'
import { because, wrongFile } from '../lib/file-fault'
import { readFields, type Typed } from '../lib/form'
import { number } from '../lib/french'
import { invalid, Problem, tooLarge, unavailable } from '../lib/problems'
import { isMultipart } from './body'
import type { Ctx } from './env'
import { type Part, readMultipart, roomForFields, TooLong } from './multipart'

/** `name`: fit to be shown and kept, never a path; `type` is what the sender says, which proves nothing. */
export type Received<Kept> = { name: string; type: string; kept: Kept }
export type Upload = { name: string; type: string; bytes: Buffer }

export type UploadOptions = {
  /** Of the file; the fields beside it have 64 kB for themselves. */
  limitBytes: number
  /** Whether the form may come without a file: `file` is null then. */
  optional?: boolean
}

/** Where a file goes as it comes, and how it goes away when the form is wrong in another way. */
export type Taker<Kept> = { take(pieces: AsyncIterable<Buffer>): Promise<Kept>; drop(kept: Kept): Promise<void> }

const mebibyte = 1_048_576
/** Each is held in memory as a whole. */
const mostAtOnce = 6
let underWay = 0

/**
 * The one file of a form (multipart/form-data, RFC 7578), in the part `field`, and what was typed beside it. 413 as soon as there
 * is too much of it, with what stood before the file in the form: so forms have their file last. A file that is missing or sent
 * twice is wrong at its field. To be called after the guards. Held in memory: for small ones; the others are `received`.
 */
export async function uploaded(
  c: Ctx,
  field: string,
  options: UploadOptions & { optional: true },
): Promise<{ file: Upload | null; typed: Typed }>
export async function uploaded(c: Ctx, field: string, options: UploadOptions): Promise<{ file: Upload; typed: Typed }>
export async function uploaded(
  c: Ctx,
  field: string,
  options: UploadOptions,
): Promise<{ file: Upload | null; typed: Typed }> {
  if (underWay >= mostAtOnce) throw unavailable('Trop de fichiers arrivent en ce moment. Réessayez dans un instant.')
  underWay += 1
  try {
    const { file, typed } = await received(c, field, options, inMemory)
    return { file: file && { name: file.name, type: file.type, bytes: file.kept }, typed }
  } finally {
    underWay -= 1
  }
}

const inMemory: Taker<Buffer> = {
  async take(pieces) {
    const all: Buffer[] = []
    for await (const piece of pieces) all.push(piece)
    return Buffer.concat(all)
  },
  drop: async () => undefined,
}

/** The same, the file given to `taker` piece by piece as it comes in. */
export async function received<Kept>(
  c: Ctx,
  field: string,
  { limitBytes, optional }: UploadOptions,
  taker: Taker<Kept>,
): Promise<{ file: Received<Kept> | null; typed: Typed }> {
  if (!isMultipart(c.env.incoming))
    throw new HTTPException(415, { message: 'Ce formulaire n’a pas été envoyé comme un formulaire avec un fichier.' })
  const fields = new URLSearchParams()
  const files: Received<Kept>[] = []
  let empty = false
  let begun = false
  let several = false
  const onFile = async (part: Part) => {
    const first = part.name === field ? await firstPiece(part.pieces) : null
    if (part.name !== field) return drained(part.pieces)
    if (!first) {
      empty ||= part.saidName !== ''
      return
    }
    if (begun) {
      several = true
      return drained(first)
    }
    begun = true
    const kept = await taker.take(upTo(limitBytes, first)).catch((error) => Promise.reject(atField(field, error)))
    files.push({ name: shownName(part.saidName), type: part.type, kept })
  }
  try {
    await readMultipart(c, { most: limitBytes + roomForFields, fields, onFile })
    const { typed, errors } = readFields(fieldsBeside(fields, field))
    c.set('typed', typed)
    if (errors.length > 0) throw invalid(errors)
    const [file] = files
    if (several) throw wrongFile(field, 'several', 'Envoyez un seul fichier.')
    if (file) return { file, typed }
    if (empty) throw wrongFile(field, 'empty', 'Ce fichier est vide.')
    if (optional && !fields.get(field)) return { file: null, typed }
    throw wrongFile(field, 'none', 'Choisissez un fichier.')
  } catch (error) {
    await Promise.all(files.map(({ kept }) => taker.drop(kept)))
    c.set('typed', readFields(fieldsBeside(fields, field)).typed)
    if (!(error instanceof TooLong)) throw error
    const message = `Le fichier dépasse ${written(limitBytes)}. Choisissez-en un plus léger.`
    throw because('too-large', tooLarge([{ field, message }]))
  }
}

/** A browser sends a part without a byte when no file was chosen: null. */
async function firstPiece(pieces: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer> | null> {
  const each = pieces[Symbol.asyncIterator]()
  const first = await each.next()
  if (first.done) return null
  return (async function* () {
    yield first.value
    for (let next = await each.next(); !next.done; next = await each.next()) yield next.value
  })()
}

async function* upTo(limit: number, pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    if (size > limit) throw new TooLong()
    yield piece
  }
}

async function drained(pieces: AsyncIterable<Buffer>): Promise<void> {
  for await (const piece of pieces) if (piece.length === 0) return
}

/** What cannot be kept is said where the file was chosen. */
function atField(field: string, error: unknown): unknown {
  if (!(error instanceof Problem) || error.detail.errors) return error
  const { kind, message, detail } = error
  return Object.assign(new Problem(kind, message, { ...detail, errors: [{ field, message }] }), { cause: error.cause })
}

/** The texts beside the file. */
function fieldsBeside(fields: URLSearchParams, field: string): URLSearchParams {
  return new URLSearchParams([...fields].filter(([name]) => name !== field))
}

function written(bytes: number): string {
  return bytes < mebibyte
    ? `${number(Math.floor(bytes / 1_024))}\u00a0ko`
    : `${number(Math.floor(bytes / mebibyte))}\u00a0Mo`
}

/** The last part of a path, on one line, without what a header, a file system or the direction of writing would trip over. */
function shownName(said: string): string {
  const last = unescaped(said).normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '')
    .replace(/["<>:|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  return [...plain].slice(0, 120).join('') || 'fichier'
}

/** What a browser writes otherwise in a name (HTML, « multipart/form-data encoding algorithm »). */
function unescaped(said: string): string {
  return said.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n')
}
