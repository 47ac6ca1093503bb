import { Hono } from 'hono'
import { mustEnrol } from '../actor'
import type { Env } from '../http/env'
import { openStream } from './live'

export const live = new Hono<Env>().get('/', (c) => {
  const actor = c.get('actor')
  // never away to the sign-in page: what one is writing there is still on the page that asks
  if (!actor) return c.text('Votre session a expiré. Connectez-vous de nouveau.', 401)
  if (mustEnrol(actor)) return c.text('Votre rôle demande un second facteur.', 403)
  c.header('Content-Type', 'text/event-stream; charset=utf-8')
  // nothing between may keep it, gather it or compress it
  c.header('Cache-Control', 'private, no-store, no-transform')
  c.header('X-Accel-Buffering', 'no')
  if (c.req.method === 'HEAD') return c.body(null)
  return c.body(openStream(actor, c.req.header('last-event-id')) as ReadableStream)
})
