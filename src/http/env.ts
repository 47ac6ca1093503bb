import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { User } from '../actor'
import type { Moment } from '../lib/moment'
import type { FieldError, Problem } from '../lib/problems'
import type { Edge } from './edge'

/** Shows a form again after a refusal: what was typed, and what is wrong with it. */
export type Refill = (
  problem: Problem,
  typed: Record<string, string>,
  errors: FieldError[],
) => Response | Promise<Response>

export type Env = {
  Bindings: HttpBindings
  Variables: {
    moment: Moment
    edge: Edge
    actor: User | null
    refill: Refill | undefined
    typed: Record<string, string>
  }
}

export type Ctx = Context<Env>
