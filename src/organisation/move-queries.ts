import { sql, type Tx } from '../db/sql'

/** What follows when a unit goes elsewhere with all that is in it, as far as it can be counted before. */
export type Consequence = {
  people: number
  units: number
  /** Roles held over it, or over what is below it. */
  roles: number
  /** Accounts that reach other people than before. */
  accounts: number
}

/**
 * `unitId` below `under`: who holds a role over what is above it on one side only reaches its people from now on, or does not any
 * more. With `merged`, those who hold one over the unit itself reach what `under` has.
 */
export async function countMove(
  unitId: number,
  under: number,
  { today, merged }: { today: string; merged: boolean },
): Promise<Consequence> {
  const [row] = await sql<[Consequence]>`
    with recursive before as (
      select id, parent_id from units where id = (select parent_id from units where id = ${unitId})
      union all
      select u.id, u.parent_id from before join units u on u.id = before.parent_id
    ), after as (
      select id, parent_id from units where id = ${under}
      union all
      select u.id, u.parent_id from after join units u on u.id = after.parent_id
    ), other as (
      select id from before where id not in (select id from after)
      union all
      select id from after where id not in (select id from before)
      union all
      select ${unitId}::bigint where ${merged}
    )
    select
      (
        select count(*)::int from personnel
        where unit_id in (select subtree(${unitId})) and (left_on is null or left_on > ${today})
      ) as people,
      (select count(*)::int - 1 from units where id in (select subtree(${unitId})) and closed_on is null) as units,
      (
        select count(*)::int from user_roles
        where unit_id in (select subtree(${unitId})) and (ends_on is null or ends_on >= ${today})
      ) as roles,
      (
        select count(distinct r.user_id)::int
        from user_roles r
        join users u on u.id = r.user_id and u.disabled_at is null
        where r.unit_id in (select id from other) and (r.ends_on is null or r.ends_on >= ${today})
      ) as accounts`
  return row
}

export type Moved = { id: string; name: string; version: number }

/** Everybody who is in a unit, or will be, into another, with the line of their career that says so. In the order of their ids. */
export async function movePeople(
  tx: Tx,
  from: number,
  into: number,
  { on, decisionNumber, today }: { on: string; decisionNumber: string | null; today: string },
): Promise<Moved[]> {
  return tx<Moved[]>`
    with held as (
      select id from personnel
      where unit_id = ${from} and (left_on is null or left_on > ${today})
      order by id
      for no key update
    ), moved as (
      update personnel p set unit_id = ${into}
      from held
      where p.id = held.id
      returning p.id, p.last_name || ' ' || p.first_names as name, p.version, p.started_on
    ), written as (
      insert into career_events (person_id, kind, effective_on, decision_number, unit_id)
      select id, 'affectation', greatest(${on}::date, started_on), ${decisionNumber}, ${into} from moved
    )
    select id, name, version from moved order by id`
}

/** Units right below one, below another. Returns how many. */
export async function moveUnits(tx: Tx, from: number, into: number): Promise<number> {
  const { count } = await tx`
    update units set parent_id = ${into}, version = version + 1 where parent_id = ${from} and closed_on is null`
  return count
}
