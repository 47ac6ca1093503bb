import type { MiddlewareHandler } from 'hono'
import type { FieldError, Problem } from '../lib/problems'
import type { Ctx, Env } from './env'

/** What a form is shown again with: what was wrong, and what had been typed. */
export type Again = { problem: Problem; typed: Record<string, string>; errors: FieldError[] }

/** Says how a form is shown again when the verb behind it refuses: same page, what was typed, message at the field. */
export function refill(show: (c: Ctx, again: Again) => Response | Promise<Response>): MiddlewareHandler<Env> {
  return async function refill(c, next) {
    c.set('refill', (problem, typed, errors) => show(c, { problem, typed, errors }))
    await next()
  }
}
