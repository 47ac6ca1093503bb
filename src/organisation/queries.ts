import type { Action, Actor } from '../actor'
import { unitWithin } from '../db/scope'
import { sql } from '../db/sql'

export type UnitInTree = { code: string; name: string; depth: number }

/** The units, as a tree in reading order. */
export async function listUnits(): Promise<UnitInTree[]> {
  return sql`
    with recursive tree as (
      select id, code, name, 0 as depth, array[name_key] as way from units where parent_id is null
      union all
      select u.id, u.code, u.name, tree.depth + 1, tree.way || u.name_key from units u join tree on u.parent_id = tree.id
    )
    select code, name, depth from tree order by way`
}

/** Those of them where the actor may do this to people; the outermost are at depth 0. */
export async function listUnitsWithin(actor: Actor, action: Action): Promise<UnitInTree[]> {
  return sql`
    with recursive tree as (
      select id, code, name, 0 as depth, array[name_key] as way from units where parent_id is null
      union all
      select u.id, u.code, u.name, tree.depth + 1, tree.way || u.name_key from units u join tree on u.parent_id = tree.id
    )
    select code, name, depth - min(depth) over () as depth from tree u where ${unitWithin(actor, action)} order by way`
}
