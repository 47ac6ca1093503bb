import { z } from 'zod'
import type { FieldError } from './problems'
import './zod-in-french'

/** Said of what no schema asks for. */
export const noSuchField = 'Ce champ n’existe pas.'

/** What was typed in a form: one string per field, in an object without prototype. */
export type Typed = Record<string, string>

/**
 * Reads `application/x-www-form-urlencoded`. A field sent twice is an error (two readers would disagree about it), except
 * the ones named in `many`: boxes of one name, joined by commas.
 */
export function readFields(pairs: URLSearchParams, many: string[] = []): { typed: Typed; errors: FieldError[] } {
  const typed: Typed = Object.create(null)
  const errors: FieldError[] = []
  for (const [field, value] of pairs) {
    // the one name that a schema drops without a word
    if (field === '__proto__') errors.push({ field, message: noSuchField })
    else if (field in typed && many.includes(field)) typed[field] += `,${value}`
    else if (field in typed) errors.push({ field, message: 'Ce champ a été envoyé plusieurs fois.' })
    else typed[field] = value
  }
  return { typed, errors }
}

/** One message per field, the first one, in the order of the schema. */
export function fieldErrors(error: z.core.$ZodError, said = (issue: z.core.$ZodIssue) => issue.message): FieldError[] {
  const errors = new Map<string, string>()
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) errors.set(key.slice(0, 60), noSuchField)
    } else {
      const field = issue.path.map(String).join('.')
      if (!errors.has(field)) errors.set(field, said(issue))
    }
  }
  return [...errors].map(([field, message]) => ({ field, message }))
}

/** The same for an address, where no list shows what may be chosen: the values are said, as long as they are few. */
export function addressErrors(error: z.core.$ZodError): FieldError[] {
  return fieldErrors(error, (issue) =>
    issue.code === 'invalid_value' && issue.values.length <= 20
      ? `Une de ces valeurs\u202f: ${issue.values.join(', ')}.`
      : issue.message,
  )
}

// what Postgres cannot keep, or what is not text: control characters, lone surrogates, undecodable bytes
const unwritable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

// what comes along when a name or a number is copied from a letter or a telephone, and shows nowhere
const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g

function clean(schema: z.ZodString) {
  return schema.refine((value) => !unwritable.test(value), 'Ce texte contient un caractère illisible.')
}

/** What is not there at all is missing, not of the wrong kind. */
function absent(input: unknown, otherwise: string): string {
  return input === undefined ? 'Ce champ est obligatoire.' : otherwise
}

/** A line of text that must be there. */
export function text(max: number, min = 1) {
  return clean(z.string({ error: ({ input }) => absent(input, 'Ce champ doit être un texte.') }))
    .transform((value) => value.normalize('NFC').replace(invisible, '').trim().replace(/\s+/gu, ' '))
    .pipe(
      z
        .string()
        .min(min, min === 1 ? 'Ce champ est obligatoire.' : `Au moins ${min} caractères.`)
        .max(max, `Au plus ${max} caractères.`),
    )
}

/** A field that may stay empty: nothing is `null`, never ''. */
export function optional<T>(schema: z.ZodType<T>) {
  return z.preprocess(
    (value) => (typeof value === 'string' && value.replace(invisible, '').trim() === '' ? null : (value ?? null)),
    z.nullable(schema),
  )
}

/** `2026-11-22`, a day that exists. */
export const day = z
  .string({ error: ({ input }) => absent(input, 'Ce champ doit être une date.') })
  .refine((value) => value.trim() !== '', 'Ce champ est obligatoire.')
  .refine((value) => value.trim() === '' || isDay(value), 'Cette date n’existe pas.')

function isDay(value: string): boolean {
  if (!/^(19|20)\d\d-\d\d-\d\d$/.test(value)) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value
}

/** A whole number in a range; a form sends it as digits. */
export function whole(min: number, max: number) {
  const message = `Un nombre entier de ${min} à ${max}.`
  return z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^\d{1,9}$/, message)
          .transform(Number),
      ],
      message,
    )
    .pipe(z.number(message).int(message).min(min, message).max(max, message))
}

export function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, 'Choisissez une valeur de la liste.')
}
