import type { MiddlewareHandler } from 'hono'
import { forbidden } from '../lib/problems'
import type { Env } from './env'
import { ownOrigins } from './host'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whatever changes something must come from our own pages, whatever its content type: `Sec-Fetch-Site: same-origin`,
 * or, from a browser that does not say, an `Origin` that is ours. A request with neither is refused (OWASP CSRF).
 */
export function csrf(): MiddlewareHandler<Env> {
  return async function csrf(c, next) {
    if (!safe.has(c.req.method) && !fromOurPages(c.env.incoming.headers)) {
      throw forbidden('Cette demande ne vient pas d’une page du site. Rechargez la page et recommencez.')
    }
    return next()
  }
}

function fromOurPages(headers: NodeJS.Dict<string | string[]>): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const origin = headers.origin
  return typeof origin === 'string' && ownOrigins.has(origin)
}
