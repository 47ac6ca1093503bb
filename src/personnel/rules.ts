import { tooFar, yearsAfter } from '../lib/days'
import { count, number } from '../lib/french'
import { describeModel, fitsModel } from '../lib/matricule'
import { type FieldError, missing } from '../lib/problems'
import type { Person } from './person'

export { phoneNumber } from '../lib/phone-number'

/** « CI » and nine digits: the national identity card. */
export const nationalIdPattern = /^CI\d{9}$/
const adultAge = 18

/** The id in an address; anything that is not one belongs to nobody. */
export function personId(text: string | undefined): string {
  if (!text || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw missing()
  return text.toLowerCase()
}

/** A matricule that is new is of the model of the house; one that is there stays valid when the model changes. */
export function matriculeErrors(matricule: string, before: Person | null, model: string): FieldError[] {
  if (before?.matricule === matricule || fitsModel(model, matricule)) return []
  return [{ field: 'matricule', message: describeModel(model) }]
}

const taken = { field: 'matricule', message: 'Ce matricule est déjà porté par un autre dossier.' }

/** What is wrong, with the matricule that somebody else has, unless it is wrong by itself. */
export function withTaken(errors: FieldError[], isTaken: boolean): FieldError[] {
  return isTaken && !errors.some(({ field }) => field === 'matricule') ? [taken, ...errors] : errors
}

export function saysTaken(errors: FieldError[]): boolean {
  return errors.some(({ message }) => message === taken.message)
}

export const dayFields = ['birthDate', 'recruitedOn', 'startedOn'] as const
type Days = Pick<Person, (typeof dayFields)[number]>

/** What is wrong with the dates of a file, those that are known held against each other; `leftOn` when the person has left. */
export function dateErrors(days: Partial<Days>, leftOn: string | null, today: string): FieldError[] {
  const { birthDate, recruitedOn, startedOn } = days
  const adultOn = birthDate && yearsAfter(birthDate, adultAge)
  const checks: [boolean, string, string][] = [
    [follows(birthDate, today), 'birthDate', 'Cette date est dans l’avenir.'],
    [follows(adultOn, recruitedOn), 'recruitedOn', 'L’âge au recrutement est d’au moins 18 ans.'],
    [isTooFar(recruitedOn, today), 'recruitedOn', 'Au plus un an à l’avance.'],
    [follows(recruitedOn, startedOn), 'startedOn', 'La prise de service ne précède pas le recrutement.'],
    [isTooFar(startedOn, today), 'startedOn', 'Au plus un an à l’avance.'],
    [follows(startedOn, leftOn), 'startedOn', 'La prise de service ne suit pas le départ.'],
  ]
  return checks.filter(([wrong]) => wrong).map(([, field, message]) => ({ field, message }))
}

function follows(day: string | undefined, other: string | null | undefined): boolean {
  return Boolean(day && other && day > other)
}

function isTooFar(day: string | undefined, today: string): boolean {
  return day !== undefined && tooFar(day, today)
}

/** When a departure, a return or a movement may take effect: between two days, and at most a year ahead. */
export function effectErrors(
  field: string,
  on: string,
  since: { day: string; name: string },
  today: string,
): FieldError[] {
  if (on < since.day) return [{ field, message: `Cette date précède ${since.name}.` }]
  return tooFar(on, today) ? [{ field, message: 'Au plus un an à l’avance.' }] : []
}

/** What the tables say of a post: the unit's id, the échelons of the class, the points of the grid in force. */
export type Post = { unitId: number | null; echelons: number; points: number | null }

/** The points of the index: those of the grid, or the ones already held as long as grade, class and échelon stay. */
export function indexPoints(person: Person, post: Post, before: Person | null): number | null {
  if (!before || !samePlace(before, person)) return person.indexPoints ?? post.points
  return person.indexPoints ?? before.indexPoints
}

/** What is wrong with the post, as far as it is known: unit, échelon and index inside the grid. What one already holds may stay. */
export function postErrors(person: Partial<Person>, post: Post, before: Person | null): FieldError[] {
  const held = before && samePlace(before, person) ? before.indexPoints : null
  const unknown =
    person.unit !== undefined && post.unitId === null
      ? [{ field: 'unit', message: 'Cette unité n’existe pas, ou vous n’y tenez pas les dossiers.' }]
      : []
  // without the grade nobody knows whether it is the place that one already holds
  const isKnown = person.class !== undefined && (before === null || person.grade !== undefined)
  return isKnown ? [...unknown, ...gridErrors(person, post, held)] : unknown
}

function gridErrors(
  { echelon, grade, indexPoints = null }: Partial<Person>,
  { echelons, points }: Post,
  held: number | null,
): FieldError[] {
  if (echelon === undefined || (held !== null && (indexPoints === null || indexPoints === held))) return []
  if (echelon > echelons)
    return [{ field: 'echelon', message: `Cette classe compte ${count(echelons, 'échelon', 'échelons')}.` }]
  if (grade === undefined) return []
  if (points === null) return [{ field: 'echelon', message: 'La grille ne donne pas d’indice à cet échelon.' }]
  if (indexPoints === null || indexPoints === points) return []
  return [
    { field: 'indexPoints', message: `La grille donne ${number(points)} points à cet échelon du grade ${grade}.` },
  ]
}

/** What a change is held against: the file as it is, the tables, the day and the model of the house. */
type Beside = { before: Person; leftOn: string | null; post: Post; today: string; model: string }

/** What is wrong with a change, as far as its fields are known; `on`: when it takes effect, if it moves the person. */
export function changeErrors(
  known: Partial<Person>,
  on: string | null,
  { before, leftOn, post, today, model }: Beside,
): FieldError[] {
  const { matricule, recruitedOn } = known
  return [
    ...(matricule === undefined ? [] : matriculeErrors(matricule, before, model)),
    ...dateErrors(known, leftOn, today),
    ...postErrors(known, post, before),
    ...(on && recruitedOn ? effectErrors('effectiveOn', on, { day: recruitedOn, name: 'le recrutement' }, today) : []),
  ]
}

export type Movement = {
  kind: 'affectation' | 'promotion' | 'avancement_classe' | 'avancement_echelon' | 'position' | 'fonction'
} & Partial<Pick<Person, 'unit' | 'grade' | 'class' | 'echelon' | 'position' | 'jobTitle'>>

/** The acts of a career that a change of the file amounts to. */
export function movements(before: Person, after: Person): Movement[] {
  const { unit, grade, class: rank, echelon, position, jobTitle } = after
  const found: Movement[] = []
  if (unit !== before.unit) found.push({ kind: 'affectation', unit })
  if (!samePlace(before, after)) {
    const kind =
      grade !== before.grade ? 'promotion' : rank !== before.class ? 'avancement_classe' : 'avancement_echelon'
    found.push({ kind, grade, class: rank, echelon })
  }
  if (position !== before.position) found.push({ kind: 'position', position })
  if (jobTitle !== before.jobTitle) found.push({ kind: 'fonction', jobTitle })
  return found
}

/** What a file has from its acts. */
const copied = ['unit', 'grade', 'class', 'echelon', 'position', 'jobTitle'] as const
const steps: Movement['kind'][] = ['promotion', 'avancement_classe', 'avancement_echelon']

/** What of a change no act speaks of; the points follow a step that moves. */
export function ownChanges(changed: Partial<Person>, moves: Movement[]): Partial<Person> {
  const follows: string[] = moves.some(({ kind }) => steps.includes(kind)) ? [...copied, 'indexPoints'] : [...copied]
  return Object.fromEntries(Object.entries(changed).filter(([field]) => !follows.includes(field))) as Partial<Person>
}

/** The fields of a person that are a copy of what the acts say. */
export function copyOf(said: Record<(typeof copied)[number] | 'indexPoints', unknown>): Partial<Person> {
  return Object.fromEntries([...copied, 'indexPoints' as const].map((field) => [field, said[field]])) as Partial<Person>
}

export type Changes = { before: Partial<Person>; after: Partial<Person> }

/** Only the fields that differ, before and after. */
export function changesBetween(before: Person, after: Person): Changes {
  const keys = (Object.keys(after) as (keyof Person)[]).filter((key) => after[key] !== before[key])
  const part = (person: Person) => Object.fromEntries(keys.map((key) => [key, person[key]])) as Partial<Person>
  return { before: part(before), after: part(after) }
}

/** A field that somebody else changed while a form was open; `adopted`: the form had not touched it, so it takes the new value. */
export type Difference = {
  field: keyof Person | 'leftOn' | 'leftReason'
  seen: unknown
  theirs: unknown
  yours: unknown
  adopted: boolean
}

/** What happened to a file since the form was opened (lines of the journal, newest first), beside what the form says. */
export function differences(lines: Lines, yours: Partial<Person>): Difference[] {
  const found = new Map<string, { seen: unknown; theirs: unknown }>()
  for (const { before, after } of lines) {
    for (const field of new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])) {
      if (field === 'version' || field === 'act') continue
      const theirs = found.has(field) ? found.get(field)!.theirs : (after?.[field] ?? null)
      found.set(field, { seen: before?.[field] ?? null, theirs })
    }
  }
  return [...found].flatMap(([field, { seen, theirs }]) => {
    const mine = (yours as Record<string, unknown>)[field]
    const adopted = mine === undefined || mine === seen
    return theirs === seen || theirs === mine
      ? []
      : [{ field: field as Difference['field'], seen, theirs, yours: mine, adopted }]
  })
}

type Lines = { before: Record<string, unknown> | null; after: Record<string, unknown> | null }[]

/** Whole years from a day to another; since 29 February they are full on 1 March, as the list and the dashboard count ages. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return from.slice(5) > to.slice(5) ? years - 1 : years
}

/** « 12 ans », « 7 mois », « moins d’un mois ». */
export function seniority(from: string, to: string): string {
  const years = yearsBetween(from, to)
  if (years > 0) return count(years, 'an', 'ans')
  const [fromMonth, toMonth] = [from, to].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)))
  const months = toMonth! - fromMonth! - (to.slice(8) < from.slice(8) ? 1 : 0)
  return months > 0 ? count(months, 'mois', 'mois') : 'moins d’un mois'
}

/** The word for a mark out of 20. */
export function mentionOf(mark: number): string {
  if (mark >= 16) return 'Excellent'
  if (mark >= 14) return 'Très bon'
  if (mark >= 12) return 'Bon'
  return mark >= 10 ? 'Passable' : 'Insuffisant'
}

function samePlace(a: Person, b: Partial<Person>): boolean {
  return a.grade === b.grade && a.class === b.class && a.echelon === b.echelon
}
