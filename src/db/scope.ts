import type { Fragment } from 'postgres'
import { type Action, type Actor, type Reach, reaches } from '../actor'
import { part, some } from './part'
import { sql } from './sql'

/**
 * The rows of `personnel` (alias `p`) for which the actor may do this, as a condition.
 * Reads start from it, so that a file out of reach does not exist for the query; for a field,
 * `case when ${visibleTo(actor, 'field.salary')} then p.index_points end`.
 */
export function visibleTo(actor: Actor, action: Action = 'personnel.read'): Fragment[] {
  return some(reaches(actor, action).map(condition))
}

function condition(reach: Reach): Fragment {
  switch (reach.scope) {
    case 'all':
      return part`true`
    case 'self':
      return sql`p.id = ${reach.personId}`
    case 'unit':
      return sql`p.unit_id in (select subtree(${reach.unitId}))`
    case 'fictitious':
      return part`p.fictitious`
  }
}

/** The same for a unit (alias `u`): whether its people are within reach. */
export function unitWithin(actor: Actor, action: Action): Fragment[] {
  return some(
    reaches(actor, action).flatMap((reach) => {
      if (reach.scope === 'all') return [part`true`]
      return reach.scope === 'unit' ? [sql`u.id in (select subtree(${reach.unitId}))`] : []
    }),
  )
}

/** Whether the actor may do this whatever the row, as a condition: for rows that are about no person. */
export function granted(actor: Actor, action: Action): Fragment {
  return reaches(actor, action).some((reach) => reach.scope === 'all') ? part`true` : part`false`
}
