import type { MiddlewareHandler } from 'hono'
import type { User } from '../actor'
import { outside } from '../lib/moment'
import { Problem } from '../lib/problems'
import { routeOf } from './access-log'
import type { Env } from './env'
import { printable, shownPath } from './printable'

/** What somebody who is signed in asked for and did not get; `id`: the row that the address names, when it names one. */
export type Refusal = { method: string; route: string; id: string | null; status: number }

/** Of an id that is none: ours have 36 characters at most. */
const longest = 60

/** Tells of refusals, once their answer has left: nobody waits for it. */
export function refusals(tell: (actor: User, refusal: Refusal) => Promise<void>): MiddlewareHandler<Env> {
  return async function refusals(c, next) {
    await next()
    const [actor, problem] = [c.get('actor'), c.error]
    if (!actor || !(problem instanceof Problem)) return
    const id = c.req.param('id') ?? null
    if (problem.kind !== 'forbidden' && !(problem.kind === 'missing' && id !== null)) return
    const refusal = {
      method: c.req.method,
      // what no route of ours has answered is somebody's own words
      route: routeOf(c) ?? shownPath(c.req.path),
      id: id && printable(id.slice(0, longest)),
      status: problem.status,
    }
    c.env.outgoing.once('close', () => outside(() => void tell(actor, refusal)))
  }
}
