import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import type { ClassCode, maritalStatuses, Position } from '../lib/civil-service'

/** Of whom an act speaks: everything that one may say. */
export type Subject = {
  id: string
  lastName: string
  firstNames: string
  matricule: string
  sex: 'F' | 'M'
  birthDate: string
  birthPlace: string | null
  nationality: string
  maritalStatus: keyof typeof maritalStatuses | null
  children: number
  jobTitle: string | null
  unit: string
  unitCode: string
  direction: string | null
  grade: string
  class: ClassCode
  echelon: number
  indexPoints: number
  position: Position
  recruitedOn: string
  startedOn: string
  leftOn: string | null
}

/** Somebody of whom the actor may make acts. */
export async function findSubject(actor: Actor, id: string): Promise<Subject | undefined> {
  return subjectIn(sql, actor, id)
}

/** The same as it stands until the end of the transaction. */
export async function lockSubject(tx: Tx, actor: Actor, id: string): Promise<Subject | undefined> {
  const held = await tx`
    select from personnel p where p.id = ${id} and ${visibleTo(actor, 'acts.produce')} for no key update`
  return held.count === 0 ? undefined : subjectIn(tx, actor, id)
}

async function subjectIn(on: Tx, actor: Actor, id: string): Promise<Subject | undefined> {
  const [row] = await on<Subject[]>`
    with recursive way as (
      select u.id, u.name, u.kind, u.parent_id, 0 as height
      from units u
      where u.id = (select unit_id from personnel where id = ${id})
      union all
      select u.id, u.name, u.kind, u.parent_id, way.height + 1 from way join units u on u.id = way.parent_id
    )
    select p.id, p.last_name as "lastName", p.first_names as "firstNames", p.matricule, p.sex, p.birth_date as "birthDate",
      p.birth_place as "birthPlace", p.nationality, p.marital_status as "maritalStatus", p.children, p.job_title as "jobTitle",
      u.name as unit, u.code as "unitCode",
      (select name from way where kind not in ('ministere', 'programme') order by height desc limit 1) as direction,
      p.grade, p.class, p.echelon, p.index_points as "indexPoints", p.position, p.recruited_on as "recruitedOn",
      p.started_on as "startedOn", p.left_on as "leftOn"
    from personnel p
    join units u on u.id = p.unit_id
    where p.id = ${id} and ${visibleTo(actor, 'acts.produce')}`
  return row
}
