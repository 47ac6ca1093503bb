import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'

export type Signatory = {
  id: string
  personId: string
  name: string
  sex: 'F' | 'M'
  title: string
  place: string
  interim: boolean
  startsOn: string
  endsOn: string | null
}

/** Whoever leaves signs no more, whatever was fixed. */
const columns = (on: Tx) => on`
  s.id, s.person_id as "personId", p.first_names || ' ' || p.last_name as name, p.sex, s.title, s.place, s.interim,
  s.starts_on as "startsOn", least(s.ends_on, p.left_on - 1) as "endsOn"`

/** Who signs that day: whoever stands in for somebody before whoever holds a post, the last to come first. */
export async function listSigning(on: Tx, day: string): Promise<Signatory[]> {
  return on<Signatory[]>`
    select ${columns(on)}
    from signatories s
    join personnel p on p.id = s.person_id
    where s.starts_on <= ${day} and (s.ends_on is null or s.ends_on >= ${day}) and (p.left_on is null or p.left_on > ${day})
    order by s.interim desc, s.starts_on desc, s.id desc`
}

/** All of them, those to come and those of the past too. */
export async function listSignatories(): Promise<Signatory[]> {
  return sql<Signatory[]>`
    select ${columns(sql)} from signatories s join personnel p on p.id = s.person_id
    order by s.starts_on desc, s.id desc limit 200`
}

/** Somebody who may well sign acts: their name, and what they would sign as. */
export type Proposed = { id: string; matricule: string; name: string; title: string }

/** The heads of the human resources who are here and do not sign, whoever is above them first. */
export async function listProposed(): Promise<Proposed[]> {
  return sql<Proposed[]>`
    select p.id, p.matricule, p.first_names || ' ' || p.last_name as name,
      case when p.sex = 'F' then 'La ' else 'Le ' end || coalesce(p.job_title, 'responsable de l’unité ' || u.name) as title
    from units u
    join personnel p on p.id = u.chief_id
    where u.id in (select subtree(id) from units where code = 'DRH')
      and u.closed_on is null and p.started_on <= current_date and (p.left_on is null or p.left_on > current_date)
      and not exists (
        select from signatories s where s.person_id = p.id and (s.ends_on is null or s.ends_on >= current_date))
    order by u.code <> 'DRH', u.name
    limit 10`
}

export async function findSignatory(tx: Tx, id: string): Promise<Signatory | undefined> {
  const [row] = await tx<Signatory[]>`
    select ${columns(tx)} from signatories s join personnel p on p.id = s.person_id where s.id = ${id}`
  return row
}

/** Somebody whom the actor sees in the lists, by their matricule, and whether they are here. */
export async function findByMatricule(actor: Actor, matricule: string) {
  const [row] = await sql<{ id: string; name: string; here: boolean }[]>`
    select p.id, p.first_names || ' ' || p.last_name as name,
      p.started_on <= current_date and (p.left_on is null or p.left_on > current_date) as here
    from personnel p where p.matricule = ${matricule} and ${visibleTo(actor, 'personnel.list')}`
  return row
}

/** Nobody else names or ends one until the end of the transaction. */
export async function lockSignatories(tx: Tx): Promise<void> {
  await tx`lock table signatories in share row exclusive mode`
}

export type Named = {
  personId: string
  title: string
  place: string
  interim: boolean
  startsOn: string
  endsOn: string | null
}

/** Whether the very same is there already. */
export async function isNamed(tx: Tx, { personId, title, interim, startsOn, endsOn }: Named): Promise<boolean> {
  const found = await tx`
    select from signatories
    where person_id = ${personId} and title = ${title} and interim = ${interim} and starts_on = ${startsOn}
      and ends_on is not distinct from ${endsOn}::date`
  return found.count > 0
}

type Days = Pick<Named, 'title' | 'interim' | 'startsOn' | 'endsOn'>

/** Who signs under this title on one of these days already, the post held and the post stood in for apart. */
export async function findOther(tx: Tx, days: Days, except: string | null = null): Promise<Signatory | undefined> {
  const { title, interim, startsOn, endsOn } = days
  const [row] = await tx<Signatory[]>`
    select ${columns(tx)}
    from signatories s
    join personnel p on p.id = s.person_id
    where lower(s.title) = lower(${title}) and s.interim = ${interim} and s.id is distinct from ${except}
      and daterange(s.starts_on, s.ends_on, '[]') && daterange(${startsOn}, ${endsOn}, '[]')
    order by s.starts_on
    limit 1`
  return row
}

/** Writes down the end of those of this title who have left: what was theirs is for somebody else to hold. */
export async function endGone(tx: Tx, { title, interim }: Pick<Named, 'title' | 'interim'>) {
  return tx<{ id: string; name: string; title: string; before: string | null; endsOn: string }[]>`
    with gone as (
      select s.id, p.first_names || ' ' || p.last_name as name, s.ends_on as before, greatest(s.starts_on, p.left_on - 1) as last
      from signatories s
      join personnel p on p.id = s.person_id
      where lower(s.title) = lower(${title}) and s.interim = ${interim} and p.left_on <= current_date
    )
    update signatories s
    set ends_on = gone.last
    from gone
    where s.id = gone.id and (s.ends_on is null or s.ends_on > gone.last)
    returning s.id, gone.name, s.title, gone.before, s.ends_on as "endsOn"`
}

export async function insertSignatory(tx: Tx, made: Named, by: string | null): Promise<string> {
  const { personId, title, place, interim, startsOn, endsOn } = made
  const [row] = await tx<[{ id: string }]>`
    insert into signatories (person_id, title, place, interim, starts_on, ends_on, added_by)
    values (${personId}, ${title}, ${place}, ${interim}, ${startsOn}, ${endsOn}, ${by})
    returning id`
  return row.id
}

export async function setEnd(tx: Tx, id: string, endsOn: string): Promise<void> {
  await tx`update signatories set ends_on = ${endsOn} where id = ${id}`
}
