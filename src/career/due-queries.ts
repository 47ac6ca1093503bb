import type { Fragment } from 'postgres'
import type { Actor } from '../actor'
import { every, part } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import type { ClassCode, Grade } from '../lib/civil-service'
import { type From, isBackwards } from '../lib/pages'

export type Due = {
  id: string
  name: string
  matricule: string
  unitName: string
  grade: Grade
  class: ClassCode
  echelon: number
  since: string
  dueOn: string
  nextClass: ClassCode
  nextEchelon: number
}

export type Asked = {
  unite: string | null
  grade: string | null
  from: string
  to: string
  today: string
  years: number
}

/** Those in office whose step is held for long enough between two days, who have one above it and none decided. */
export function due(actor: Actor, { unite, grade, from, to, today, years }: Asked): Fragment[] {
  return every([
    visibleTo(actor, 'personnel.write'),
    sql`p.started_on <= ${today} and p.left_on is null and p.position in ('en_activite', 'detachement')`,
    // the second line is the rule; the first lets an index find who it may be about
    sql`p.echelon_since between (${from}::date - make_interval(years => ${years}) - interval '1 day')::date and (${to}::date - make_interval(years => ${years}) + interval '1 day')::date`,
    sql`(p.echelon_since + make_interval(years => ${years}))::date between ${from} and ${to}`,
    sql`(p.echelon < echelons_on(p.class, ${today}) or next.code is not null)`,
    sql`not exists (
      select from career_events e
      where e.person_id = p.id and e.grade is not null and e.withdrawn_at is null and e.effective_on > ${today})`,
    unite ? sql`p.unit_id in (select subtree(id) from units where code = ${unite})` : part`true`,
    grade ? sql`p.grade = ${grade}` : part`true`,
  ])
}

const tables = () => part`
  personnel p
  join units u on u.id = p.unit_id
  join grade_classes held on held.code = p.class
  left join grade_classes next on next.rank = held.rank + 1`

export async function listDue(
  where: Fragment[],
  { from, mark, limit, today, years }: { from: From; mark: string | null; limit: number; today: string; years: number },
): Promise<Due[]> {
  const backwards = isBackwards(from)
  const [way, past] = backwards ? [part`desc`, part`<`] : [part`asc`, part`>`]
  const [on, id] = mark?.split('_') ?? []
  const beyond = on && id ? sql`(p.echelon_since, p.id) ${past} (${on}::date, ${id}::uuid)` : part`true`
  const rows = await sql<Due[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, p.matricule, u.name as "unitName", p.grade, p.class, p.echelon,
      p.echelon_since as since, (p.echelon_since + make_interval(years => ${years}))::date as "dueOn",
      case when p.echelon < echelons_on(p.class, ${today}) then p.class else next.code end as "nextClass",
      case when p.echelon < echelons_on(p.class, ${today}) then p.echelon + 1 else 1 end as "nextEchelon"
    from ${tables()}
    where ${every([where, beyond])}
    order by p.echelon_since ${way}, p.id ${way}
    limit ${limit}`
  return backwards ? rows.reverse() : rows
}

export async function countDue(where: Fragment[]): Promise<number> {
  const [row] = await sql<[{ count: number }]>`select count(*)::int as count from ${tables()} where ${where}`
  return row.count
}

/** The matricules of all of them, to be advanced together; as many as one decision may name. */
export async function listDueMatricules(where: Fragment[], limit: number): Promise<string[]> {
  const rows = await sql<{ matricule: string }[]>`
    select p.matricule from ${tables()} where ${where} order by p.echelon_since, p.id limit ${limit}`
  return rows.map(({ matricule }) => matricule)
}
