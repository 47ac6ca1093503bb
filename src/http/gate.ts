import type { IncomingMessage, RequestListener } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import { log } from '../lib/log'
import { during, type Moment } from '../lib/moment'
import { arrive } from './arrival'
import type { Edge } from './edge'
import type { Ctx, Env } from './env'
import type { Fault } from './host'
import { securityHeaders, setSecurityHeaders } from './security-headers'

/** One request on its way through the house, from its first step to its line in the log. Hono's handlers know it as `c.env`. */
export type Visit = HttpBindings & {
  moment: Moment
  edge: Edge
  /** Why it cannot be for us. */
  fault: Fault | undefined
  /** Of what answers before Hono. */
  route?: string
  /** Sent away because the house is closed, as its administrators decided. */
  closed?: boolean
  /** From the moment it goes on to Hono. */
  context?: Ctx
}

/** Something that every request goes through without waiting. An answer is the end of it. */
export type Step = (visit: Visit) => Answer | undefined

/** `headers`: names and values by turns, all but the request's id. `body`: bytes, since Node would make a copy of a text each time. */
export type Answer = { status: number; headers: string[]; body: Buffer | null }

/** What a request goes through: the steps in their order, then Hono. */
export type Pipeline = { steps: Step[]; app: Pick<Hono<Env>, 'fetch'> }

/**
 * What the steps answer (a static file above all) costs no routing, no promise and no Response. What comes after them is known
 * as this request's doing (`thisMoment`). No answer leaves without the security headers and the request's id.
 */
export function gate({ steps, app }: Pipeline): RequestListener {
  const visits = new WeakMap<IncomingMessage, Visit>()
  const goOn = getRequestListener(
    (request, { incoming }) => {
      const visit = visits.get(incoming as IncomingMessage)!
      return during(visit.moment, () => app.fetch(request, visit))
    },
    { errorHandler: lastResort },
  )
  return (incoming, outgoing) => {
    const visit = { incoming, outgoing, fault: arrive(incoming) } as Visit
    for (const step of steps) {
      const answer = step(visit)
      if (answer) return write(visit, answer)
    }
    setSecurityHeaders(outgoing)
    outgoing.setHeader('X-Request-Id', visit.moment.requestId)
    visits.set(incoming, visit)
    void goOn(incoming, outgoing)
  }
}

/** The path as it was sent, without its query. */
export function pathOf({ incoming: { url = '' } }: Visit): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}

/** An answer that can be given any number of times; its headers come after those of security, and instead of them. */
export function answerOf(status: number, headers: Record<string, string>, body: Buffer | null): Answer {
  const length = body ? { 'Content-Length': String(body.length) } : {}
  const all = { ...securityHeaders, ...headers, ...length }
  return { status, headers: Object.entries(all).flat(), body }
}

/** An answer to somebody who has no page of ours before them. */
export function plainText(status: number, text: string, headers: Record<string, string> = {}): Answer {
  return answerOf(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, Buffer.from(text))
}

/** All headers at once: set one by one, they would take longer than the rest. */
function write({ incoming, outgoing, moment }: Visit, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, headers.concat('X-Request-Id', moment.requestId))
  if (incoming.method === 'HEAD' || body === null) outgoing.end()
  else outgoing.end(body)
}

/** An error that the translator of errors did not survive. */
function lastResort(error: unknown): Response {
  log.error({ err: error }, 'error.unexpected')
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' }
  return new Response('Une erreur est survenue. Elle a été enregistrée.', { status: 500, headers })
}
