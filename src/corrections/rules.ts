import type { FieldError } from '../lib/problems'
import type { Person } from '../personnel/person'

/** What one may ask to have corrected in one's own file. */
export const fields = ['phone', 'otherPhone', 'maritalStatus', 'children', 'address', 'poBox'] as const
export type Field = (typeof fields)[number]
export type Values = Pick<Person, Field>

export type State = 'en_attente' | 'acceptee' | 'refusee' | 'retiree'

/** A number is called to see whether it is right; the rest is believed on a paper. */
const withoutProof: ReadonlySet<string> = new Set<Field>(['phone', 'otherPhone'])

export type Asked = { before: Partial<Values>; after: Partial<Values> }

/** Of what was typed, only what is not so in the file. */
export function changesAsked(present: Values, typed: Partial<Values>): Asked {
  const changed = fields.filter((field) => typed[field] !== undefined && typed[field] !== present[field])
  const part = (values: Partial<Values>) => Object.fromEntries(changed.map((field) => [field, values[field]]))
  return { before: part(present), after: part(typed) }
}

/** `open`: the fields about which a request is waiting already. */
export function askErrors({ after }: Asked, open: string[], proved: boolean): FieldError[] {
  const asked = Object.keys(after)
  if (asked.length === 0)
    return [{ field: '', message: 'Rien ne diffère de votre dossier. Modifiez ce qui doit être corrigé.' }]
  const waiting = asked
    .filter((field) => open.includes(field))
    .map((field) => ({ field, message: 'Une demande est déjà en attente pour cette rubrique.' }))
  const bare = !proved && asked.some((field) => !withoutProof.has(field))
  const message = 'Joignez un justificatif\u202f: il n’est facultatif que pour un numéro de téléphone.'
  return [...waiting, ...(bare ? [{ field: 'document', message }] : [])]
}

/** In the order of the file: jsonb keeps its keys in an order of its own. */
export function fieldsOf(after: Partial<Values>): Field[] {
  return fields.filter((field) => field in after)
}

/** Whether two requests ask for the same. */
export function asksTheSame(one: Partial<Values>, other: Partial<Values>): boolean {
  const keys = Object.keys(one) as Field[]
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key])
}

/** A field asked for, beside what the file says now: since the request, somebody may have written something else there. */
export type Compared = { field: Field; was: unknown; asked: unknown; now: unknown; moved: boolean }

export function compared({ before, after }: Asked, present: Values): Compared[] {
  return fieldsOf(after).map((field) => ({
    field,
    was: before[field],
    asked: after[field],
    now: present[field],
    moved: present[field] !== before[field] && present[field] !== after[field],
  }))
}
