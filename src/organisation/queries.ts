import type { Action, Actor } from '../actor'
import { unitWithin } from '../db/scope'
import { sql } from '../db/sql'

export type UnitInTree = { code: string; name: string; depth: number; closed: boolean }

/** Siblings stand in the order that was decided, then in that of the alphabet; `way` is an order for the whole tree. */
const tree = () => sql`
  with recursive tree as (
    select id, code, name, closed_on, 0 as depth, array[lpad(rank::text, 3, '0') || name_key] as way
    from units
    where parent_id is null
    union all
    select u.id, u.code, u.name, u.closed_on, tree.depth + 1, tree.way || (lpad(u.rank::text, 3, '0') || u.name_key)
    from units u
    join tree on u.parent_id = tree.id
  )`

/** The units, as a tree in reading order; those that are closed too, which old lines still name. */
export async function listUnits(): Promise<UnitInTree[]> {
  return sql`${tree()} select code, name, depth, closed_on is not null as closed from tree order by way`
}

/** Those that somebody or something may be put into. */
export async function listOpenUnits(): Promise<UnitInTree[]> {
  return sql`${tree()} select code, name, depth, false as closed from tree where closed_on is null order by way`
}

/**
 * Those of them where the actor may do this to people; the outermost are at depth 0. `besides`: one that is offered even when it
 * is closed, for somebody stands in it.
 */
export async function listUnitsWithin(
  actor: Actor,
  action: Action,
  besides: string | null = null,
): Promise<UnitInTree[]> {
  return sql`
    ${tree()}
    select code, name, depth - min(depth) over () as depth, closed_on is not null as closed
    from tree u
    where ${unitWithin(actor, action)} and (closed_on is null or code = ${besides})
    order by way`
}
