import { HTTPException } from 'hono/http-exception'
import { readFields, type Typed } from '../lib/form'
import { number } from '../lib/french'
import { invalid, tooLarge, unavailable } from '../lib/problems'
import { isMultipart, readUpTo } from './body'
import type { Ctx } from './env'

/** `name`: fit to be shown and kept, never a path; `type` is what the sender says, which proves nothing. */
export type Upload = { name: string; type: string; bytes: Buffer }

export type UploadOptions = {
  /** Of the file; the fields beside it have 64 kB for themselves. */
  limitBytes: number
  /** Whether the form may come without a file: `file` is null then. */
  optional?: boolean
}

const mebibyte = 1_048_576
const roomForFields = 65_536
/** Each is held in memory as a whole while it comes in, and three times while it is taken apart. */
const mostAtOnce = 6
let underWay = 0

/**
 * The one file of a form (multipart/form-data, RFC 7578), in the part `field`, and what was typed beside it. 413 as soon as there
 * is too much of it, with what stood before the file in the form: so forms have their file last. A file that is missing or sent
 * twice is wrong at its field. To be called after the guards.
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
  { limitBytes, optional }: UploadOptions,
): Promise<{ file: Upload | null; typed: Typed }> {
  if (!isMultipart(c.env.incoming))
    throw new HTTPException(415, { message: 'Ce formulaire n’a pas été envoyé comme un formulaire avec un fichier.' })
  const tooLong = [{ field, message: `Le fichier dépasse ${written(limitBytes)}. Choisissez-en un plus léger.` }]
  const { form, whole } = await readInTurn(c, limitBytes + roomForFields)
  const files = form.getAll(field)
  const { typed, errors } = readFields(fieldsOf(form, field))
  c.set('typed', typed)
  if (!whole) throw tooLarge(tooLong)
  if (errors.length > 0) throw invalid(errors)
  if (files.length > 1) throw wrong(field, 'Envoyez un seul fichier.')
  const [file] = files
  if (!file || isNothing(file)) {
    if (optional) return { file: null, typed }
    throw wrong(field, 'Choisissez un fichier.')
  }
  if (typeof file === 'string') throw wrong(field, 'Choisissez un fichier.')
  if (file.size === 0) throw wrong(field, 'Ce fichier est vide.')
  if (file.size > limitBytes) throw tooLarge(tooLong)
  const bytes = Buffer.from(await file.arrayBuffer())
  return { file: { name: shownName(file.name), type: file.type, bytes }, typed }
}

async function readInTurn(c: Ctx, most: number): Promise<{ form: FormData; whole: boolean }> {
  if (underWay >= mostAtOnce) throw unavailable('Trop de fichiers arrivent en ce moment. Réessayez dans un instant.')
  underWay += 1
  try {
    const { bytes, whole } = await readUpTo(c, most, roomForFields)
    return { form: whole ? await parts(c, bytes) : await firstParts(c, bytes), whole }
  } finally {
    underWay -= 1
  }
}

async function parts(c: Ctx, bytes: Buffer): Promise<FormData> {
  const headers = { 'content-type': c.req.header('content-type') ?? '' }
  try {
    return await new Response(new Uint8Array(bytes), { headers }).formData()
  } catch {
    throw new HTTPException(400, { message: 'Ce formulaire est illisible. Rechargez la page et recommencez.' })
  }
}

/** The parts that are whole in the beginning of a form: it is closed behind the last of them. */
async function firstParts(c: Ctx, beginning: Buffer): Promise<FormData> {
  const boundary = /boundary=("([^"]+)"|[^\s";]+)/i.exec(c.req.header('content-type') ?? '')
  const delimiter = `\r\n--${boundary?.[2] ?? boundary?.[1] ?? ''}`
  const end = beginning.lastIndexOf(delimiter)
  if (!boundary || end < 0) return new FormData()
  const closed = Buffer.concat([beginning.subarray(0, end), Buffer.from(`${delimiter}--\r\n`)])
  return parts(c, closed).catch(() => new FormData())
}

/** A browser sends a part without name or content when no file was chosen. */
function isNothing(part: File | string): boolean {
  return typeof part === 'string' ? part === '' : part.size === 0 && part.name === ''
}

/** The texts beside the file; another file among them is left aside. */
function fieldsOf(form: FormData, field: string): URLSearchParams {
  const pairs = new URLSearchParams()
  for (const [name, value] of form) if (name !== field && typeof value === 'string') pairs.append(name, value)
  return pairs
}

function written(bytes: number): string {
  return bytes < mebibyte
    ? `${number(Math.floor(bytes / 1_024))}\u00a0ko`
    : `${number(Math.floor(bytes / mebibyte))}\u00a0Mo`
}

function wrong(field: string, message: string) {
  return invalid([{ field, message }])
}

/** The last part of a path, on one line, without what a header, a file system or the direction of writing would trip over. */
function shownName(said: string): string {
  const last = said.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '')
    .replace(/["<>:|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  return [...plain].slice(0, 120).join('') || 'fichier'
}
