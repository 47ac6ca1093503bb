import type { MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { authenticate, sessionCookie } from '../auth/sessions'
import type { Env } from './env'

/** From the cookie to the actor. Without a valid session the actor is nobody; guards decide what that means. */
export function session(): MiddlewareHandler<Env> {
  return async function session(c, next) {
    c.set('actor', null)
    const token = getCookie(c, sessionCookie.name)
    if (token) {
      const edge = c.get('edge')
      const origin = { address: edge.address, cfRay: edge.ray, requestId: c.get('moment').requestId }
      const found = await authenticate(token, origin)
      c.set('actor', found?.actor ?? null)
      if (found?.renewed) c.header('Set-Cookie', sessionCookie.header(token), { append: true })
    }
    await next()
  }
}
