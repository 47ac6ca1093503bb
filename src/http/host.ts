import { config } from '../config'
import { type Answer, plainText, type Visit } from './gate'

const loopback = ['localhost', '127.0.0.1', '[::1]']
const { host: name, hostname, port, protocol } = new URL(config.PUBLIC_ORIGIN)

/** As `Host` gives it. */
export const ourName = name

/** The origins that are this site: `PUBLIC_ORIGIN`, and on a laptop every name of the loopback. */
export const ownOrigins: ReadonlySet<string> = new Set([
  config.PUBLIC_ORIGIN,
  ...(loopback.includes(hostname) ? loopback.map((name) => new URL(`http://${name}:${port}`).origin) : []),
])

const withPort = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
const ownNames = new Set([...ownOrigins].map((origin) => new URL(origin).host).concat(withPort))

/** Whether a `Host` header names this site. */
export function isOurs(name: string): boolean {
  return ownNames.has(name) || ownNames.has(name.toLowerCase())
}

/** Why a request cannot be for us, and what it asked for. */
export type Fault = { status: 400 | 421 | 431; message: string; asked: string }

/** Refuses what `arrive` found fault with, before anything else is read, but after its line in the log is sure. */
export function host({ fault }: Visit): Answer | undefined {
  return fault && plainText(fault.status, fault.message, { Connection: 'close' })
}
