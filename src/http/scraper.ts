import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { config } from '../config'
import { isClaim } from './edge'
import type { Visit } from './gate'
import { isOurs } from './host'

/**
 * Who may read the metrics: a program on this machine, or one elsewhere that knows `METRICS_TOKEN`. Never what came through
 * the edge or a proxy, which speak to us from this machine too: neither may a page that a browser here was lured to.
 */
export function mayScrape({ incoming, edge }: Visit): boolean {
  if (Object.keys(incoming.headers).some((name) => name === 'via' || isClaim(name))) return false
  return knowsToken(incoming) || (isLoopback(edge.peer) && namesThisMachine(incoming))
}

function knowsToken({ headers }: IncomingMessage): boolean {
  if (!config.METRICS_TOKEN) return false
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${config.METRICS_TOKEN}`))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

/** The name as it was sent: another name that leads here is somebody's trick (DNS rebinding). */
function namesThisMachine({ rawHeaders }: IncomingMessage): boolean {
  const at = rawHeaders.findIndex((header, index) => index % 2 === 0 && header.toLowerCase() === 'host')
  const name = rawHeaders[at + 1] ?? ''
  return isOurs(name) || /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(name)
}
