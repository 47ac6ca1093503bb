import type { z } from 'zod'
import { because } from '../lib/file-fault'
import { type FieldError, invalid, Problem, type ProblemKind } from '../lib/problems'
import type { Ctx } from './env'
import { checked } from './input'
import { type Received, received, type Taker } from './upload'

/** Where the file of a form that is refused waits for the form to come again, with its id in the field `kept`. */
export type Shelf<Kept> = Taker<Kept> & {
  /** Returns the id. Throws `invalid` when the file itself is wrong. */
  keep(file: Shown<Kept>): Promise<string>
  find(id: string): Promise<Shown<Kept> | null>
}

type Shown<Kept> = Pick<Received<Kept>, 'name' | 'kept'>
type Options<T, Kept> = { schema: T; limitBytes: number; shelf: Shelf<Kept> }

/**
 * Does `work` with what was typed, checked, and the file of a form (`uploaded`), or the one that came with the same form before.
 * Refused for anything else than its file, the form is shown again with the file kept: it is not chosen, nor sent, twice.
 */
export function withSent<T extends z.ZodType, Kept, Done>(
  c: Ctx,
  field: string,
  options: Options<T, Kept>,
  work: (form: z.output<T>, file: Shown<Kept>) => Promise<Done>,
): Promise<Done> {
  return withFile(c, field, { ...options, needed: true }, (form, file) => work(form, file!))
}

/** The same for a form that may come without a file: `file` is null then. */
export function withSentIfAny<T extends z.ZodType, Kept, Done>(
  c: Ctx,
  field: string,
  options: Options<T, Kept>,
  work: (form: z.output<T>, file: Shown<Kept> | null) => Promise<Done>,
): Promise<Done> {
  return withFile(c, field, { ...options, needed: false }, work)
}

async function withFile<T extends z.ZodType, Kept, Done>(
  c: Ctx,
  field: string,
  { schema, limitBytes, shelf, needed }: Options<T, Kept> & { needed: boolean },
  work: (form: z.output<T>, file: Shown<Kept> | null) => Promise<Done>,
): Promise<Done> {
  const { file: came, typed } = await received(c, field, { limitBytes, optional: true }, shelf)
  const { kept = '', ...fields } = typed
  const file: Shown<Kept> | null = came ?? (await shelf.find(kept))
  if (!file && needed)
    throw because(
      'none',
      invalid([...faultsOf(() => checked(schema, fields)), { field, message: 'Choisissez un fichier.' }]),
    )
  try {
    return await work(checked(schema, fields), file)
  } catch (error) {
    if (!(error instanceof Problem) || !shownAgain.has(error.kind) || isAbout(error, field)) throw error
    const id = came ? await shelf.keep(came).catch((its) => Promise.reject(both(error, its))) : kept
    c.set('typed', { ...fields, kept: id })
    throw error
  } finally {
    if (file) await shelf.drop(file.kept)
  }
}

const shownAgain: ReadonlySet<ProblemKind> = new Set(['invalid', 'conflict', 'throttled'])

function isAbout({ detail }: Problem, name: string): boolean {
  return detail.errors?.some(({ field }) => field === name) ?? false
}

function faultsOf(check: () => unknown): FieldError[] {
  try {
    check()
    return []
  } catch (error) {
    if (error instanceof Problem) return error.detail.errors ?? []
    throw error
  }
}

/** What is wrong with the form, and with its file. */
function both(error: Problem, its: unknown): unknown {
  if (!(its instanceof Problem)) return its
  const errors = [...(error.detail.errors ?? []), ...(its.detail.errors ?? [])]
  if (its.kind !== 'invalid') return error
  const { fileFault } = its.detail
  return fileFault ? because(fileFault, invalid(errors)) : invalid(errors)
}
