import { Hono } from 'hono'
import { config } from './config'
import { known } from './http/access-log'
import type { Env } from './http/env'
import { onError } from './http/errors'
import { unavailable } from './lib/problems'

/** What answers where the site will be while the database is waited for: alive, not ready, and the page of an outage for all else. */
export function createWaitingRoom(): Hono<Env> {
  const room = new Hono<Env>().use(known)
  room.get(`${config.BASE_PATH}/livez`, (c) => c.text('ok'))
  room.get(`${config.BASE_PATH}/readyz`, (c) => {
    c.header('Retry-After', '5')
    return c.text('indisponible', 503)
  })
  room.all('*', () => {
    throw unavailable()
  })
  return room.onError(onError)
}
