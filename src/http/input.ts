import { zValidator } from '@hono/zod-validator'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import { addressErrors, fieldErrors, readFields } from '../lib/form'
import { invalid } from '../lib/problems'
import { isApi } from './api'
import type { Ctx } from './env'

/**
 * The fields of a form, checked by the schema that stands beside the verb. Wrong input is a 422 that shows the form
 * again (`refill`) with what was typed.
 */
export async function formInput<T extends z.ZodType>(c: Ctx, schema: T): Promise<z.output<T>> {
  if (mediaType(c) !== 'application/x-www-form-urlencoded') {
    throw new HTTPException(415, { message: 'Ce formulaire n’a pas été envoyé comme un formulaire.' })
  }
  const { typed, errors } = readFields(new URLSearchParams(await c.req.text()))
  c.set('typed', typed)
  if (errors.length > 0) throw invalid(errors)
  return checked(schema, typed)
}

/** The parameters of the address, checked: a wrong or doubled one is a 422 that names it. */
export function queryInput<T extends z.ZodType>(c: Ctx, schema: T, many: string[] = []): z.output<T> {
  const query = new URL(c.req.url).searchParams
  // the address that a refused form leaves in the browser, gone to by hand
  if (c.req.method === 'GET') query.delete('_method')
  const { typed, errors } = readFields(query, many)
  // a form that asks is shown again as one that acts
  if (c.req.method === 'GET') c.set('typed', typed)
  if (errors.length > 0) throw invalid(errors, 'Cette adresse contient deux fois le même paramètre.')
  const errorsOf = isApi(c) ? fieldErrors : addressErrors
  return checked(schema, typed, 'Cette adresse contient un paramètre illisible.', errorsOf)
}

/** The JSON body of an API call, checked; a wrong one is a 422 problem document (RFC 9457). */
export function jsonInput<T extends z.ZodType>(schema: T) {
  const validate = zValidator('json', schema, (result) => {
    if (result.success) return
    const isObject = result.error.issues.every(({ path, code }) => path.length > 0 || code !== 'invalid_type')
    throw isObject ? invalid(fieldErrors(result.error)) : invalid([], 'Le contenu attendu est un objet JSON.')
  })
  const judge: typeof validate = async (c, next) => {
    if (!/^application\/(merge-patch\+)?json$/.test(mediaType(c)))
      throw new HTTPException(415, { message: 'Le contenu est attendu en JSON.' })
    return validate(c, next)
  }
  return judge
}

function mediaType(c: Pick<Ctx, 'req'>): string {
  const [type = ''] = (c.req.header('content-type') ?? '').split(';', 1)
  return type.trim().toLowerCase()
}

/** What was typed beside a file (`uploaded`), or in any form, checked by its schema. */
export function checked<T extends z.ZodType>(
  schema: T,
  typed: Record<string, string>,
  message?: string,
  errorsOf = fieldErrors,
): z.output<T> {
  // whatever the schema, a NUL is no text: Postgres keeps it neither in text nor in jsonb
  const unreadable = Object.entries(typed).filter(([field, value]) => field.includes('\0') || value.includes('\0'))
  if (unreadable.length > 0) {
    throw invalid(
      unreadable.map(([field]) => ({
        field: field.slice(0, 60),
        message: 'Ce texte contient un caractère illisible.',
      })),
      message,
    )
  }
  const read = schema.safeParse({ ...typed })
  if (!read.success) throw invalid(errorsOf(read.error), message)
  return read.data
}
