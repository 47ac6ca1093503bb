import type { Fragment } from 'postgres'
import { type Actor, reaches } from '../actor'
import { part } from '../db/part'
import { unitWithin, visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import type { UnitKind } from '../lib/unit-kinds'

/** Who is at the head of a unit; `visible`: whether the reader may open the file. */
export type Chief = { id: string; name: string; visible: boolean }

export type TreeRow = {
  code: string
  name: string
  kind: UnitKind
  parent: string | null
  depth: number
  chief: Chief | null
  /** Whether the words that are looked for mean it. */
  found: boolean
}

/** The units that are open, in reading order: above comes before below. */
export async function listTree(actor: Actor, q: string | null, today: string): Promise<TreeRow[]> {
  return sql<TreeRow[]>`
    with recursive tree as (
      select id, 0 as depth, array[lpad(rank::text, 3, '0') || name_key] as way from units where parent_id is null
      union all
      select u.id, tree.depth + 1, tree.way || (lpad(u.rank::text, 3, '0') || u.name_key)
      from units u
      join tree on u.parent_id = tree.id
      where u.closed_on is null
    )
    select u.code, u.name, u.kind, parent.code as parent, tree.depth, ${chief(actor, today)} as chief, ${means(q)} as found
    from tree
    join units u on u.id = tree.id
    left join units parent on parent.id = u.parent_id
    order by tree.way`
}

/** Of the unit `u`. One who has left is at the head of nothing; whoever sees fictitious files only hears no other name. */
export function chief(actor: Actor, today: string): Fragment {
  const named = reaches(actor, 'organisation.read').some(({ scope }) => scope !== 'fictitious')
  return sql`(
    select jsonb_build_object('id', p.id, 'name', p.last_name || ' ' || p.first_names, 'visible', ${visibleTo(actor)})
    from personnel p
    where p.id = u.chief_id and (p.left_on is null or p.left_on > ${today}) and ${named ? part`true` : part`p.fictitious`}
  )`
}

/** Every word is a part of its name or of its code, whatever the accents. */
function means(q: string | null): Fragment {
  if (!q?.trim()) return part`false`
  return sql`(fold(${q}) ~ '[a-z0-9]' and not exists (
    select from regexp_split_to_table(fold(${q}), '[^a-z0-9]+') as term
    where strpos(u.name_key || ' ' || lower(u.code), term) = 0
  ))`
}

/** `own`: people of the unit itself; `all`: with those below. Null for a unit whose people are not the reader's to count. */
export type Headcount = { code: string; own: number | null; all: number | null }

/** As the list of people counts them: those who are in service today and within reach. One question for all units. */
export async function listHeadcounts(actor: Actor, today: string): Promise<Headcount[]> {
  return sql<Headcount[]>`
    with recursive own as (
      select p.unit_id as id, count(*)::int as people
      from personnel p
      where p.started_on <= ${today} and (p.left_on is null or p.left_on > ${today}) and ${visibleTo(actor, 'personnel.list')}
      group by p.unit_id
    ), upward as (
      select own.id, own.people from own
      union all
      select u.parent_id, upward.people from upward join units u on u.id = upward.id where u.parent_id is not null
    ), below as (
      select id, sum(people)::int as people from upward group by id
    )
    select u.code,
      case when ${counted(actor)} then coalesce(own.people, 0) end as own,
      case when ${counted(actor)} then coalesce(below.people, 0) end as all
    from units u
    left join own on own.id = u.id
    left join below on below.id = u.id`
}

/** A part of a unit's people is no figure of that unit. */
function counted(actor: Actor): Fragment | Fragment[] {
  const fictitious = reaches(actor, 'personnel.list').some(({ scope }) => scope === 'fictitious')
  return fictitious ? part`true` : unitWithin(actor, 'personnel.list')
}

export type Vacancy = {
  code: string
  name: string
  kind: UnitKind
  parent: string | null
  parentName: string | null
  /** What the list is sorted by, for its pages. */
  mark: string
}

/** Nobody at the head, or somebody who has left; by name, from a mark on. */
export async function listVacancies(
  today: string,
  page: { mark: string | null; backwards: boolean; limit: number },
): Promise<Vacancy[]> {
  const [way, past] = page.backwards ? [part`desc`, part`<`] : [part`asc`, part`>`]
  const beyond = page.mark === null ? part`true` : sql`${mark()} ${past} ${page.mark}`
  return sql<Vacancy[]>`
    select u.code, u.name, u.kind, parent.code as parent, parent.name as "parentName", ${mark()} as mark
    from units u
    left join units parent on parent.id = u.parent_id
    where ${vacant(today)} and ${beyond}
    order by ${mark()} ${way}
    limit ${page.limit}`
}

export async function countVacancies(today: string): Promise<number> {
  const [row] = await sql<[{ count: number }]>`select count(*)::int as count from units u where ${vacant(today)}`
  return row.count
}

function mark(): Fragment {
  return part`(u.name_key || ' ' || u.code) collate "C"`
}

function vacant(today: string): Fragment {
  return sql`u.closed_on is null and not exists (
    select from personnel p where p.id = u.chief_id and (p.left_on is null or p.left_on > ${today}))`
}
