import type { Fragment } from 'postgres'
import { sql } from './sql'

/**
 * A piece of a statement without values, made once: each `sql` of its own is a promise with all that hangs on it, and a
 * statement of the list has forty of them.
 */
export function part(text: TemplateStringsArray): Fragment {
  const known = made.get(text) ?? sql(text)
  made.set(text, known)
  return known
}

const made = new WeakMap<TemplateStringsArray, Fragment>()

/** A condition; an array is read as one text. */
export type Condition = Fragment | Fragment[]

/** All of the conditions, or `true` when there is none. */
export function every(conditions: Condition[]): Fragment[] {
  return conditions.length === 0 ? [part`true`] : joined(conditions, part`and`)
}

/** One of the conditions, or `false` when there is none. In parentheses. */
export function some(conditions: Condition[]): Fragment[] {
  return conditions.length === 0 ? [part`false`] : [part`(`, ...joined(conditions, part`or`), part`)`]
}

function joined(conditions: Condition[], between: Fragment): Fragment[] {
  return conditions.flatMap((one, index) => (index === 0 ? one : [between, one].flat()))
}
