import { invalid, Problem } from './problems'

/**
 * Why a file is not taken, in the word that the log has for it: the sentences are for people and change, these do not. `neither`:
 * another kind of file than those asked for; `active`: it carries a macro, code or another file; `linked`: it fetches others;
 * `bomb`: more comes out of it than any paper holds.
 */
export type FileFault =
  | ('none' | 'several' | 'empty' | 'too-large' | 'disk-full' | 'disk-failed')
  | ('neither' | 'svg' | 'misnamed' | 'unreadable' | 'unread' | 'locked' | 'active' | 'linked' | 'bomb' | 'no-lines')
  | ('infected' | 'too-large-to-scan' | 'scanner-away')

/** The same refusal, with why for the log. */
export function because(fault: FileFault, { kind, message, detail, cause }: Problem): Problem {
  return Object.assign(new Problem(kind, message, { ...detail, fileFault: fault }), cause !== undefined && { cause })
}

/** What is wrong with a file, at the field that it came by. */
export function wrongFile(field: string, fault: FileFault, message: string): Problem {
  return because(fault, invalid([{ field, message }]))
}
