import { record } from '../activities/activities'
import { type Actor, can } from '../actor'
import { afterCommit, type Tx, transaction } from '../db/sql'
import { addDocument } from '../documents/documents'
import type { Sent } from '../documents/sent-file'
import { type Act, inForce, type Kind, type Said, stateOn } from '../lib/career-acts'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { notifyPerson } from '../notifications/notifications'
import { listUnitsWithin, type UnitInTree } from '../organisation/organisation'
import { bump } from '../redis/cache'
import { settings } from '../settings/settings'
import { accountOf } from './enter'
import type { ActForm } from './forms'
import * as queries from './queries'
import * as rules from './rules'

export { fileKept, shelf, uploadLimitBytes } from '../documents/documents'
export { dueQuery, listDue } from './due'
export { dropDeparture, enterActs, isEntered } from './enter'
export { forecast, forecastQuery } from './forecast'
export { actForm, cancelForm, correctionForm, fieldsOf, kindsOffered } from './forms'
export { givePaper } from './papers'
export { applyTo, findPerson } from './queries'

/** The acts of somebody within reach, newest first, and what they say on a day. */
export async function careerOf(actor: Actor, personId: string, on: string | null) {
  const acts = await queries.listVisible(actor, personId)
  const day = on ?? isoToday()
  return { acts: acts.toReversed(), state: stateOn(acts, day), day, today: isoToday() }
}

/** The units that one may put people into, and that of the act to correct. */
export function listWritable(actor: Actor, besides: string | null): Promise<UnitInTree[]> {
  return listUnitsWithin(actor, 'personnel.write', besides)
}

/** One act of somebody whose file the actor keeps, with the acts around it; 404 otherwise. */
export async function actOf(actor: Actor, personId: string, id: string) {
  mayWrite(actor)
  const person = await queries.findPerson(actor, personId)
  const acts = person ? await queries.listVisible(actor, personId) : []
  const act = acts.find((one) => one.id === id)
  if (!person || !act) throw missing('Cet acte n’est pas dans la carrière.')
  const resting = rules.broken(acts, without(acts, act))
  return { person, act, resting }
}

/** Writes an act into a career. The same form sent twice is one act. `sent`: its scan. */
export async function recordAct(actor: Actor, personId: string, form: ActForm, sent: Sent | null): Promise<void> {
  await withPaper(actor, personId, sent, form.kind, async (tx, paper) => {
    const { person, acts } = await hold(tx, actor, personId)
    const act = rules.complete(form.said, acts)
    if (rules.twinOf(act, acts)) return
    await refuse(tx, actor, { act, acts, person, confirmed: form.confirmed })
    const beside = { recordedBy: accountOf(actor), documentId: await paper() }
    await queries.insertAct(tx, personId, act, beside)
    const applied = await follow(tx, personId)
    const { before, after } = stated(applied)
    await record(tx, actor, { event: 'career.recorded', ...about(person), before, after: { ...after, act: told(act) } })
    await tellPerson(tx, actor, personId, act.kind)
  })
}

/**
 * Puts another act in the place of one, for a reason: the old one stays to be read. Said already: nothing happens. What stood on
 * the old one must stand on the new one.
 */
export async function correctAct(
  actor: Actor,
  personId: string,
  id: string,
  { reason, ...form }: ActForm & { reason: string },
  sent: Sent | null,
): Promise<void> {
  await withPaper(actor, personId, sent, form.kind, async (tx, paper) => {
    const { person, acts } = await hold(tx, actor, personId)
    const old = acts.find((one) => one.id === id)
    if (!old || old.kind !== form.kind) throw missing('Cet acte n’est pas dans la carrière.')
    const others = acts.filter((one) => one !== old)
    const act = rules.complete(form.said, others)
    if (rules.twinOf(act, acts)?.replaces === id) return
    refuseWithdrawn(old)
    await refuse(tx, actor, { act, acts: others, person, confirmed: form.confirmed })
    refuseBroken(rules.broken(acts, standIn(acts, old, act)))
    const documentId = (await paper()) ?? old.documentId
    await queries.withdrawActs(tx, [id], accountOf(actor), reason)
    await queries.insertAct(tx, personId, act, {
      recordedBy: accountOf(actor),
      replaces: id,
      batchId: old.batchId,
      documentId,
    })
    const { before, after } = stated(await follow(tx, personId))
    await record(tx, actor, {
      event: 'career.corrected',
      ...about(person),
      before: { ...before, act: told(old) },
      after: { ...after, act: { ...told(act), reason } },
    })
    await tellPerson(tx, actor, personId, act.kind)
  })
}

/** Takes an act out of force, for a reason; it stays to be read. Twice is once. */
export async function cancelAct(actor: Actor, personId: string, id: string, reason: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const { person, acts } = await hold(tx, actor, personId)
    const old = acts.find((one) => one.id === id)
    if (!old) throw missing('Cet acte n’est pas dans la carrière.')
    const replaced = acts.some(({ replaces }) => replaces === id)
    if (old.withdrawnAt && !replaced) return
    refuseWithdrawn(old)
    if (old.kind === 'nomination')
      throw conflict('Toute la carrière repose sur la nomination\u202f: corrigez-la au lieu de l’annuler.')
    refuseBroken(rules.broken(acts, without(acts, old)))
    await queries.withdrawActs(tx, [id], accountOf(actor), reason)
    const { before, after } = stated(await follow(tx, personId))
    await record(tx, actor, {
      event: 'career.cancelled',
      ...about(person),
      before: { ...before, act: told(old) },
      after: { ...after, act: { reason } },
    })
    await tellPerson(tx, actor, personId, old.kind)
  })
}

/** The paper is kept between two looks at the same rules: of what is refused nothing is kept. */
async function withPaper(
  actor: Actor,
  personId: string,
  sent: Sent | null,
  kind: Kind,
  write: (tx: Tx, paper: () => Promise<string | null>) => Promise<void>,
): Promise<void> {
  mayWrite(actor)
  if (!sent || actor.kind !== 'user') return transaction((tx) => write(tx, async () => null))
  if (!(await wantsPaper(write))) return
  const form = { type: paperOf(kind), issuedOn: null, expiresOn: null }
  const id = await addDocument(actor, personId, form, sent)
  await transaction((tx) => write(tx, async () => id))
}

/** Goes through with it as far as the paper, and leaves nothing. False when it has been written before. */
async function wantsPaper(write: (tx: Tx, paper: () => Promise<string | null>) => Promise<void>): Promise<boolean> {
  const reached = new Error('as far as the paper')
  return transaction((tx) => write(tx, () => Promise.reject(reached))).then(
    () => false,
    (error: unknown) => {
      if (error !== reached) throw error
      return true
    },
  )
}

function paperOf(kind: Kind): string {
  if (kind === 'nomination') return 'arrete_nomination'
  return kind === 'promotion' || kind.startsWith('avancement') ? 'decision_avancement' : 'autre'
}

async function hold(tx: Tx, actor: Actor, personId: string): Promise<{ person: queries.Locked; acts: Act[] }> {
  const person = await queries.lockPerson(tx, actor, personId)
  if (!person) throw missing()
  return { person, acts: await queries.listActs(tx, personId) }
}

type Judged = { act: Said; acts: Act[]; person: queries.Locked; confirmed: boolean }

async function refuse(tx: Tx, actor: Actor, { act, acts, person, confirmed }: Judged): Promise<void> {
  const from = stateOn(acts, act.effectiveOn).grade
  const facts = await queries.findFacts(tx, actor, act, from)
  const { echelonYears } = settings()
  const { errors, warnings } = rules.judge(act, { acts, person, facts, today: isoToday(), echelonYears })
  if (errors.length > 0) throw invalid(errors)
  if (warnings.length > 0 && !confirmed) throw invalid([{ field: 'confirme', message: warnings.join(' ') }])
}

function refuseWithdrawn({ withdrawnAt }: Act): void {
  if (withdrawnAt) throw conflict('Cet acte vient d’être corrigé ou annulé. Relisez la carrière avant de recommencer.')
}

function refuseBroken(resting: Act[]): void {
  if (resting.length === 0) return
  const names = resting.map(rules.nameOf).join(', ')
  throw conflict(`D’autres actes reposent sur celui-ci\u202f: ${names}. Corrigez-les ou annulez-les d’abord.`)
}

/** The acts as they would be with another in the place of one. */
function standIn(acts: Act[], old: Act, act: Said): Act[] {
  const placed = { ...old, ...act }
  return without(acts, old)
    .concat(placed)
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0))
}

function without(acts: Act[], old: Act): Act[] {
  return inForce(acts).filter((one) => one !== old)
}

async function follow(tx: Tx, personId: string): Promise<queries.Applied> {
  const [applied] = await queries.applyTo(tx, [personId], isoToday())
  afterCommit(tx, () => bump('personnel'))
  return applied!
}

/** What has changed in the file, before and after, with its versions. */
export function stated({ before, after, version }: queries.Applied) {
  const keys = (Object.keys(after) as (keyof queries.Copy)[]).filter((key) => after[key] !== before[key])
  const part = (copy: queries.Copy) => Object.fromEntries(keys.map((key) => [key, copy[key]])) as Partial<queries.Copy>
  return { before: { ...part(before), version: version - 1 }, after: { ...part(after), version } }
}

/** An act as the journal tells it: what it says, nothing of what it leaves unsaid. */
function told(act: Said): Partial<Said> {
  const { kind, effectiveOn, decisionNumber, unit, grade, class: rank, echelon, position, jobTitle, note } = act
  const whole = { kind, effectiveOn, decisionNumber, unit, grade, class: rank, echelon, position, jobTitle, note }
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null)) as Partial<Said>
}

function about({ id, name }: queries.Locked) {
  return { target: { kind: 'personnel' as const, id, name }, personId: id }
}

/** A sanction is told in calm words: what it is stands in the file. */
export function tellPerson(tx: Tx, actor: Actor, personId: string, kind: Kind): Promise<void> {
  const title =
    kind === 'sanction' ? 'Une décision est inscrite dans votre dossier' : 'Votre carrière a été mise à jour'
  return notifyPerson(tx, actor, {
    personId,
    kind: 'career.changed',
    title,
    href: `/personnel/${personId}?onglet=carriere`,
  })
}

function mayWrite(actor: Actor): void {
  if (!can(actor, 'personnel.write')) throw forbidden()
}
