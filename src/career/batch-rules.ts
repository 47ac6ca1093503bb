import { type Act, type Said, said, stateOn } from '../lib/career-acts'
import { type ClassCode, classes, codes } from '../lib/civil-service'
import { yearsAfter } from '../lib/days'
import { day } from '../lib/french'
import type { Tables } from './batch-tables'
import { type Facts, judge, type Person } from './rules'

/** What is asked for all of them at once. */
export type Asked = {
  kind: 'avancement' | 'affectation'
  /** Null: each on the day they are due. */
  effectiveOn: string | null
  decisionNumber: string | null
  unit: string | null
}
/** A line of a batch: what would be written, what is wrong with it, and what is only unusual. */
export type Line = {
  matricule: string
  person: { id: string; name: string } | null
  act: Said | null
  errors: string[]
  warnings: string[]
}

type Found = Person & { id: string; name: string; matricule: string }
type Around = {
  people: Found[]
  acts: Map<string, Act[]>
  tables: Tables
  /** What is to be known of the unit, where one is asked for. */
  unit: Facts['unit']
  today: string
  echelonYears: number
}

/** Every line of a batch, in the order it was given. */
export function linesOf(matricules: string[], asked: Asked, around: Around): Line[] {
  const found = new Map(around.people.map((person) => [person.matricule, person]))
  return matricules.map((matricule, at) => {
    const person = found.get(matricule)
    const bare = { matricule, person: person ?? null, act: null, warnings: [] }
    if (matricules.indexOf(matricule) < at)
      return { ...bare, errors: ['Ce matricule est déjà plus haut dans la liste.'] }
    if (!person) return { ...bare, errors: ['Aucun dossier que vous tenez ne porte ce matricule.'] }
    return { ...bare, ...lineOf(person, asked, around) }
  })
}

function lineOf(person: Found, asked: Asked, { acts, tables, unit, today, echelonYears }: Around) {
  const own = acts.get(person.id) ?? []
  const due = asked.kind === 'avancement' ? dueOn(own, asked.effectiveOn, echelonYears) : null
  const on = asked.effectiveOn ?? due
  const act = on && actFor(own, { ...asked, effectiveOn: on }, tables)
  if (!act) return { errors: ['Il n’y a pas d’échelon au-dessus de celui qui est tenu.'] }
  const facts = {
    unit,
    gradeOpen: act.grade === null || tables.gradeOpen(act.grade, on),
    echelons: act.class && (tables.echelons(act.class, on) ?? 0),
    points: tables.points(act, on),
    ladderYears: null,
  }
  const { errors, warnings } = judge(act, { acts: own, person, facts, today, echelonYears })
  const otherwise = due !== null && due !== on ? [`Dû le ${day(due)}.`] : []
  return { act, errors: errors.map(({ message }) => message), warnings: [...warnings, ...otherwise] }
}

/** When the step that is held on a day has been held for long enough; without a day, the last one that is decided. */
function dueOn(acts: Act[], on: string | null, years: number): string | null {
  const { echelonSince } = stateOn(acts, on ?? endOfTime)
  return echelonSince && yearsAfter(echelonSince, years)
}

const endOfTime = '9999-12-31'

type OnDay = Asked & { effectiveOn: string }

/** The next step of a career, or the unit; null at the top of the scale. */
function actFor(acts: Act[], { kind, effectiveOn, decisionNumber, unit }: OnDay, { echelons }: Tables): Said | null {
  if (kind === 'affectation') return said({ kind, effectiveOn, decisionNumber, unit })
  const held = stateOn(acts, effectiveOn)
  if (held.class === null || held.echelon === null) return null
  if (held.echelon < (echelons(held.class, effectiveOn) ?? 0)) {
    const step = { grade: held.grade, class: held.class, echelon: held.echelon + 1 }
    return said({ kind: 'avancement_echelon', effectiveOn, decisionNumber, ...step })
  }
  const next = classAbove(held.class)
  if (next === null) return null
  return said({ kind: 'avancement_classe', effectiveOn, decisionNumber, grade: held.grade, class: next, echelon: 1 })
}

/** Classes are listed from the top. */
function classAbove(held: ClassCode): ClassCode | null {
  const all = codes(classes)
  return all[all.indexOf(held) - 1] ?? null
}
