import type { ClassCode, careerKinds, Grade, Position } from './civil-service'

export type Kind = keyof typeof careerKinds

/** What an act says, by its kind; what it does not speak of is null. */
export type Said = {
  kind: Kind
  effectiveOn: string
  decisionNumber: string | null
  unit: string | null
  grade: Grade | null
  class: ClassCode | null
  echelon: number | null
  position: Position | null
  jobTitle: string | null
  note: string | null
}

/** An act as it is kept, withdrawn ones included. */
export type Act = Said & {
  id: string
  unitName: string | null
  documentId: string | null
  batchId: string | null
  recordedAt: Date
  recordedBy: string | null
  replaces: string | null
  withdrawnAt: Date | null
  withdrawnBy: string | null
  withdrawnReason: string | null
}

/** As much of an act as what it says on a day is read from. */
export type Standing = Said & Pick<Act, 'unitName' | 'withdrawnAt'>

/** What the acts in force on a day say of somebody; null where none says anything. */
export type State = {
  unit: string | null
  unitName: string | null
  grade: Grade | null
  class: ClassCode | null
  echelon: number | null
  /** Since when the step is held, and since when the grade. */
  echelonSince: string | null
  gradeSince: string | null
  position: Position | null
  jobTitle: string | null
  leftOn: string | null
}

const steps: readonly Kind[] = ['nomination', 'avancement_echelon', 'avancement_classe', 'promotion']

/** Whether an act is about the step of the grid. */
export function isStep({ kind }: Pick<Said, 'kind'>): boolean {
  return steps.includes(kind)
}

export function inForce<A extends Pick<Act, 'withdrawnAt'>>(acts: A[]): A[] {
  return acts.filter(({ withdrawnAt }) => withdrawnAt === null)
}

/** `acts`: in the order of their days, then of their entry. The same as `career_of` in the database, for one person's page. */
export function stateOn(acts: Standing[], day: string): State {
  const held = inForce(acts).filter(({ effectiveOn }) => effectiveOn <= day)
  const last = (speaks: (act: Standing) => boolean) => held.findLast(speaks)
  const step = last(({ grade }) => grade !== null)
  const unit = last(({ unit }) => unit !== null)
  const presence = last(({ kind }) => kind === 'depart' || kind === 'retraite' || kind === 'reintegration')
  const steps = held.filter(({ grade }) => grade !== null)
  const before = steps.findLastIndex(({ grade }) => grade !== step?.grade)
  return {
    unit: unit?.unit ?? null,
    unitName: unit?.unitName ?? null,
    grade: step?.grade ?? null,
    class: step?.class ?? null,
    echelon: step?.echelon ?? null,
    echelonSince: step?.effectiveOn ?? null,
    gradeSince: steps[before + 1]?.effectiveOn ?? null,
    position: last(({ position }) => position !== null)?.position ?? null,
    jobTitle: last(({ kind }) => kind === 'nomination' || kind === 'fonction')?.jobTitle ?? null,
    leftOn: presence && presence.kind !== 'reintegration' ? presence.effectiveOn : null,
  }
}

/** Whether both say the same: the form that was sent twice. */
export function saysTheSame(a: Said, b: Said): boolean {
  const fields = ['kind', 'effectiveOn', 'decisionNumber', 'unit', 'grade', 'class', 'echelon', 'position'] as const
  return fields.every((field) => a[field] === b[field]) && a.jobTitle === b.jobTitle && a.note === b.note
}

export type Draft = Partial<Said> & Pick<Said, 'kind' | 'effectiveOn' | 'decisionNumber'>

/** What an act says, the rest left unsaid. */
export function said(draft: Draft): Said {
  return {
    unit: null,
    grade: null,
    class: null,
    echelon: null,
    position: null,
    jobTitle: null,
    note: null,
    ...draft,
  }
}
