import type { MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { authenticate, sessionCookie } from '../auth/sessions'
import type { Ctx, Env } from './env'

/** From the cookie to the actor. Without a valid session the actor is nobody; guards decide what that means. */
export function session(): MiddlewareHandler<Env> {
  return async function session(c, next) {
    c.set('actor', null)
    const token = getCookie(c, sessionCookie.name)
    if (token === undefined) return next()
    const { edge, moment } = c.env
    const origin = { address: edge.address, cfRay: edge.ray, requestId: moment.requestId }
    // what a browser is told in answer to HEAD, it may not keep
    const found = await authenticate(token, origin, c.req.method !== 'HEAD')
    if (!found) {
      c.set('sessionEnded', true)
      return withoutCookie(c, next)
    }
    c.set('actor', found.actor)
    moment.formats = found.actor?.preferences.formats
    if (found.cookie) c.header('Set-Cookie', found.cookie, { append: true })
    return next()
  }
}

/** A cookie that opens nothing is taken back, unless the answer brings a new one. */
async function withoutCookie(c: Ctx, next: () => Promise<void>): Promise<void> {
  await next()
  const brought = c.res.headers.getSetCookie().some((cookie) => cookie.startsWith(`${sessionCookie.name}=`))
  if (!brought) c.header('Set-Cookie', sessionCookie.cleared, { append: true })
}
