import type { Actor } from '../actor'
import { part } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import type { Act } from '../lib/career-acts'
import { type From, isBackwards } from '../lib/pages'

type Step = Pick<Act, 'grade' | 'class' | 'echelon'>

/** What a decision wrote for somebody, and what it found. */
export type WrittenLine = Step &
  Pick<Act, 'id' | 'kind' | 'effectiveOn' | 'unitName'> & {
    matricule: string
    /** Null: the file is out of reach, and so is what was written into it. */
    person: { id: string; name: string } | null
    was: (Step & Pick<Act, 'unitName'>) | null
    /** What has become of it: `corrige` and `annule` since. */
    state: 'en_vigueur' | 'a_venir' | 'corrige' | 'annule'
  }

/** In the order of their days, then of their names. What was found is as it was then, whatever was corrected since. */
export async function listLines(
  actor: Actor,
  batchId: string,
  { from, mark, limit, today }: { from: From; mark: string | null; limit: number; today: string },
): Promise<WrittenLine[]> {
  const [way, past] = isBackwards(from) ? [part`desc`, part`<`] : [part`asc`, part`>`]
  const beyond = mark
    ? sql`(e.effective_on, p.last_name, p.first_names, e.id) ${past} (
        select m.effective_on, o.last_name, o.first_names, m.id
        from career_events m
        join personnel o on o.id = m.person_id
        where m.id = ${mark} and m.batch_id = ${batchId})`
    : part`true`
  const rows = await sql<WrittenLine[]>`
    select e.id, e.kind, e.effective_on as "effectiveOn", p.matricule,
      case when reach.seen then jsonb_build_object('id', p.id, 'name', p.last_name || ' ' || p.first_names) end as person,
      case when reach.seen then u.name end as "unitName", case when reach.seen then e.grade end as grade,
      case when reach.seen then e.class end as class, case when reach.paid then e.echelon end as echelon,
      case when reach.seen then jsonb_build_object('grade', step.grade, 'class', step.class,
        'echelon', case when reach.paid then step.echelon end, 'unitName', place.name) end as was,
      case when e.withdrawn_at is null then case when e.effective_on > ${today} then 'a_venir' else 'en_vigueur' end
        when exists (select from career_events r where r.replaces = e.id) then 'corrige' else 'annule' end as state
    from career_events e
    join personnel p on p.id = e.person_id
    cross join lateral (select ${visibleTo(actor)} as seen, ${visibleTo(actor, 'field.salary')} as paid) reach
    left join units u on u.id = e.unit_id
    left join lateral (
      select b.grade, b.class, b.echelon from career_events b
      where e.grade is not null and b.grade is not null and ${heldBefore()}
      order by b.effective_on desc, b.id desc limit 1) step on true
    left join lateral (
      select n.name from career_events b join units n on n.id = b.unit_id
      where e.unit_id is not null and ${heldBefore()}
      order by b.effective_on desc, b.id desc limit 1) place on true
    where e.batch_id = ${batchId} and e.replaces is null and ${beyond}
    order by e.effective_on ${way}, p.last_name ${way}, p.first_names ${way}, e.id ${way}
    limit ${limit}`
  return isBackwards(from) ? rows.reverse() : rows
}

/** The acts (`b`) of the same person that were in force before this one (`e`) when it was written. */
const heldBefore = () => part`
  b.person_id = e.person_id and b.effective_on <= e.effective_on and b.created_at < e.created_at
  and (b.withdrawn_at is null or b.withdrawn_at >= e.created_at)`

export async function countLines(batchId: string): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from career_events where batch_id = ${batchId} and replaces is null`
  return row.count
}
