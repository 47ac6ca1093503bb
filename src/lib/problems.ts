import type { FileFault } from './file-fault'

/** The refusals the site knows, each with its HTTP status. Anything else thrown is a bug. */
export type ProblemKind = 'invalid' | 'too-large' | 'forbidden' | 'missing' | 'conflict' | 'throttled' | 'unavailable'

export type FieldError = { field: string; message: string }

const statusOf = {
  invalid: 422,
  'too-large': 413,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  throttled: 429,
  unavailable: 503,
} as const

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: (typeof statusOf)[ProblemKind]

  constructor(
    readonly kind: ProblemKind,
    /** One French sentence for the person in front of the screen. */
    message: string,
    readonly detail: { errors?: FieldError[]; retryAfter?: number; fileFault?: FileFault } = {},
  ) {
    super(message)
    this.status = statusOf[kind]
  }
}

export function invalid(errors: FieldError[], message = 'Certaines informations sont à corriger.'): Problem {
  return new Problem('invalid', message, { errors })
}

/** More was sent than is read (RFC 9110 §15.5.14); the form is shown again like one that is wrong. */
export function tooLarge(errors: FieldError[], message = 'Cet envoi est trop volumineux.'): Problem {
  return new Problem('too-large', message, { errors })
}

export function forbidden(message = 'Vous n’avez pas le droit de faire cela.'): Problem {
  return new Problem('forbidden', message)
}

export function missing(message = 'Cette page n’existe pas, ou vous n’y avez pas accès.'): Problem {
  return new Problem('missing', message)
}

export function conflict(message: string, errors: FieldError[] = []): Problem {
  return new Problem('conflict', message, { errors })
}

/** `retryAfter`: seconds until trying again makes sense (RFC 9110 §10.2.3). */
export function throttled(message: string, retryAfter: number): Problem {
  return new Problem('throttled', message, { retryAfter })
}

export function unavailable(
  message = 'Le service est momentanément indisponible. Réessayez dans un instant.',
  retryAfter = 5,
): Problem {
  return new Problem('unavailable', message, { retryAfter })
}
