import { Hono } from 'hono'
import type { Env } from '../http/env'
import { metricsText } from '../http/metrics'
import { mayScrape } from '../http/scraper'
import { send, sendJson } from '../http/send'
import { missing } from '../lib/problems'
import { health, ready } from './health'
import { figuresOfHouse } from './state'

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

/**
 * For Prometheus. Beside the site's base path, not under it: tunnel and nginx send on what is under it and nothing else, so
 * this address does not exist for them.
 */
export const metrics = new Hono<Env>().get('/metrics', async (c) => {
  if (!mayScrape(c.env)) throw missing()
  const { text, type } = await metricsText(await figuresOfHouse())
  return send(c, text, type)
})
