import type { IncomingMessage } from 'node:http'
import { path } from '../lib/paths'
import { type Fault, isOurs, ourName } from './host'

const mostHeaders = 100
const overridable = new Set(['PUT', 'PATCH', 'DELETE'])

/**
 * Makes of what came over the socket something that Hono can read, whatever it is: a path, the method that is meant, and our
 * own name, so that no address is ever built from one that a client chose. What was wrong with it is for `host` to refuse.
 */
export function arrive(incoming: IncomingMessage): Fault | undefined {
  const target = pathOf(incoming.url ?? '')
  const fault = judge(incoming, target)
  incoming.url = target ?? '/'
  incoming.headers.host = ourName
  if (incoming.method === 'POST') incoming.method = methodMeant(incoming.url)
  return fault
}

function judge(incoming: IncomingMessage, target: string | null): Fault | undefined {
  const { rawHeaders, url = '' } = incoming
  if (rawHeaders.length > 2 * mostHeaders)
    return { status: 431, message: 'Requête refusée : trop d’en-têtes.', asked: url }
  const names = hostsIn(rawHeaders)
  const [name = ''] = names
  if (names.length !== 1)
    return { status: 400, message: 'Requête mal formée : un seul en-tête Host est attendu.', asked: names.join(' ') }
  if (target === null)
    return { status: 400, message: 'Requête mal formée : cette adresse n’est pas de ce site.', asked: url }
  if (isOurs(name) || isProbe(incoming, target)) return undefined
  return { status: 421, message: 'Ce nom n’est pas servi ici.', asked: name }
}

function hostsIn(rawHeaders: string[]): string[] {
  const names: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const header = rawHeaders[i]!
    if (header.length === 4 && header.toLowerCase() === 'host') names.push(rawHeaders[i + 1]!)
  }
  return names
}

/** The path asked for, also of an address in full when it is ours (RFC 9112 §3.2.2); a browser writes no backslash in it. */
function pathOf(url: string): string | null {
  if (url.startsWith('/')) return /^[^?]*\\/.test(url) ? null : url
  if (!/^https?:\/\/[^\\]+$/i.test(url) || !URL.canParse(url)) return null
  const { host, pathname, search } = new URL(url)
  return isOurs(host) ? pathname + search : null
}

/** A container's health check speaks to the loopback, whatever the public name. */
function isProbe(incoming: IncomingMessage, target: string): boolean {
  const peer = incoming.socket.remoteAddress ?? ''
  return (
    (target === path('/livez') || target === path('/readyz') || target === '/metrics') &&
    /^(::1$|(::ffff:)?127\.)/.test(peer)
  )
}

/** A plain form can only POST: `?_method=PUT` says which act is meant, before anything of the pipeline has run. */
function methodMeant(target: string): string {
  const query = target.indexOf('?')
  if (query === -1 || !target.includes('_method=', query)) return 'POST'
  const meant = new URLSearchParams(target.slice(query)).get('_method') ?? ''
  return overridable.has(meant) ? meant : 'POST'
}
