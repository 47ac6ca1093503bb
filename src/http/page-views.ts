import type { MiddlewareHandler } from 'hono'
import { countAction, countView } from '../redis/counters'
import { routeOf } from './access-log'
import type { Ctx, Env } from './env'

/** Counts the pages people read and the acts they do, after the answer has left: never a reason to wait. */
export function pageViews(): MiddlewareHandler<Env> {
  return function pageViews(c, next) {
    const actor = c.get('actor')
    if (actor && !isRefresh(c)) c.env.outgoing.once('finish', () => count(c, actor.id))
    return next()
  }
}

function count(c: Ctx, userId: string): void {
  const { incoming, outgoing } = c.env
  const route = routeOf(c)
  const type = String(outgoing.getHeader('content-type'))
  // asked at each pause of a hand that types
  if (route?.endsWith('/solidite')) return
  if (!route || outgoing.statusCode >= 400 || type.startsWith('text/event-stream')) return
  const read = incoming.method === 'GET' || incoming.method === 'HEAD'
  // a redirection is the way to a page, not one
  if (read && outgoing.statusCode !== 200) return
  if (read && type.startsWith('text/html')) countView(route, userId)
  else countAction(userId)
}

/** A page that asks for itself again from time to time is read by nobody more. */
function isRefresh(c: Ctx): boolean {
  const { headers, method, url = '' } = c.env.incoming
  const shown = headers['hx-current-url']
  return method === 'GET' && typeof shown === 'string' && URL.canParse(shown) && pathAndQuery(shown) === url
}

function pathAndQuery(address: string): string {
  const { pathname, search } = new URL(address)
  return pathname + search
}
