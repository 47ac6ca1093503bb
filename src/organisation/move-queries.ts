import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
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

/** Everybody who is in a unit, was or is to come into it, held until the end of the transaction, in the order of their ids. */
export async function holdPeople(tx: Tx, unitId: number): Promise<void> {
  await tx`
    select id from personnel
    where unit_id = ${unitId}
      or id in (select person_id from career_events where unit_id = ${unitId} and withdrawn_at is null)
    order by id
    for no key update`
}

export type Coming = { id: string; name: string; effectiveOn: string }

/** Those of them within the actor's reach, the first to come first. */
export async function listComing(actor: Actor, unitId: number, today: string, limit: number): Promise<Coming[]> {
  return sql<Coming[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, e.effective_on as "effectiveOn"
    from career_events e
    join personnel p on p.id = e.person_id
    where e.unit_id = ${unitId} and e.effective_on > ${today} and e.withdrawn_at is null and ${visibleTo(actor, 'personnel.list')}
    order by e.effective_on, p.name_key, p.id
    limit ${limit}`
}

export type Redirected = {
  id: string
  name: string
  version: number
  effectiveOn: string
  decisionNumber: string | null
}

/** Assignments to come into a unit lead into another: each is corrected by one that does, and stays to be read. */
export async function redirectComing(
  tx: Tx,
  from: number,
  into: number,
  { today, by, reason }: { today: string; by: string | null; reason: string },
): Promise<Redirected[]> {
  return tx<Redirected[]>`
    with old as (
      update career_events set withdrawn_at = now(), withdrawn_by = ${by}, withdrawn_reason = ${reason}
      where unit_id = ${from} and kind = 'affectation' and effective_on > ${today} and withdrawn_at is null
      returning id, person_id, effective_on, decision_number, note, batch_id, document_id
    ), written as (
      insert into career_events (
        person_id, kind, effective_on, decision_number, unit_id, note, recorded_by, replaces, batch_id, document_id)
      select person_id, 'affectation', effective_on, decision_number, ${into}, note, ${by}, id, batch_id, document_id from old
    )
    select p.id, p.last_name || ' ' || p.first_names as name, p.version, old.effective_on as "effectiveOn",
      old.decision_number as "decisionNumber"
    from old
    join personnel p on p.id = old.person_id
    order by p.id`
}

/** The decision that takes a unit into another: since when, and by whom. */
type Merging = { on: string; decisionNumber: string | null; today: string; by: string | null }

/** Everybody who is in a unit, or will be, into another, with the line of their career that says so. In the order of their ids. */
export async function movePeople(
  tx: Tx,
  from: number,
  into: number,
  { on, decisionNumber, today, by }: Merging,
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
      insert into career_events (person_id, kind, effective_on, decision_number, unit_id, recorded_by)
      select id, 'affectation', greatest(${on}::date, started_on, (
        -- whoever came into the unit after that day leaves it on the day they came
        select max(effective_on) from career_events
        where person_id = moved.id and unit_id is not null and withdrawn_at is null and effective_on <= ${today}
      )), ${decisionNumber}, ${into}, ${by} from moved
    )
    select id, name, version from moved order by id`
}

export type Followed = Moved & {
  effectiveOn: string
  /** Whether it was their last post, as those have it who have left: their file says so too. */
  last: boolean
}

/**
 * What is left of stays in a unit from a day on, once those who are in it have moved: of people who have gone elsewhere since, or
 * have left. Each goes on in another unit from that day, or from the one they came, if they were in service during any of it.
 */
export async function moveStays(
  tx: Tx,
  from: number,
  into: number,
  { on, decisionNumber, today, by }: Merging,
): Promise<Followed[]> {
  return tx<Followed[]>`
    with stays as (
      select person_id, unit_id, greatest(effective_on, ${on}::date) as day,
        coalesce(lead(effective_on) over (partition by person_id order by effective_on, id), 'infinity') as until
      from career_events
      where unit_id is not null and withdrawn_at is null
        and person_id in (select person_id from career_events where unit_id = ${from} and withdrawn_at is null)
    ), served as (
      select p.id, p.last_name || ' ' || p.first_names as name, p.version, p.unit_id, s.day, s.until
      from stays s
      join personnel p on p.id = s.person_id
      cross join lateral career_of(p.id, s.day) c
      where s.unit_id = ${from} and s.until > s.day
        and (
          coalesce(case when c.present_said then c.left_on else p.left_on end, 'infinity') > s.day
          or exists (
            select from career_events
            where person_id = p.id and kind = 'reintegration' and withdrawn_at is null
              and effective_on > s.day and effective_on < s.until
          )
        )
    ), written as (
      insert into career_events (person_id, kind, effective_on, decision_number, unit_id, recorded_by)
      select id, 'affectation', day, ${decisionNumber}, ${into}, ${by} from served order by id, day
    ), followed as (
      update personnel p set unit_id = ${into}
      from served s
      where p.id = s.id and p.unit_id = ${from} and s.day <= ${today} and s.until > ${today}
      returning p.id, p.version, s.day
    )
    select s.id, s.name, coalesce(f.version, s.version) as version, s.day as "effectiveOn", f.id is not null as last
    from served s
    left join followed f on f.id = s.id and f.day = s.day
    order by s.id, s.day`
}

/** Units right below one, below another. Returns how many. */
export async function moveUnits(tx: Tx, from: number, into: number): Promise<number> {
  const { count } = await tx`
    update units set parent_id = ${into}, version = version + 1 where parent_id = ${from} and closed_on is null`
  return count
}
