import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import { during, type Moment } from '../lib/moment'
import type { Edge } from './edge'
import type { Ctx, Env } from './env'

/** One request on its way through the house, from its first step to its line in the log. Hono's handlers know it as `c.env`. */
export type Visit = HttpBindings & {
  moment: Moment
  edge: Edge
  /** Of what answers before Hono. */
  route?: string
  /** From the moment it goes on to Hono. */
  context?: Ctx
}

/** Something that every request goes through without waiting. An answer is the end of it. */
export type Step = (visit: Visit) => Response | undefined

/**
 * The steps before Hono, in this order: what they answer (a static file above all) costs no routing and no promise. What comes
 * after them is known as this request's doing (`thisMoment`).
 */
export function gated(app: Hono<Env>, ...steps: Step[]): Hono<Env> {
  const { fetch } = app
  app.fetch = (request, env) => {
    const visit = env as Visit
    for (const step of steps) {
      const answer = step(visit)
      if (answer) return answer
    }
    return during(visit.moment, () => fetch(request, visit))
  }
  return app
}

/** The path as it was sent, without its query. */
export function pathOf({ incoming: { url = '' } }: Visit): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}

/** An answer to somebody who has no page of ours before them. */
export function plainText(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
