import type { Fragment } from 'postgres'
import { type Action, type Actor, reaches } from '../actor'
import { incomplete } from '../db/incomplete'
import { every, part } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import type { Filter } from './filter'
import { termsOf } from './search'

/** What a list shows, or how many are on it, depends on these rights of who asks. */
export const filterRights = [
  'personnel.list',
  'field.health',
  'field.identity',
  'field.private',
  'evaluations.read',
] satisfies Action[]

/** The filter as conditions on `personnel` (alias `p`), the actor's reach first. `today` is a day, `2026-11-22`. */
export function conditions(actor: Actor, filter: Filter, today: string): Fragment[] {
  return every([
    visibleTo(actor, 'personnel.list'),
    situation(filter, today),
    ...place(filter),
    ...person(actor, filter, today),
    ...(filter.choix ? [sql`p.id = any (${filter.choix.split(',')}::uuid[])`] : []),
    ...events(actor, filter, today),
  ])
}

/** Whether nothing but words is asked for, by somebody who may see everyone: then all that can hide a person is not being there. */
export function isOnlyWords(actor: Actor, { q, ...others }: Filter): boolean {
  const seesAll = reaches(actor, 'personnel.list').some(({ scope }) => scope === 'all')
  return seesAll && q !== null && Object.values(others).every((value) => value === null)
}

function situation(filter: Filter, today: string): Fragment {
  if (filter.present_le) return present(filter.present_le)
  if (filter.situation === 'tous' || (filter.choix && !filter.situation)) return part`true`
  if (filter.situation === 'partis') return sql`p.left_on <= ${today}`
  return present(today)
}

function present(day: string): Fragment {
  return sql`p.started_on <= ${day} and (p.left_on is null or p.left_on > ${day})`
}

function place({ unite, unite_seule, grade, categorie, position }: Filter): Fragment[] {
  const unit = sql`(select id from units where code = ${unite})`
  return [
    ...(unite && unite_seule ? [sql`p.unit_id = ${unit}`] : []),
    ...(unite && !unite_seule ? [sql`p.unit_id in (select subtree(id) from units where code = ${unite})`] : []),
    ...(grade ? [sql`p.grade = ${grade}`] : []),
    ...(categorie ? [sql`p.grade in (select code from grades where category = ${categorie})`] : []),
    ...(position ? [sql`p.position = ${position}`] : []),
  ]
}

function person(actor: Actor, filter: Filter, today: string): Fragment[] {
  const { q, sexe, age_min, age_max, retraite, retraite_annee, dossier } = filter
  return [
    // signs alone are in nobody's name: everybody would pass for what was found, and be acted upon
    ...(q && termsOf(q).length === 0 ? [part`false`] : []),
    ...(sexe ? [sql`p.sex = ${sexe}`] : []),
    ...(age_min !== null ? [sql`p.birth_date <= (${today}::date - make_interval(years => ${age_min}))::date`] : []),
    ...(age_max !== null ? [sql`p.birth_date > (${today}::date - make_interval(years => ${age_max + 1}))::date`] : []),
    ...(retraite === 'depassee' ? [sql`p.retirement_on < ${today}`] : []),
    ...(retraite && retraite !== 'depassee'
      ? [
          sql`p.retirement_on between ${today} and (${today}::date + make_interval(months => ${Number(retraite)}))::date`,
        ]
      : []),
    ...(retraite_annee !== null
      ? [
          sql`p.retirement_on between greatest(${today}::date, make_date(${retraite_annee}, 1, 1)) and make_date(${retraite_annee}, 12, 31)`,
        ]
      : []),
    ...(dossier ? [incomplete(actor)] : []),
  ]
}

function events(actor: Actor, filter: Filter, today: string): Fragment[] {
  const { entree, sortie, absent, evalue, evaluation } = filter
  return [
    ...(entree
      ? [sql`p.started_on between ${`${entree}-01`} and (${`${entree}-01`}::date + interval '1 month - 1 day')::date`]
      : []),
    ...(sortie
      ? [sql`p.left_on between ${`${sortie}-01`} and (${`${sortie}-01`}::date + interval '1 month - 1 day')::date`]
      : []),
    ...(absent ? [away(actor, filter, today)] : []),
    ...(evalue !== null
      ? [
          sql`exists (
      select from evaluations e
      where e.person_id = p.id and e.year = ${evalue} and e.state in ('validee', 'arbitree') and ${visibleTo(actor, 'evaluations.read')})`,
        ]
      : []),
    ...(evaluation
      ? [
          sql`exists (
      select from evaluations e
      where e.person_id = p.id and e.state = 'contestee' and ${visibleTo(actor, 'evaluations.read')})`,
        ]
      : []),
  ]
}

/** Away today or at some time this week (Monday to Sunday). A personal reason can only be asked for by who may read it. */
function away(actor: Actor, { absent, type_absence }: Filter, today: string): Fragment {
  const [from, to] =
    absent === 'semaine'
      ? [sql`date_trunc('week', ${today}::date)::date`, sql`date_trunc('week', ${today}::date)::date + 6`]
      : [sql`${today}::date`, sql`${today}::date`]
  const type =
    type_absence === 'autre'
      ? part`and a.type in (select code from absence_types where personal)`
      : type_absence
        ? sql`and a.type = ${type_absence} and (${visibleTo(actor, 'field.health')} or a.type not in (select code from absence_types where personal))`
        : part``
  return sql`exists (
    select from absences a
    where a.person_id = p.id and a.cancelled_at is null and a.starts_on <= ${to} and a.ends_on >= ${from} ${type})`
}
