import type { MiddlewareHandler } from 'hono'
import { throttled } from '../lib/problems'
import { limiter } from '../redis/limiter'
import type { Env } from './env'
import { actorOf } from './guards'

/** At most so many times per person and period: for what is heavy for the house (an export of everything). */
export function rateLimit(name: string, points: number, seconds: number): MiddlewareHandler<Env> {
  const limit = limiter(name, points, seconds)
  return async function rateLimit(c, next) {
    const outcome = await limit.consume(actorOf(c).id)
    if (!outcome.allowed)
      throw throttled('Vous avez fait cette demande plusieurs fois de suite. Patientez un instant.', outcome.retryAfter)
    await next()
  }
}
