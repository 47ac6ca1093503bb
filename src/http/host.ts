import type { MiddlewareHandler } from 'hono'
import { config } from '../config'
import type { Env } from './env'

const publicHost = new URL(config.PUBLIC_ORIGIN).host
const onLaptop = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(config.PUBLIC_ORIGIN).hostname)

/** The origins that are this site: `PUBLIC_ORIGIN`, and on a laptop every name of the loopback. */
export const ownOrigins: ReadonlySet<string> = new Set([
  config.PUBLIC_ORIGIN,
  ...(onLaptop ? ['localhost', '127.0.0.1', '[::1]'].map((name) => new URL(`http://${name}:${new URL(config.PUBLIC_ORIGIN).port}`).origin) : []),
])

const ownHosts = new Set([...ownOrigins].map((origin) => new URL(origin).host).concat(publicHost))
const probes = /\/(livez|readyz)$/

/** Answers only to its own name. Two `Host` headers, or a foreign absolute URL, are refused before anything is read. */
export function host(): MiddlewareHandler<Env> {
  return async function host(c, next) {
    const { rawHeaders, headers, url = '' } = c.env.incoming
    let names = 0
    for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]!.length === 4 && rawHeaders[i]!.toLowerCase() === 'host') names += 1
    if (names !== 1) return c.text('Requête mal formée : un seul en-tête Host est attendu.', 400)
    if (url.startsWith('http') && !ownHosts.has(new URL(c.req.url).host)) return c.text('Requête mal formée : adresse étrangère.', 400)
    // a container's health probe speaks to the loopback, whatever the public name
    if (!ownHosts.has(headers.host!.toLowerCase()) && !probes.test(c.req.path)) return c.text('Ce nom n’est pas servi ici.', 421)
    await next()
  }
}
