import type { EventName } from '../activities/events'
import { type Actor, can } from '../actor'
import { called, termsOf } from '../db/names'
import { part } from '../db/part'
import { granted } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import type { UnitKind } from '../lib/unit-kinds'
import { type Chief, chief } from './tree-queries'

/** A unit as verbs need it, its row held: nobody comes into it, and nothing of it changes, until the end of the transaction. */
export type Locked = {
  id: number
  code: string
  name: string
  kind: UnitKind
  rank: number
  version: number
  parent: string | null
  chiefId: string | null
  openedOn: string | null
  closedOn: string | null
  mergedInto: string | null
}

/** Those who change the shape of the tree come one after the other: what each has looked at stays so. */
export async function lockTree(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('units', 0))`
}

export async function lockUnit(tx: Tx, code: string): Promise<Locked | undefined> {
  const [row] = await tx<Locked[]>`
    select u.id::int, u.code, u.name, u.kind, u.rank, u.version, u.chief_id as "chiefId", u.opened_on as "openedOn",
      u.closed_on as "closedOn", (select code from units where id = u.parent_id) as parent,
      (select code from units where id = u.merged_into) as "mergedInto"
    from units u
    where u.code = ${code}
    for update`
  return row
}

/** Undefined when the code is taken, whoever was quicker. */
export async function insertUnit(
  tx: Tx,
  unit: { code: string; name: string; kind: string; rank: number; openedOn: string | null; parentId: number },
): Promise<number | undefined> {
  const { code, name, kind, rank, openedOn, parentId } = unit
  const [row] = await tx<{ id: number }[]>`
    insert into units (code, name, kind, rank, opened_on, parent_id)
    values (${code}, ${name}, ${kind}, ${rank}, ${openedOn}, ${parentId})
    on conflict (code) do nothing
    returning id::int`
  return row?.id
}

export async function setUnit(
  tx: Tx,
  id: number,
  { name, kind, rank }: { name: string; kind: string; rank: number },
): Promise<void> {
  await tx`update units set name = ${name}, kind = ${kind}, rank = ${rank}, version = version + 1 where id = ${id}`
}

export async function setChief(tx: Tx, id: number, personId: string | null): Promise<void> {
  await tx`update units set chief_id = ${personId}, version = version + 1 where id = ${id}`
}

export async function setParent(tx: Tx, id: number, parentId: number): Promise<void> {
  await tx`update units set parent_id = ${parentId}, version = version + 1 where id = ${id}`
}

export async function setClosed(tx: Tx, id: number, closedOn: string | null, mergedInto: number | null): Promise<void> {
  await tx`
    update units
    set closed_on = ${closedOn}, merged_into = ${mergedInto}, chief_id = case when ${closedOn === null} then chief_id end,
      version = version + 1
    where id = ${id}`
}

export async function deleteUnit(tx: Tx, id: number): Promise<void> {
  await tx`delete from units where id = ${id}`
}

/** Everything that stands on a unit: what is there now, the assignments that lead to it, and what old lines say of it. */
export type Uses = { people: number; coming: number; units: number; roles: number; ever: number }

export async function countUses(on: Tx, id: number, today: string): Promise<Uses> {
  const [row] = await on<[Uses]>`
    select
      (select count(*)::int from personnel where unit_id = ${id} and (left_on is null or left_on > ${today})) as people,
      (select count(*)::int from career_events where unit_id = ${id} and effective_on > ${today} and withdrawn_at is null) as coming,
      (select count(*)::int from units where parent_id = ${id} and closed_on is null) as units,
      (select count(*)::int from user_roles where unit_id = ${id}) as roles,
      (
        (select count(*) from personnel where unit_id = ${id}) + (select count(*) from units where parent_id = ${id})
        + (select count(*) from user_roles where unit_id = ${id}) + (select count(*) from career_events where unit_id = ${id})
        + (select count(*) from units where merged_into = ${id}) + (select count(*) from unit_ends where merged_into = ${id})
      )::int as ever`
  return row
}

/** The first day from which nobody was in a unit any more, nor was any unit below it; null where nobody ever was. */
export async function findEmptySince(tx: Tx, id: number): Promise<string | null> {
  const [row] = await tx<[{ day: string | null }]>`
    select greatest(max(coalesce(stay.until, p.left_on)), (
      select max(closed_on) from units where parent_id = ${id} or merged_into = ${id}
    ))::date as day
    from (
      select person_id, unit_id, lead(effective_on) over (partition by person_id order by effective_on, id) as until
      from career_events
      where unit_id is not null and withdrawn_at is null
        and person_id in (select person_id from career_events where unit_id = ${id})
    ) stay
    join personnel p on p.id = stay.person_id
    where stay.unit_id = ${id}`
  return row.day
}

/** Whether the second is the first, or below it. */
export async function isWithin(tx: Tx, id: number, other: number): Promise<boolean> {
  const [row] = await tx<[{ within: boolean }]>`select ${other} in (select subtree(${id})) as within`
  return row.within
}

export type Person = { id: string; name: string; matricule: string; unit: string; jobTitle: string | null }

const person = () => part`
  p.id, p.last_name || ' ' || p.first_names as name, p.matricule, n.name as unit, p.job_title as "jobTitle"
  from personnel p
  join units n on n.id = p.unit_id`

/** Somebody in office, who may be at the head of a unit. */
export async function findInOffice(on: Tx, id: string, today: string): Promise<Person | undefined> {
  const [row] = await on<Person[]>`select ${person()} where p.id = ${id} and ${inOffice(today)}`
  return row
}

/** People in office by the beginnings of their names, or by their matricule, and by nothing else of their files. */
export async function listInOffice(actor: Actor, q: string, today: string, limit: number): Promise<Person[]> {
  return sql<Person[]>`
    with ${termsOf(q)}
    select ${person()}
    where ${granted(actor, 'organisation.write')} and ${inOffice(today)}
      and ${called()}
    order by p.name_key, p.id
    limit ${limit}`
}

function inOffice(today: string) {
  return sql`p.started_on <= ${today} and (p.left_on is null or p.left_on > ${today}) and p.position = 'en_activite'`
}

export type Named = { code: string; name: string }
export type UnitView = Omit<Locked, 'id' | 'chiefId' | 'parent' | 'mergedInto'> & {
  id: number
  chief: Chief | null
  /** From the ministry down to the unit above. */
  above: Named[]
  below: (Named & { closedOn: string | null })[]
  mergedInto: Named | null
  merged: Named[]
  /** Decided for a day to come; `obstacle`: what stood against it on its day. */
  end: { onDay: string; into: Named | null; obstacle: string | null } | null
  /** Who holds a role over it; null for a reader who does not read accounts. */
  roles: { accountId: string; name: string; role: string }[] | null
}

/** The page of a unit, in one question; closed ones have one too. */
export async function findUnit(actor: Actor, code: string, today: string): Promise<UnitView | undefined> {
  const roles = can(actor, 'accounts.read')
    ? sql`(
        select coalesce(jsonb_agg(jsonb_build_object('accountId', a.id, 'name', a.name, 'role', r.role) order by a.name_key, r.role), '[]')
        from user_roles r
        join users a on a.id = r.user_id
        where r.unit_id = u.id and (r.ends_on is null or r.ends_on >= ${today})
      )`
    : part`null::jsonb`
  const [row] = await sql<UnitView[]>`
    select u.id::int, u.code, u.name, u.kind, u.rank, u.version, u.opened_on as "openedOn", u.closed_on as "closedOn",
      ${chief(actor, today)} as chief, ${roles} as roles,
      (
        with recursive way as (
          select id, code, name, parent_id, 0 as height from units where id = u.parent_id
          union all
          select units.id, units.code, units.name, units.parent_id, way.height + 1 from way join units on units.id = way.parent_id
        )
        select coalesce(jsonb_agg(jsonb_build_object('code', code, 'name', name) order by height desc), '[]') from way
      ) as above,
      (
        select coalesce(jsonb_agg(
          jsonb_build_object('code', code, 'name', name, 'closedOn', closed_on) order by closed_on is not null, rank, name_key), '[]')
        from units where parent_id = u.id
      ) as below,
      (select jsonb_build_object('code', code, 'name', name) from units where id = u.merged_into) as "mergedInto",
      (
        select coalesce(jsonb_agg(jsonb_build_object('code', code, 'name', name) order by name_key), '[]')
        from units where merged_into = u.id
      ) as merged,
      (
        select jsonb_build_object('onDay', e.on_day, 'obstacle', e.obstacle, 'into',
          (select jsonb_build_object('code', code, 'name', name) from units where id = e.merged_into))
        from unit_ends e where e.unit_id = u.id
      ) as end
    from units u
    where u.code = ${code}`
  return row
}

export async function findName(tx: Tx, personId: string): Promise<string | undefined> {
  const [row] = await tx<{ name: string }[]>`
    select last_name || ' ' || first_names as name from personnel where id = ${personId}`
  return row?.name
}

export type Line = { at: Date; actorName: string; event: EventName }

/** What the journal says last of a unit. */
export async function listLines(code: string, limit: number): Promise<Line[]> {
  return sql<Line[]>`
    select a.at, a.actor_name as "actorName", a.event
    from activities a
    where a.target_kind = 'unit' and a.target_id = ${code}
    order by a.id desc
    limit ${limit}`
}
