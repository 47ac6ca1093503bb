import type { Context } from 'hono'
import type { User } from '../actor'
import type { FieldError, Problem } from '../lib/problems'
import type { Visit } from './gate'

/** Shows a form again after a refusal: what was typed, and what is wrong with it. */
export type Refill = (
  problem: Problem,
  typed: Record<string, string>,
  errors: FieldError[],
) => Response | Promise<Response>

export type Env = {
  Bindings: Visit
  Variables: {
    actor: User | null
    /** A cookie came that opens nothing by now. */
    sessionEnded: true | undefined
    refill: Refill | undefined
    typed: Record<string, string>
    /** What stands behind the link of a letter that is of no use. */
    spent: ((message: string) => Response | Promise<Response>) | undefined
  }
}

export type Ctx = Context<Env>
