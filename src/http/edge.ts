import { isIP } from 'node:net'
import type { MiddlewareHandler } from 'hono'
import ipaddr from 'ipaddr.js'
import { config } from '../config'
import { log } from '../lib/log'
import type { Env } from './env'

/** Where a request comes from, as far as it can be believed. */
export type Edge = {
  /** The client: what the edge says when it may be believed, the socket's peer otherwise. */
  address: string
  source: 'cf' | 'peer'
  peer: string
  ray: string | null
  country: string | null
}

const claims = ['cf-connecting-ip', 'cf-ray', 'cf-ipcountry', 'cf-visitor', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'true-client-ip']

/**
 * Believes `CF-Connecting-IP`, `CF-Ray` and `CF-IPCountry` only from a peer in `TRUSTED_PEERS` (the tunnel, nginx):
 * whoever else reaches the port can write any header. A claim that cannot be believed is logged once per request.
 */
export function edge(): MiddlewareHandler<Env> {
  return async function edge(c, next) {
    const { headers, socket } = c.env.incoming
    const peer = plain(socket.remoteAddress ?? '')
    if (trusted(peer)) c.set('edge', believe(headers, peer, c.get('moment').requestId))
    else {
      c.set('edge', { address: peer, source: 'peer', peer, ray: null, country: null })
      const claimed = claims.filter((name) => headers[name] !== undefined)
      if (claimed.length > 0) spoofed(peer, claimed, c.get('moment').requestId)
    }
    await next()
  }
}

function believe(headers: NodeJS.Dict<string | string[]>, peer: string, requestId: string): Edge {
  const claimed = headers['cf-connecting-ip']
  const address = one(claimed, (value) => isIP(value) !== 0)
  if (claimed !== undefined && address === null) spoofed(peer, ['cf-connecting-ip'], requestId)
  return {
    address: address ?? peer,
    source: address ? 'cf' : 'peer',
    peer,
    ray: one(headers['cf-ray'], (value) => /^[0-9a-f]{16}(-[A-Z]{3})?$/.test(value)),
    country: one(headers['cf-ipcountry'], (value) => /^[A-Z][A-Z0-9]$/.test(value)),
  }
}

/** Exactly one value of the right form, or nothing: a header sent twice arrives joined by a comma. */
function one(value: string | string[] | undefined, valid: (value: string) => boolean): string | null {
  return typeof value === 'string' && valid(value) ? value : null
}

const judged = new Map<string, boolean>()

function trusted(peer: string): boolean {
  if (config.TRUSTED_PEERS.length === 0 || !isIP(peer)) return false
  const known = judged.get(peer)
  if (known !== undefined) return known
  const address = ipaddr.parse(peer)
  const verdict = config.TRUSTED_PEERS.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits))
  if (judged.size > 1_000) judged.clear()
  judged.set(peer, verdict)
  return verdict
}

/** `::ffff:192.0.2.1` is the IPv4 address 192.0.2.1 on a socket that speaks both. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}

function spoofed(peer: string, headers: string[], requestId: string): void {
  log.warn({ 'network.peer.address': peer, headers, 'request.id': requestId }, 'edge.header_spoof')
}
