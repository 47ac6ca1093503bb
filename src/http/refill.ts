import type { MiddlewareHandler } from 'hono'
import type { FieldError, Problem } from '../lib/problems'
import type { Ctx, Env } from './env'

/** Says how a form is shown again when the verb behind it refuses: same page, what was typed, message at the field. */
export function refill(
  show: (
    c: Ctx,
    again: { problem: Problem; typed: Record<string, string>; errors: FieldError[] },
  ) => Response | Promise<Response>,
): MiddlewareHandler<Env> {
  return async function refill(c, next) {
    c.set('refill', (problem, typed, errors) => show(c, { problem, typed, errors }))
    await next()
  }
}
