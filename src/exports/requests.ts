import { z } from 'zod'
import { proofField } from '../auth/auth'
import { type Exportable, exportableNames, type Format } from '../lib/exportables'
import { choice } from '../lib/form'
import type { Source } from './source'

/** A file, or a page to print. */
export type Form = Format | 'impression'

/** Which list it is about: read before the rest, which it decides. */
export const listField = z.object({ liste: choice(exportableNames) })

/** What is asked of a list, and in which form. `only`: its address says which list it is. */
export function offerQuery({ formats, page, schema }: Source, only: Exportable | null) {
  const forms: [Form, ...Form[]] = [formats[0]!, ...formats.slice(1), ...(page ? (['impression'] as const) : [])]
  const named = only ? schema : schema.extend({ liste: choice(exportableNames) })
  return named.extend({ format: choice(forms) })
}

/** The same as a form sends it. */
export function requestForm(source: Source, only: Exportable | null) {
  return offerQuery(source, only).extend({ proof: proofField })
}

/** What was read, apart. */
export function readRequest(read: Record<string, unknown>): { input: unknown; form: Form; proof: string | null } {
  const { format, proof = null, liste: _, ...input } = read
  return { input, form: format as Form, proof: proof as string | null }
}
