import type { ServerResponse } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'
import { log } from '../lib/log'
import { Problem } from '../lib/problems'
import { logBug, nameOf } from './bug'
import type { Ctx, Env } from './env'
import type { Visit } from './gate'
import { measure } from './metrics'
import { printable, shownPath } from './printable'
import { statusInstead } from './refuse-raw'

/**
 * One line per request, written once its answer has left (or its client has). Names are OpenTelemetry's.
 * Never cookies, bodies, query strings or tokens.
 */
export function accessLog(visit: Visit): undefined {
  const began = performance.now()
  // on and not once, which makes and undoes a wrapper for what comes once anyway
  visit.outgoing.on('close', () => write(visit, performance.now() - began))
}

/** For the line: who it was, which route answered, and what went wrong. */
export const known: MiddlewareHandler<Env> = (c, next) => {
  c.env.context = c
  return next()
}

function write(visit: Visit, ms: number): void {
  const { incoming, outgoing, edge, fault, moment, context, closed } = visit
  const actor = context?.get('actor')
  const line = {
    'http.request.method': incoming.method,
    'url.path': shownPath(incoming.url ?? ''),
    'http.route': visit.route ?? (context ? routeOf(context) : null),
    'http.response.status_code': outgoing.writableFinished ? outgoing.statusCode : statusInstead(outgoing),
    'error.type': closed ? 'maintenance' : errorType(outgoing, context?.error),
    // a word of ours: never its name, which may be somebody's
    ...(context?.error instanceof Problem && fileFaultOf(context.error)),
    duration_ms: round(ms),
    'client.address': edge.address,
    'client.address_source': edge.source,
    'network.peer.address': edge.peer,
    'cf.ray': edge.ray,
    'cf.country': edge.country,
    'request.id': moment.requestId,
    'user.id': actor?.id ?? null,
    'session.id': actor?.sessionId.slice(0, 16) ?? null,
    'db.calls': moment.db.calls,
    'db.ms': round(moment.db.ms),
    'redis.calls': moment.redis.calls,
    'redis.ms': round(moment.redis.ms),
    cache: moment.cache ?? null,
    'htmx.request': incoming.headers['hx-request'] === 'true',
    'user_agent.original': printable(incoming.headers['user-agent']?.slice(0, 256) ?? '') || null,
    // what was asked for instead of a page of ours
    ...(fault && { 'url.original': shownPath(fault.asked) }),
  }
  measure(visit, line['http.route'], line['http.response.status_code'], ms)
  // what broke while the answer was on its way, too late for another one
  if (outgoing.errored) logBug(visit, outgoing.errored)
  // a house that is closed on purpose wakes nobody up
  const failed = (outgoing.statusCode >= 500 && !closed) || outgoing.errored !== null
  const level = failed ? 'error' : outgoing.statusCode >= 400 ? 'warn' : 'info'
  unredacted()[level](line, 'http.server.request')
}

let plain: { of: Logger; log: Logger } | undefined

/** The log without its search for secrets, which takes longer than all the rest: each field of this line is named above. */
function unredacted(): Logger {
  if (plain?.of !== log) plain = { of: log, log: log.child({}, { redact: [] }) }
  return plain.log
}

/** The template of the route that answered (`/personnel/:id`), or nothing for a path that has none. */
export function routeOf(c: Ctx): string | null {
  const route = routePath(c)
  return route === '/*' ? null : route
}

/** Why it was not answered as asked, when it was not: the code of a bug, who broke it off, a kind of refusal. */
function errorType(outgoing: ServerResponse, error: Error | undefined): string | undefined {
  if (outgoing.errored) return nameOf(outgoing.errored)
  if (!outgoing.writableFinished) return statusInstead(outgoing) ? 'unreadable' : 'client_abort'
  if (!error) return undefined
  if (error instanceof Problem) return error.kind
  return error instanceof HTTPException ? String(error.status) : nameOf(error)
}

/** Why a file that was sent is not taken. */
function fileFaultOf({ detail: { fileFault } }: Problem) {
  return fileFault && { 'file.refused': fileFault }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
