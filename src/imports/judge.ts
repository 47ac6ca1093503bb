import type { z } from 'zod'
import { day, optional, text } from '../lib/form'
import { frenchDay } from '../lib/french'
import type { FieldError } from '../lib/problems'
import { newMatricule, type Person, person, rules } from '../personnel/personnel'
import { settings } from '../settings/settings'
import { saidBy } from './cells'
import { type Field, required } from './fields'
import type { Mapping, Mode } from './queries'
import type { Line } from './source'

/** A file that has this matricule; `reached`: whether the one who imports may write it. */
export type Known = {
  id: string
  version: number
  leftOn: string | null
  reached: boolean
  newest: Newest
  person: Person
}
/** When the last acts in force today began, by what they are about. */
export type Newest = Record<'step' | 'affectation' | 'position' | 'fonction', string | null>
export type UnitRow = { id: number; code: string; name: string; closed: boolean }

/** What the lines of a file are held against, read once. */
export type Ground = {
  mapping: Mapping
  mode: Mode
  clears: boolean
  units: ReadonlyMap<string, UnitRow>
  unitsByName: ReadonlyMap<string, string>
  /** Points by `grade class échelon`, échelons by class. */
  points: ReadonlyMap<string, number>
  echelons: ReadonlyMap<string, number>
  today: string
}

export type Fault = FieldError & { place: number; value: string | null }

/** What a line comes to. */
export type Judged = {
  line: number
  action: 'create' | 'update' | 'same' | 'wrong'
  matricule: string | null
  known: Known | null
  person: Person | null
  changes: rules.Changes
  /** Of a change, what no act of the career says. */
  own: rules.Changes
  moves: rules.Movement[]
  unitId: number | null
  effectiveOn: string | null
  decisionNumber: string | null
  faults: Fault[]
}

/** What a cell of each field may say, as the form of a person says it. */
export const said = { ...person, decisionNumber: optional(text(60)), effectiveOn: optional(day) } as Record<
  Field,
  z.ZodType
>

/** The matricule of a line as it would be kept. */
export function matriculeOf({ cells }: Line, mapping: Mapping): string {
  return (cells[mapping.indexOf('matricule')] ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ').toUpperCase()
}

/** A line held against the rules of the form: the same words, at the cell. `first`: the line that has this matricule already. */
export function judge(row: Line, known: Known | null, first: number | undefined, ground: Ground): Judged {
  const { mapping, mode, today } = ground
  const matricule = matriculeOf(row, mapping) || null
  const faults = new Faults(row, mapping)
  const reached = known?.reached ? known : null
  const given = read(row, reached !== null, ground, faults)
  const judged = { line: row.line, matricule, known: reached, unitId: null, faults: faults.list }
  const nothing = { person: null, changes: none, own: none, moves: [], ...extras(given) }
  const wrong = (): Judged => ({ ...judged, ...nothing, action: 'wrong' })
  if (first !== undefined) faults.add('matricule', `Ce matricule est déjà à la ligne ${first}.`)
  if (!matricule) return wrong()
  const before = reached?.person ?? null
  if (!before) lacking(given, faults)
  const unit = unitOf(given.unit ?? before?.unit, before, ground)
  // whoever writes in a part of the house only does not learn here who is in the rest of it
  const elsewhere = known !== null && !known.reached && (!given.unit || unit)
  if (elsewhere || (mode === 'update' && !before))
    faults.add('matricule', 'Ce matricule n’est celui d’aucun dossier que vous tenez.')
  if (mode === 'create' && before) faults.add('matricule', 'Ce matricule est déjà porté par un autre dossier.')
  const { decisionNumber, effectiveOn } = extras(given)
  const asked = { ...given } as Partial<Person>
  for (const extra of ['decisionNumber', 'effectiveOn']) delete (asked as Record<string, unknown>)[extra]
  const wanted = { ...(before ?? blank()), indexPoints: null, ...asked } as Person
  const post = {
    unitId: unit?.id ?? null,
    echelons: ground.echelons.get(wanted.class) ?? 0,
    points: ground.points.get(`${wanted.grade} ${wanted.class} ${wanted.echelon}`) ?? null,
  }
  if (faults.list.length > 0) {
    faults.addAll(ruled({ wanted, post, before, leftOn: reached?.leftOn ?? null, today }, faults))
    return wrong()
  }
  const after = { ...wanted, indexPoints: rules.indexPoints(wanted, post, before) }
  const changes = before ? rules.changesBetween(before, after) : { before: {}, after: filled(after) }
  if (before && Object.keys(changes.after).length === 0)
    return { ...judged, ...nothing, person: before, action: 'same' }
  const moves = before ? rules.movements(before, after) : []
  faults.addAll([
    ...ruled({ wanted, post, before, leftOn: reached?.leftOn ?? null, today }, faults),
    ...(moves.length > 0 && effectiveOn
      ? [
          ...rules.effectErrors('effectiveOn', effectiveOn, { day: after.recruitedOn, name: 'le recrutement' }, today),
          ...(reached ? newerErrors(effectiveOn, moves, reached.newest) : []),
        ]
      : []),
  ])
  if (faults.list.length > 0) return wrong()
  const whole = { ...judged, person: after, moves, effectiveOn, decisionNumber, unitId: post.unitId }
  if (!before) return { ...whole, action: 'create', changes, own: changes }
  const own = {
    before: rules.ownChanges(changes.before, moves),
    after: rules.ownChanges(changes.after, moves),
  }
  // what takes effect later leaves the file as it is until then
  const ahead = effectiveOn !== null && effectiveOn > today
  return { ...whole, action: 'update', changes: ahead ? own : changes, own }
}

type Ruled = { wanted: Person; post: rules.Post; before: Person | null; leftOn: string | null; today: string }

/** What the rules say of the cells that were understood, so that whoever corrects a file hears everything at once. */
function ruled({ wanted, post, before, leftOn, today }: Ruled, faults: Faults): FieldError[] {
  const sound = (...fields: Field[]) => !fields.some((field) => faults.has(field))
  const days = rules.dayFields.filter((field) => sound(field)).map((field) => [field, wanted[field]])
  const step = sound('grade', 'class', 'echelon', 'indexPoints')
  return [
    ...(sound('matricule') ? rules.matriculeErrors(wanted.matricule, before, settings().matriculeModel) : []),
    ...rules.dateErrors(Object.fromEntries(days), leftOn, today),
    ...rules.postErrors(wanted, post, before).filter(({ field }) => field === 'unit' || step),
  ]
}

const none: rules.Changes = { before: {}, after: {} }

/** What a file says today is not said by an act that a newer one has made old. */
function newerErrors(on: string, moves: rules.Movement[], newest: Newest): FieldError[] {
  const days = moves.map(
    ({ kind }) => newest[kind.startsWith('avancement') || kind === 'promotion' ? 'step' : (kind as keyof Newest)],
  )
  const [last] = days
    .filter((day): day is string => day !== null && day > on)
    .sort()
    .reverse()
  if (!last) return []
  return [{ field: 'effectiveOn', message: `Un acte plus récent est dans la carrière, du ${frenchDay(last)}.` }]
}

type Given = Partial<Record<Field, unknown>>

/** What the cells say, each read as the form reads it. Of somebody who is there an empty cell says nothing, unless it is to empty. */
function read({ cells }: Line, there: boolean, { mapping, clears, unitsByName }: Ground, faults: Faults): Given {
  const given: Given = {}
  for (const [place, field] of mapping.entries()) {
    if (!field) continue
    const value = saidBy(field, cells[place] ?? '', unitsByName)
    if (value === '' && there && !clears) continue
    if (value === '' && there && required.includes(field) && field !== 'matricule') continue
    const found = (field === 'matricule' && !there ? newMatricule : said[field]).safeParse(value)
    if (found.success) given[field] = found.data
    else faults.add(field, found.error.issues[0]?.message ?? 'Cette valeur est illisible.')
  }
  return given
}

function extras(given: Given) {
  return {
    effectiveOn: (given.effectiveOn as string | null | undefined) ?? null,
    decisionNumber: (given.decisionNumber as string | null | undefined) ?? null,
  }
}

function lacking(given: Given, faults: Faults): void {
  for (const field of required)
    if (!(field in given) && !faults.has(field))
      faults.add(field, 'Obligatoire pour créer un dossier, et aucune colonne ne le donne.')
}

/** One where the actor writes: open, or the one that the person is in. */
function unitOf(code: unknown, before: Person | null, { units }: Ground): UnitRow | null {
  const unit = units.get(String(code))
  return unit && (!unit.closed || before?.unit === unit.code) ? unit : null
}

/** What a form that says nothing of the rest would say. */
function blank(): Partial<Person> {
  return Object.fromEntries(
    Object.entries(person).flatMap(([field, schema]) => {
      const found = (schema as z.ZodType).safeParse('')
      return found.success ? [[field, found.data]] : []
    }),
  )
}

function filled(created: Person): Partial<Person> {
  return Object.fromEntries(Object.entries(created).filter(([, value]) => value !== null)) as Partial<Person>
}

/** The errors of a line, each at the cell of its field; without a column, at the line. */
class Faults {
  readonly list: Fault[] = []
  constructor(
    private row: Line,
    private mapping: Mapping,
  ) {}

  add(field: string, message: string): void {
    if (this.has(field)) return
    const place = this.mapping.indexOf(field as Field)
    const value = place < 0 ? null : (this.row.cells[place] ?? '').slice(0, 200)
    this.list.push({ field, message, place, value })
  }

  addAll(errors: FieldError[]): void {
    for (const { field, message } of errors) this.add(field, message)
  }

  has(field: string): boolean {
    return this.list.some((one) => one.field === field)
  }
}
