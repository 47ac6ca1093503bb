import type { MiddlewareHandler } from 'hono'
import type { Ctx, Env } from './env'

/**
 * Says what stands behind the link of a letter that cannot be used any more, or never could: one page whatever the reason,
 * so that nothing is learnt from it by trying. `message`: the sentence of the refusal.
 */
export function spent(show: (c: Ctx, message: string) => Response | Promise<Response>): MiddlewareHandler<Env> {
  return async function spent(c, next) {
    c.set('spent', (message) => show(c, message))
    await next()
  }
}
