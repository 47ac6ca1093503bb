import type { MiddlewareHandler } from 'hono'
import { countView } from '../redis/counters'
import { routeOf } from './access-log'
import type { Env } from './env'

/** Counts the pages people read, after the answer has left: never a reason to wait. */
export function pageViews(): MiddlewareHandler<Env> {
  return function pageViews(c, next) {
    const actor = c.get('actor')
    if (actor && c.req.method === 'GET') {
      c.env.outgoing.once('finish', () => {
        const route = routeOf(c)
        if (route && c.env.outgoing.statusCode === 200) countView(route, actor.id)
      })
    }
    return next()
  }
}
