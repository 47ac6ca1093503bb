import { Hono } from 'hono'
import type { Env } from '../http/env'
import { sendJson } from '../http/send'
import { health, ready } from './health'

/** For probes and ops: alive, ready for traffic, and how each part is. No session, no rate limit. */
export const ops = new Hono<Env>()
  .get('/livez', (c) => c.text('ok'))
  .get('/readyz', async (c) => {
    const state = await ready()
    if (!state) c.header('Retry-After', '5')
    return c.text(state ? 'ok' : 'indisponible', state ? 200 : 503)
  })
  .get('/api/v1/health', async (c) => {
    const report = await health()
    c.status(report.status === 'unavailable' ? 503 : 200)
    if (report.status === 'unavailable') c.header('Retry-After', '5')
    return sendJson(c, report)
  })
