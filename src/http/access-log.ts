import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { log } from '../lib/log'
import type { Ctx, Env } from './env'

/**
 * One line per request, written once its answer has left (or its client has). Names are OpenTelemetry's.
 * Never cookies, bodies, query strings or tokens.
 */
export function accessLog(): MiddlewareHandler<Env> {
  return async function accessLog(c, next) {
    const began = performance.now()
    c.env.outgoing.once('close', () => write(c, performance.now() - began))
    await next()
  }
}

function write(c: Ctx, ms: number): void {
  const { incoming, outgoing } = c.env
  const edge = c.get('edge')
  const moment = c.get('moment')
  const actor = c.get('actor')
  const aborted = !outgoing.writableFinished
  const line = {
    'http.request.method': incoming.method,
    'url.path': c.req.path.slice(0, 512),
    'http.route': routeOf(c),
    'http.response.status_code': aborted ? null : outgoing.statusCode,
    ...(aborted ? { 'error.type': 'client_abort' } : {}),
    duration_ms: round(ms),
    'client.address': edge?.address,
    'client.address_source': edge?.source,
    'network.peer.address': edge?.peer,
    'cf.ray': edge?.ray,
    'cf.country': edge?.country,
    'request.id': moment.requestId,
    'user.id': actor?.id ?? null,
    'session.id': actor?.sessionId.slice(0, 16) ?? null,
    'db.calls': moment.db.calls,
    'db.ms': round(moment.db.ms),
    'redis.calls': moment.redis.calls,
    'redis.ms': round(moment.redis.ms),
    cache: moment.cache ?? null,
    'htmx.request': incoming.headers['hx-request'] === 'true',
    'user_agent.original': incoming.headers['user-agent']?.slice(0, 256) ?? null,
  }
  const level = outgoing.statusCode >= 500 ? 'error' : outgoing.statusCode >= 400 ? 'warn' : 'info'
  log[level](line, 'http.server.request')
}

/** The template of the route that answered (`/personnel/:id`), or nothing for a path that has none. */
export function routeOf(c: Ctx): string | null {
  const route = routePath(c, -1)
  return route.endsWith('/*') ? null : route
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
