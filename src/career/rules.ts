import {
  type Act,
  inForce,
  type Kind,
  type Said,
  type Standing,
  type State,
  saysTheSame,
  stateOn,
} from '../lib/career-acts'
import { careerKinds, classes, codes } from '../lib/civil-service'
import { tooFar, yearsAfter } from '../lib/days'
import { count, day } from '../lib/french'
import { gradeCodes } from '../lib/grade-list'
import type { FieldError } from '../lib/problems'

/** Whose career it is, as far as dates go. */
export type Person = { recruitedOn: string; startedOn: string; retirementOn: string }

/** What the tables say of a draft on its day; null where it does not ask. */
export type Facts = {
  unit: 'open' | 'closed' | 'unknown' | null
  /** Whether there is such a grade that day; true where the act names none. */
  gradeOpen: boolean
  echelons: number | null
  points: number | null
  /** Years that the ladder wants in the grade held before this one; null: that way is not on the ladder. */
  ladderYears: number | null
}

export type Around = { acts: Act[]; person: Person; facts: Facts; today: string; echelonYears: number }

/** What is wrong with an act, and what is only unusual: somebody who knows better may confirm it. */
export function judge(said: Said, around: Around): { errors: FieldError[]; warnings: string[] } {
  const acts = inForce(around.acts)
  const onItsDay = dayErrors(said, acts, around)
  if (onItsDay.length > 0) return { errors: onItsDay, warnings: [] }
  const held = stateOn(acts, said.effectiveOn)
  const judged = judges[said.kind]?.(said, held, around) ?? {}
  const errors = [...factErrors(said, around.facts), ...(judged.errors ?? [])]
  return { errors, warnings: [...(judged.warnings ?? []), ...followed(said, acts)] }
}

type Judged = { errors?: FieldError[]; warnings?: string[] }
type Judge = (said: Said, held: State, around: Around) => Judged

const judges: Partial<Record<Kind, Judge>> = {
  avancement_echelon: judgeEchelon,
  avancement_classe: judgeClass,
  promotion: judgePromotion,
  affectation: ({ unit }, held) => (unit === held.unit ? wrong('unit', 'C’est déjà l’unité à cette date.') : {}),
  fonction: ({ jobTitle }, held) =>
    jobTitle === held.jobTitle ? wrong('jobTitle', 'C’est déjà la fonction à cette date.') : {},
  position: judgePosition,
  reintegration: (_, held) =>
    held.leftOn === null && held.position !== 'retraite'
      ? wrong('effectiveOn', 'Cette personne n’est pas partie à cette date.')
      : {},
  retraite: ({ effectiveOn }, _, { person }) =>
    effectiveOn < person.retirementOn
      ? { warnings: [`La limite d’âge est atteinte le ${day(person.retirementOn)}.`] }
      : {},
}

function judgeEchelon({ effectiveOn, echelon }: Said, held: State, { echelonYears }: Around): Judged {
  if (held.echelon === null || echelon === null) return wrong('echelon', 'Aucun échelon n’est tenu à cette date.')
  if (echelon <= held.echelon)
    return wrong('echelon', `L’échelon tenu à cette date est le ${held.echelon}\u202f: indiquez-en un plus élevé.`)
  const due = held.echelonSince && yearsAfter(held.echelonSince, echelonYears)
  return {
    warnings: [
      ...(echelon > held.echelon + 1 ? [`L’échelon ${held.echelon + 1} est sauté.`] : []),
      ...(due && effectiveOn < due
        ? [`L’échelon actuel est tenu depuis moins de ${count(echelonYears, 'an', 'ans')}.`]
        : []),
    ],
  }
}

function judgeClass(said: Said, held: State): Judged {
  const [from, to] = [rankOf(codes(classes), held.class), rankOf(codes(classes), said.class)]
  if (to <= from) return wrong('class', 'Indiquez une classe plus élevée que celle qui est tenue à cette date.')
  return { warnings: to > from + 1 ? ['Une classe est sautée.'] : [] }
}

function judgePromotion({ grade, effectiveOn }: Said, held: State, { facts }: Around): Judged {
  if (held.grade === grade) return wrong('grade', 'C’est déjà le grade à cette date.')
  if (rankOf(gradeCodes(), grade) < rankOf(gradeCodes(), held.grade))
    return { warnings: [`Le grade ${grade} est au-dessous du grade ${held.grade}, tenu à cette date.`] }
  const { ladderYears } = facts
  if (ladderYears === null) return { warnings: [`Le tableau ne mène pas du grade ${held.grade} au grade ${grade}.`] }
  const due = held.gradeSince && yearsAfter(held.gradeSince, ladderYears)
  return {
    warnings:
      due && effectiveOn < due
        ? [`Le grade ${held.grade} se tient ${count(ladderYears, 'an', 'ans')} avant cette promotion.`]
        : [],
  }
}

function judgePosition({ position }: Said, held: State): Judged {
  if (position === held.position) return wrong('position', 'C’est déjà la position à cette date.')
  if (held.position === 'retraite') return wrong('position', 'On ne quitte la retraite que par une réintégration.')
  const unusual = held.position !== null && held.position !== 'en_activite' && position !== 'en_activite'
  return { warnings: unusual ? ['D’ordinaire, on revient en activité entre deux autres positions.'] : [] }
}

/** When an act may take effect, beside those that are there. */
export function dayErrors(
  { kind, effectiveOn }: Said,
  acts: Act[],
  { person, today }: Pick<Around, 'person' | 'today'>,
): FieldError[] {
  const since = kind === 'depart' || kind === 'retraite' ? person.startedOn : person.recruitedOn
  const name = since === person.startedOn ? 'la prise de service' : 'le recrutement'
  if (effectiveOn < since) return onDay(`Cette date précède ${name}.`)
  if (tooFar(effectiveOn, today)) return onDay('Au plus un an à l’avance.')
  const twin = acts.find((act) => act.kind === kind && act.effectiveOn === effectiveOn)
  if (twin) return onDay('Un acte de cette nature est déjà inscrit à cette date\u202f: corrigez-le plutôt.')
  const { leftOn } = stateOn(acts, effectiveOn)
  if (leftOn !== null && kind !== 'reintegration')
    return onDay(`Cette personne est partie le ${day(leftOn)}. Inscrivez d’abord sa réintégration.`)
  if (kind === 'nomination' && acts.some((act) => act.effectiveOn < effectiveOn))
    return onDay('D’autres actes précèdent cette date.')
  return []
}

function factErrors({ kind, grade, class: rank, echelon }: Said, facts: Facts): FieldError[] {
  const { unit, gradeOpen, echelons, points } = facts
  const checks: [boolean, string, string][] = [
    [unit === 'unknown', 'unit', 'Cette unité n’existe pas, ou vous n’y tenez pas les dossiers.'],
    [unit === 'closed', 'unit', 'Cette unité n’est pas ouverte à cette date.'],
    [!gradeOpen, 'grade', 'Ce grade n’est pas ouvert à cette date.'],
    [
      echelon !== null && echelons !== null && echelon > echelons,
      'echelon',
      `${rank ? classes[rank] : 'Cette classe'}\u202f: ${count(echelons ?? 0, 'échelon', 'échelons')}.`,
    ],
    [
      grade !== null && (echelon ?? 0) <= (echelons ?? 0) && points === null,
      'echelon',
      'La grille ne donne pas d’indice à cet échelon.',
    ],
    [kind === 'affectation' && unit === null, 'unit', 'Choisissez une unité de la liste.'],
  ]
  return checks.filter(([failed]) => failed).map(([, field, message]) => ({ field, message }))
}

/** An act of long ago, entered late: those that came since may say otherwise, and the last one holds. */
function followed(said: Said, acts: Standing[]): string[] {
  const later = acts.filter(({ effectiveOn }) => effectiveOn > said.effectiveOn)
  const earlier = acts.filter((act) => !later.includes(act))
  const resting = broken(acts, [...earlier, { ...said, unitName: null, withdrawnAt: null }, ...later])
  if (resting.length === 0) return []
  return [`Ce qui suit ne s’accorde plus avec cet acte\u202f: ${resting.map(nameOf).join(', ')}. À corriger ensuite.`]
}

/** The acts that stood on what is changed, and stand no more: they are to be put right first. */
export function broken<A extends Standing>(before: A[], after: A[]): A[] {
  const [were, are] = [inForce(before), inForce(after)]
  return are.filter((act) => were.includes(act) && stands(act, were) && !stands(act, are))
}

/** Whether an act follows from the one before it, as acts of its kind do. */
function stands(act: Standing, acts: Standing[]): boolean {
  const held = stateOn(acts.slice(0, acts.indexOf(act)), act.effectiveOn)
  if (held.leftOn !== null && act.kind !== 'reintegration') return false
  if (act.kind !== 'nomination' && held.grade === null) return false
  switch (act.kind) {
    case 'avancement_echelon':
      return held.grade === act.grade && held.class === act.class && held.echelon === (act.echelon ?? 0) - 1
    case 'avancement_classe':
      return held.grade === act.grade && rankOf(codes(classes), act.class) === rankOf(codes(classes), held.class) + 1
    case 'promotion':
      return rankOf(gradeCodes(), act.grade) > rankOf(gradeCodes(), held.grade)
    case 'reintegration':
      return held.leftOn !== null || held.position === 'retraite'
    default:
      return true
  }
}

/** « l’acte Avancement d’échelon du 01/02/2026 », to name what stands in the way. */
export function nameOf({ kind, effectiveOn }: Pick<Said, 'kind' | 'effectiveOn'>): string {
  return `${careerKinds[kind]} du ${day(effectiveOn)}`
}

/** What the kind leaves to be taken from the post as it is on that day. */
export function complete(said: Said, acts: Act[]): Said {
  const held = stateOn(acts, said.effectiveOn)
  if (said.kind === 'avancement_echelon') return { ...said, grade: held.grade, class: held.class }
  if (said.kind === 'avancement_classe') return { ...said, grade: held.grade }
  if (said.kind === 'retraite') return { ...said, position: 'retraite' }
  if (said.kind === 'reintegration') return { ...said, position: 'en_activite' }
  return said
}

/** The act that says all this already, if there is one in force. */
export function twinOf(said: Said, acts: Act[]): Act | undefined {
  return inForce(acts).find((act) => saysTheSame(act, said))
}

/** Grades and classes are listed from the top; -1 for none. */
function rankOf(fromTheTop: readonly string[], code: string | null): number {
  return code === null ? -1 : fromTheTop.length - 1 - fromTheTop.indexOf(code)
}

function wrong(field: string, message: string): Judged {
  return { errors: [{ field, message }] }
}

function onDay(message: string): FieldError[] {
  return [{ field: 'effectiveOn', message }]
}
