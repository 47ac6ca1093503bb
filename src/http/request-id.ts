import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { during, newMoment } from '../lib/moment'
import type { Env } from './env'

/** Gives each request an id of ours, shown to the person when something breaks and to ops in the log. */
export function requestId(): MiddlewareHandler<Env> {
  return function requestId(c, next) {
    const id = uuidv7(Date.now())
    const moment = newMoment(id, c.req.path)
    c.set('moment', moment)
    // on the bare answer, so that it stays there whatever becomes of Hono's
    c.env.outgoing.setHeader('X-Request-Id', id)
    return during(moment, next)
  }
}

/** RFC 9562 §5.7: 48 bits of Unix milliseconds, then the randomness of a version 4, which Node keeps in store. */
export function uuidv7(now: number): string {
  const time = now.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
