import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { config } from '../config'
import { log } from '../lib/log'
import type { Visit } from './gate'

/** Where a request comes from, as far as it can be believed. */
export type Edge = {
  /** The client: what the edge says when it may be believed, the socket's peer otherwise. */
  address: string
  source: 'cf' | 'peer'
  peer: string
  ray: string | null
  country: string | null
}

/**
 * Believes `CF-Connecting-IP`, `CF-Ray` and `CF-IPCountry` only from a peer in `TRUSTED_PEERS` (the tunnel, nginx):
 * whoever else reaches the port can write any header. A claim that cannot be believed is logged once per request.
 */
export function edge(visit: Visit): undefined {
  const { headers, socket } = visit.incoming
  const peer = plain(socket.remoteAddress)
  const judge = trusted(peer) ? believe : ignore
  visit.edge = judge(headers, peer, visit.moment.requestId)
}

type Headers = NodeJS.Dict<string | string[]>

function believe(headers: Headers, peer: string, requestId: string): Edge {
  const claimed = headers['cf-connecting-ip']
  const address = one(claimed, (value) => isIP(value) !== 0 && !value.includes('%'))
  if (claimed !== undefined && address === null) logSpoof(peer, ['cf-connecting-ip'], requestId)
  return {
    address: address === null ? peer : plain(address),
    source: address === null ? 'peer' : 'cf',
    peer,
    ray: one(headers['cf-ray'], (value) => /^[0-9a-f]{16}(-[A-Z]{3})?$/.test(value)),
    country: one(headers['cf-ipcountry'], (value) => /^[A-Z][A-Z0-9]$/.test(value)),
  }
}

function ignore(headers: Headers, peer: string, requestId: string): Edge {
  const claimed = Object.keys(headers).filter((name) => isClaim(name))
  if (claimed.length > 0) logSpoof(peer, claimed, requestId)
  return { address: peer, source: 'peer', peer, ray: null, country: null }
}

/** Exactly one value of the right form, or nothing: a header sent twice arrives joined by a comma. */
function one(value: string | string[] | undefined, valid: (value: string) => boolean): string | null {
  return typeof value === 'string' && valid(value) ? value : null
}

const claims = new Set(['x-real-ip', 'forwarded', 'true-client-ip', 'cdn-loop'])

/** What only something in front of the site may say. */
export function isClaim(name: string): boolean {
  return name.startsWith('cf-') || name.startsWith('x-forwarded-') || claims.has(name)
}

const judged = new Map<string, boolean>()

function trusted(peer: string): boolean {
  if (config.TRUSTED_PEERS.length === 0) return false
  const known = judged.get(peer)
  if (known !== undefined) return known
  const address = ipaddr.parse(peer)
  const verdict = config.TRUSTED_PEERS.some(
    ([range, bits]) => address.kind() === range.kind() && address.match(range, bits),
  )
  if (judged.size > 1_000) judged.clear()
  judged.set(peer, verdict)
  return verdict
}

/** As Postgres and limits know an address: `::ffff:192.0.2.1` is 192.0.2.1, and `fe80::1%eth0` has no zone. */
function plain(address: string | undefined): string {
  // the client has left already: nobody is answered any more
  if (address === undefined) return '0.0.0.0'
  if (!address.includes(':')) return address
  const bare = address.toLowerCase().split('%', 1)[0]!
  // or ::ffff:c000:201, or 0:0:0:0:0:ffff:192.0.2.1: whoever can be written in several ways is counted once
  return /^[0:]+:ffff:/.test(bare) ? ipaddr.process(bare).toString() : bare
}

function logSpoof(peer: string, headers: string[], requestId: string): void {
  log.warn({ 'network.peer.address': peer, headers, 'request.id': requestId }, 'edge.header_spoof')
}
