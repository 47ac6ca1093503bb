import { HTTPException } from 'hono/http-exception'
import { readFields, type Typed } from '../lib/form'
import { number } from '../lib/french'
import { invalid, unavailable } from '../lib/problems'
import { isMultipart, readBody } from './body'
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
 * is too much of it; a file that is missing or sent twice is wrong at its field. To be called after the guards.
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
  const tooLong = `Le fichier dépasse ${written(limitBytes)}. Rien n’a été enregistré.`
  const form = await readInTurn(c, limitBytes + roomForFields, tooLong)
  const files = form.getAll(field)
  const { typed, errors } = readFields(fieldsOf(form, field))
  c.set('typed', typed)
  if (errors.length > 0) throw invalid(errors)
  if (files.length > 1) throw wrong(field, 'Envoyez un seul fichier.')
  const [file] = files
  if (!file || isNothing(file)) {
    if (optional) return { file: null, typed }
    throw wrong(field, 'Choisissez un fichier.')
  }
  if (typeof file === 'string') throw wrong(field, 'Choisissez un fichier.')
  if (file.size === 0) throw wrong(field, 'Ce fichier est vide.')
  if (file.size > limitBytes) throw new HTTPException(413, { message: tooLong })
  const bytes = Buffer.from(await file.arrayBuffer())
  return { file: { name: shownName(file.name), type: file.type, bytes }, typed }
}

async function readInTurn(c: Ctx, most: number, tooLong: string): Promise<FormData> {
  if (underWay >= mostAtOnce) throw unavailable('Trop de fichiers arrivent en ce moment. Réessayez dans un instant.')
  underWay += 1
  try {
    return await parts(c, await readBody(c, most, tooLong))
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
  return bytes < mebibyte ? `${number(Math.floor(bytes / 1_024))} ko` : `${number(Math.floor(bytes / mebibyte))} Mo`
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
