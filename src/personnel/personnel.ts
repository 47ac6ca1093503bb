import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can } from '../actor'
import { dropDeparture, enterActs, isEntered } from '../career/career'
import { afterCommit, type Tx, transaction } from '../db/sql'
import { day, optional, text, whole } from '../lib/form'
import { conflict, type FieldError, forbidden, invalid, missing, Problem } from '../lib/problems'
import { isoToday } from '../lib/today'
import { notifyPerson } from '../notifications/notifications'
import { bump } from '../redis/cache'
import { settings } from '../settings/settings'
import { newMatricule, type Person, person } from './person'
import * as rules from './rules'
import * as queries from './write-queries'

export { listQuery } from './address'
export { filterRights } from './conditions'
export { columnsOf, countPresent, everyone, listSchema, sizeOf } from './export'
export { type Chosen, type FirstFound, findChosen, findFirst } from './find'
export { newMatricule, type Person, person } from './person'
export * as rules from './rules'
export { wholeOf } from './whole'

const decision = { decisionNumber: optional(text(60)) }
/** What a change of unit, grade or position says of itself: since when (today if nothing is said), by which decision. */
const movement = { effectiveOn: optional(day), ...decision }

export const newPerson = z.strictObject({ ...person, matricule: newMatricule, ...decision })
/** `cle`: the form's own key, so that sending it twice makes one person. */
export const newPersonForm = newPerson.extend({ cle: optional(z.uuid('Rechargez la page.')) })
export const personForm = z.strictObject({ ...person, ...movement, version: whole(1, 999_999_999) })
export const personChanges = z.strictObject({ ...person, ...movement }).partial()
export const departureForm = z.strictObject({ leftOn: day, leftReason: text(300, 3), ...decision })

export type NewPerson = z.output<typeof newPerson>
/** A file as written: its fields, and the version to hand back with the next change. */
export type Saved = Person & { id: string; version: number }

/** Creates a file with its nomination. The same `key` from the same account gives the same file again. */
export async function createPerson(actor: Actor, input: NewPerson, key: string | null): Promise<Saved> {
  mayWrite(actor)
  const { decisionNumber: _, ...asked } = input
  const ready = await queries.findReady(actor, key, asked)
  const created = ready.sent ? null : await insertOnce(actor, input, key, ready)
  const saved = created ?? (await queries.findSent(actor, key))
  if (saved.matricule !== asked.matricule)
    throw conflict('Ce formulaire a déjà servi à créer un autre dossier. Vérifiez, puis envoyez-le de nouveau.')
  await bump('personnel')
  return saved
}

/** Null when the same form made the file meanwhile. */
async function insertOnce(
  actor: Actor,
  input: NewPerson,
  key: string | null,
  ready: queries.Ready,
): Promise<Saved | null> {
  const { decisionNumber, ...asked } = input
  refuse([...rules.dateErrors(asked, null, isoToday()), ...rules.postErrors(asked, ready, null)], ready.taken)
  const created = { ...asked, indexPoints: rules.indexPoints(asked, ready, null) }
  return transaction(async (tx) => {
    if (key && !(await queries.claimKey(tx, actor, key, ready.id))) return null
    if (!(await queries.insertPerson(tx, actor, ready, created, decisionNumber))) throw matriculeTaken()
    await record(tx, actor, { event: 'personnel.created', ...about(ready.id, created), after: given(created) })
    return { ...created, id: ready.id, version: 1 }
  })
}

type PersonChanges = z.output<typeof personChanges>

/**
 * Changes a file; what is not given stays. `version` is the one that was read: when somebody else has written since, 409,
 * unless there is nothing left to change.
 */
export function updatePerson(actor: Actor, id: string, version: number, input: PersonChanges): Promise<Saved> {
  return transaction(async (tx) => {
    const { saved, changed } = await changePerson(tx, actor, id, version, input)
    if (changed) await tellPerson(tx, actor, id)
    return saved
  })
}

/** The same as a part of another act, which tells the person of it by itself. */
export async function changePerson(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  input: PersonChanges,
): Promise<{ saved: Saved; changed: boolean }> {
  mayWrite(actor)
  const { effectiveOn, decisionNumber = null, ...asked } = input
  const today = isoToday()
  const locked = await queries.lockPerson(tx, actor, id)
  if (!locked) throw missing()
  const { person: before, leftOn } = locked
  const wanted = { ...before, indexPoints: null, ...asked }
  const post = await queries.findPost(tx, actor, wanted, id)
  const after = { ...wanted, indexPoints: rules.indexPoints(wanted, post, before) }
  const changes = rules.changesBetween(before, after)
  if (Object.keys(changes.after).length === 0)
    return { saved: { ...before, id, version: locked.version }, changed: false }
  const moves = rules.movements(before, after)
  const on = effectiveOn ?? today
  const acts = moves.map((move) => ({ ...move, effectiveOn: on, decisionNumber }))
  const own = rules.ownChanges(changes.after, moves)
  // what takes effect later has left the file as it was: the same form again finds nothing new to say
  if (on > today && Object.keys(own).length === 0 && (await isEntered(tx, id, acts)))
    return { saved: { ...before, id, version: locked.version }, changed: false }
  if (version !== locked.version) throw outdated()
  const beside = { before, leftOn, post, today, model: settings().matriculeModel }
  refuse(rules.changeErrors(wanted, moves.length > 0 ? on : null, beside), post.taken)
  const raised = Object.keys(own).length > 0 ? await queries.setPerson(tx, id, own) : null
  if (raised === 'taken') throw matriculeTaken()
  const applied = moves.length > 0 ? await enterActs(tx, actor, id, acts, { quietly: raised !== null }) : null
  const next = applied?.version ?? raised ?? locked.version
  const saved = { ...before, ...own, ...(applied && rules.copyOf(applied.after)) }
  await tellJournal(tx, actor, { id, before, saved, version: locked.version, next, ahead: on > today ? acts : [] })
  afterCommit(tx, () => bump('personnel'))
  return { saved: { ...saved, id, version: next }, changed: true }
}

type Told = { id: string; before: Person; saved: Person; version: number; next: number; ahead: Ahead[] }
type Ahead = rules.Movement & { effectiveOn: string; decisionNumber: string | null }

/** What has changed, and what is decided and will. */
async function tellJournal(tx: Tx, actor: Actor, told: Told): Promise<void> {
  const { id, before, saved, version, next, ahead } = told
  const changes = rules.changesBetween(before, saved)
  if (Object.keys(changes.after).length > 0)
    await record(tx, actor, {
      event: 'personnel.updated',
      ...about(id, saved),
      before: { ...changes.before, version },
      after: { ...changes.after, version: next },
    })
  for (const act of ahead)
    await record(tx, actor, {
      event: 'career.recorded',
      ...about(id, saved),
      before: { version },
      after: { version: next, act },
    })
}

/** The person leaves the ministry: the file stays, with a day and a reason. Saying the same thing twice is saying it once. */
export async function recordDeparture(actor: Actor, id: string, input: z.output<typeof departureForm>): Promise<void> {
  mayWrite(actor)
  const { leftOn, leftReason, decisionNumber } = input
  await transaction(async (tx) => {
    const locked = await queries.lockPerson(tx, actor, id)
    if (!locked) throw missing()
    const { person, version, ...left } = locked
    if (left.leftOn === leftOn && left.leftReason === leftReason) return
    if (left.leftOn !== null)
      throw conflict('Un départ est déjà enregistré. Réintégrez d’abord la personne pour en enregistrer un autre.')
    refuse(rules.effectErrors('leftOn', leftOn, { day: person.startedOn, name: 'la prise de service' }, isoToday()))
    const act = { kind: 'depart' as const, effectiveOn: leftOn, decisionNumber, note: leftReason }
    const applied = await enterActs(tx, actor, id, [act], { quietly: false })
    await record(tx, actor, {
      event: 'personnel.left',
      ...about(id, person),
      before: { version },
      after: { leftOn, leftReason, version: applied?.version },
    })
    await tellPerson(tx, actor, id)
  })
  await bump('personnel')
}

/** The person is back, from today; a departure yet to come is dropped, and says true. Nothing happens to one who is there. */
export async function recordReturn(actor: Actor, id: string): Promise<boolean> {
  mayWrite(actor)
  const awaited = await transaction(async (tx) => {
    const locked = await queries.lockPerson(tx, actor, id)
    if (!locked) throw missing()
    const { person, ...before } = locked
    if (before.leftOn === null) return false
    const dropped = before.leftOn > isoToday() ? await dropDeparture(tx, actor, id, before.leftOn) : null
    const position = person.position === 'retraite' ? ('en_activite' as const) : null
    const act = { kind: 'reintegration' as const, effectiveOn: isoToday(), decisionNumber: null, position }
    const applied = dropped ?? (await enterActs(tx, actor, id, [act], { quietly: false }))
    const version = applied?.version
    await record(tx, actor, { event: 'personnel.returned', ...about(id, person), before, after: { version } })
    await tellPerson(tx, actor, id)
    return dropped !== null
  })
  await bump('personnel')
  return awaited
}

/** Whether a refusal is the one of somebody who wrote on top of a version they had not seen. */
export function isOutdated(error: unknown): error is Problem {
  return error instanceof Problem && error.kind === 'conflict' && error.detail.errors?.[0]?.field === 'version'
}

function outdated(): Problem {
  const message = 'Ce dossier a été modifié depuis que vous l’avez ouvert.'
  return conflict(message, [{ field: 'version', message }])
}

function matriculeTaken(): Problem {
  const errors = rules.withTaken([], true)
  return conflict(errors[0]!.message, errors)
}

function mayWrite(actor: Actor): void {
  if (!can(actor, 'personnel.write')) throw forbidden()
}

/** A matricule that somebody else has is a conflict when nothing else is wrong. */
function refuse(errors: FieldError[], taken = false): void {
  if (errors.length > 0) throw invalid(rules.withTaken(errors, taken))
  if (taken) throw matriculeTaken()
}

/** The person concerned is told that there is something new in their file, and finds it there. */
function tellPerson(tx: Tx, actor: Actor, personId: string): Promise<void> {
  const [title, href] = ['Votre dossier a été modifié', `/personnel/${personId}`]
  return notifyPerson(tx, actor, { personId, kind: 'personnel.changed', title, href })
}

/** Whom a line of the journal is about. */
function about(id: string, { lastName, firstNames }: Person) {
  return { target: { kind: 'personnel' as const, id, name: `${lastName} ${firstNames}` }, personId: id }
}

/** What was said of somebody, without what was left empty. */
function given(created: Person): Partial<Person> {
  return Object.fromEntries(Object.entries(created).filter(([, value]) => value !== null)) as Partial<Person>
}
