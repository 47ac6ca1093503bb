import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { MaintenancePage } from '../../components/layout/maintenance'
import { can } from '../actor'
import { organisation } from '../lib/organisation'
import { path } from '../lib/paths'
import { isApi } from './api'
import type { Ctx, Env } from './env'
import { replaceContent } from './errors'
import { isPiece, render } from './render'

/** Seconds after which it makes sense to come again (RFC 9110 §10.2.3). */
const retryAfter = 300

/**
 * While the house is closed, everybody but those who keep it gets this one page. Sessions go on; who keeps it signs in as usual.
 * What comes before this (static files, what ops ask, the metrics) is answered as ever.
 */
export function maintenance(): MiddlewareHandler<Env> {
  return async function maintenance(c, next) {
    const { closed } = organisation()
    if (closed === null || mayPass(c)) return next()
    c.env.closed = true
    c.header('Retry-After', String(retryAfter))
    if (isApi(c)) throw new HTTPException(503, { message: closed })
    c.status(503)
    if (isPiece(c)) replaceContent(c)
    const { method } = c.req
    const again = method === 'GET' ? c.env.incoming.url : undefined
    const page = <MaintenancePage says={closed} retryHref={again} signedIn={c.get('actor') !== null} />
    return render(c, { title: 'Site en maintenance', alone: true }, page)
  }
}

/** The way in, with all its steps, the way out, and what these pages show. */
const doors = ['/connexion', '/deconnexion', '/logo', '/mot-de-passe', '/mot-de-passe-oublie', '/invitation']

function mayPass(c: Ctx): boolean {
  const actor = c.get('actor')
  if (actor && can(actor, 'settings.write')) return true
  return doors.some((door) => c.req.path === path(door) || c.req.path.startsWith(path(`${door}/`)))
}
