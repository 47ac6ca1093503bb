import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { during, newMoment } from '../lib/moment'
import type { Env } from './env'

/** Gives each request an id of ours, shown to the person when something breaks and to ops in the log. */
export function requestId(): MiddlewareHandler<Env> {
  return async function requestId(c, next) {
    const id = uuidv7(Date.now())
    const moment = newMoment(id, c.req.path)
    c.set('moment', moment)
    c.header('X-Request-Id', id)
    await during(moment, next)
  }
}

/** RFC 9562 §5.7: 48 bits of Unix milliseconds, then randomness. */
export function uuidv7(now: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
