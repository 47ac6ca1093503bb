import type { EventName } from '../activities/events'
import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import type {
  absenceTypes,
  ClassCode,
  categories,
  evaluationStates,
  Grade,
  maritalStatuses,
  Position,
} from '../lib/civil-service'

/** What the actor may see of one person, group by group. */
export type Sees = Record<'identity' | 'private' | 'salary' | 'evaluations' | 'activities' | 'write' | 'whole', boolean>

/** A person's file as the actor may see it: where `sees` says no, the columns of the group are null whatever they hold. */
export type PersonFile = {
  id: string
  version: number
  matricule: string
  lastName: string
  firstNames: string
  maidenName: string | null
  sex: 'F' | 'M'
  birthDate: string
  workEmail: string | null
  phone: string | null
  otherPhone: string | null
  jobTitle: string | null
  unit: string
  /** from the unit itself up to its direction */
  units: { code: string; name: string }[]
  programme: string | null
  chief: { id: string; name: string; visible: boolean } | null
  category: (typeof categories)[number]
  grade: Grade
  class: ClassCode
  position: Position
  recruitedOn: string
  startedOn: string
  retirementOn: string
  leftOn: string | null
  leftReason: string | null
  createdAt: Date
  updatedAt: Date
  // private
  birthPlace: string | null
  nationality: string | null
  maritalStatus: keyof typeof maritalStatuses | null
  children: number | null
  personalEmail: string | null
  address: string | null
  poBox: string | null
  // identity
  nationalId: string | null
  passport: string | null
  // salary
  echelon: number | null
  indexPoints: number | null
  /** whether there is a photo */
  photo: boolean
  sees: Sees
  daysAway: number
  counts: { career: number; absences: number; evaluations: number }
  averageMark: number | null
}

/** One file, or nothing when it is out of the actor's reach. */
export async function findFile(actor: Actor, id: string): Promise<PersonFile | undefined> {
  const seen = {
    identity: visibleTo(actor, 'field.identity'),
    private: visibleTo(actor, 'field.private'),
    salary: visibleTo(actor, 'field.salary'),
    evaluations: visibleTo(actor, 'evaluations.read'),
  }
  const [file] = await sql<PersonFile[]>`
    select p.id, p.version, p.matricule, p.last_name as "lastName", p.first_names as "firstNames", p.maiden_name as "maidenName",
      p.sex, p.birth_date as "birthDate", p.work_email as "workEmail", p.phone, p.other_phone as "otherPhone",
      p.job_title as "jobTitle", u.code as unit, above.units, above.programme, above.chief, g.category, p.grade, p.class,
      p.position, p.recruited_on as "recruitedOn", p.started_on as "startedOn", p.retirement_on as "retirementOn",
      p.left_on as "leftOn", p.left_reason as "leftReason", p.created_at as "createdAt", p.updated_at as "updatedAt",
      case when ${seen.private} then p.birth_place end as "birthPlace",
      case when ${seen.private} then p.nationality end as nationality,
      case when ${seen.private} then p.marital_status end as "maritalStatus",
      case when ${seen.private} then p.children end as children,
      case when ${seen.private} then p.personal_email end as "personalEmail",
      case when ${seen.private} then p.address end as address,
      case when ${seen.private} then p.po_box end as "poBox",
      case when ${seen.identity} then p.national_id end as "nationalId",
      case when ${seen.identity} then p.passport end as passport,
      case when ${seen.salary} then p.echelon end as echelon,
      case when ${seen.salary} then p.index_points end as "indexPoints",
      jsonb_build_object(
        'identity', ${seen.identity}, 'private', ${seen.private}, 'salary', ${seen.salary}, 'evaluations', ${seen.evaluations},
        'activities', ${visibleTo(actor, 'activities.read')}, 'write', ${visibleTo(actor, 'personnel.write')},
        'whole', p.id = ${actor.kind === 'user' ? actor.personId : null} or ${visibleTo(actor, 'personnel.export')}
      ) as sees,
      exists (select from photos where person_id = p.id and side = 64) as photo,
      coalesce(t.days, 0) as "daysAway",
      jsonb_build_object(
        'career', (select count(*) from career_events where person_id = p.id and withdrawn_at is null),
        'absences', (select count(*) from absences where person_id = p.id and cancelled_at is null),
        'evaluations', case when ${seen.evaluations} then (select count(*) from evaluations e where e.person_id = p.id and ${notOwnDraft(actor)}) else 0 end
      ) as counts,
      case when ${seen.evaluations} then m.average::float8 end as "averageMark"
    from personnel p
    join units u on u.id = p.unit_id
    join grades g on g.code = p.grade
    left join absence_totals t on t.person_id = p.id and t.year = extract(year from current_date)
    left join evaluation_totals m on m.person_id = p.id
    cross join lateral (${above(actor)}) above
    where p.id = ${id} and ${visibleTo(actor)}`
  return file
}

/** The units from that of `p` upward: as far as the direction, the programme, and the nearest chief who is somebody else. */
function above(actor: Actor) {
  return sql`
    with recursive way as (
      select id, code, name, kind, parent_id, chief_id, 0 as height from units where id = p.unit_id
      union all
      select units.id, units.code, units.name, units.kind, units.parent_id, units.chief_id, way.height + 1
      from way
      join units on units.id = way.parent_id
    )
    select
      jsonb_agg(jsonb_build_object('code', code, 'name', name) order by height)
        filter (where height = 0 or kind not in ('ministere', 'programme')) as units,
      max(name) filter (where kind = 'programme' and height > 0) as programme,
      (
        select jsonb_build_object('id', chief.id, 'name', chief.last_name || ' ' || chief.first_names, 'visible', chief.visible)
        from way
        join lateral (
          select p.id, p.last_name, p.first_names, ${visibleTo(actor)} as visible from personnel p where p.id = way.chief_id
        ) chief on true
        where way.chief_id <> p.id
        order by way.height
        limit 1
      ) as chief
    from way`
}

/** The part of an absence that falls in one year, and the days of the whole of it; `type` is null where a reason of health may not be read. */
export type AbsencePart = {
  year: number
  type: keyof typeof absenceTypes | null
  startsOn: string
  endsOn: string
  wholeFrom: string
  wholeTo: string
  days: number
}

export async function listAbsences(actor: Actor, id: string): Promise<AbsencePart[]> {
  return sql`
    select y.year, part.starts_on as "startsOn", part.ends_on as "endsOn",
      a.starts_on as "wholeFrom", a.ends_on as "wholeTo",
      case when not t.personal or ${visibleTo(actor, 'field.health')} then t.code end as type,
      absence_days(t.counting, part.starts_on, part.ends_on) as days
    from personnel p
    join absences a on a.person_id = p.id and a.cancelled_at is null
    join absence_types t on t.code = a.type
    cross join lateral generate_series(extract(year from a.starts_on)::int, extract(year from a.ends_on)::int) as y (year)
    cross join lateral (
      select greatest(a.starts_on, make_date(y.year, 1, 1)) as starts_on, least(a.ends_on, make_date(y.year, 12, 31)) as ends_on
    ) part
    where p.id = ${id} and ${visibleTo(actor)}
    order by part.starts_on desc`
}

export const marks = ['technical', 'organisation', 'initiative', 'diligence', 'relations'] as const
export type Evaluation = Record<(typeof marks)[number] | 'finalMark', number> & {
  year: number
  state: keyof typeof evaluationStates
  comment: string | null
}

export async function listEvaluations(actor: Actor, id: string): Promise<Evaluation[]> {
  return sql`
    select e.year, e.technical::float8, e.organisation::float8, e.initiative::float8, e.diligence::float8, e.relations::float8,
      e.final_mark::float8 as "finalMark", e.state, e.comment
    from personnel p
    join evaluations e on e.person_id = p.id
    where p.id = ${id} and ${visibleTo(actor, 'evaluations.read')} and ${notOwnDraft(actor)}
    order by e.year desc`
}

export type Line = {
  id: string
  at: Date
  actorName: string
  event: EventName
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** What was written about the person, newest first; with `since`, only what has changed the file since that version. */
export async function listHistory(
  actor: Actor,
  id: string,
  options: { limit: number; since?: number },
): Promise<Line[]> {
  const { limit, since } = options
  return sql`
    select a.id, a.at, a.actor_name as "actorName", a.event, a.before, a.after
    from personnel p
    join activities a on a.person_id = p.id
    where p.id = ${id} and ${visibleTo(actor, 'activities.read')}
      and a.event <> 'personnel.read'
      and ${since === undefined ? sql`true` : sql`(a.after ->> 'version')::int > ${since}`}
    order by a.id desc
    limit ${limit}`
}

/** One's own appraisal is seen once it is handed over, not while it is being written. */
function notOwnDraft(actor: Actor) {
  const own = actor.kind === 'user' ? actor.personId : null
  return own === null ? sql`true` : sql`not (e.person_id = ${own} and e.state = 'brouillon')`
}
