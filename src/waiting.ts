import { Hono } from 'hono'
import { config } from './config'
import { known } from './http/access-log'
import type { Env } from './http/env'
import { onError } from './http/errors'
import { unavailable } from './lib/problems'
import { ops } from './ops/routes'

/** What answers where the site will be while the database is waited for: the same probes, and the page of an outage for all else. */
export function createWaitingRoom(): Hono<Env> {
  const room = new Hono<Env>().use(known)
  room.route(config.BASE_PATH || '/', ops)
  room.all('*', () => {
    throw unavailable()
  })
  return room.onError(onError)
}
