import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can, type User } from '../actor'
import { givePaper } from '../career/career'
import { type Tx, transaction } from '../db/sql'
import { keepMade, withdrawMade } from '../documents/documents'
import { actKindNames, actKinds, actNumber } from '../lib/act-kinds'
import { few } from '../lib/few'
import { choice, day, optional, text } from '../lib/form'
import { organisation } from '../lib/organisation'
import { forbidden, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { readyToDraw } from '../pdf/pdf'
import { newCode } from './code'
import { paperOf } from './making'
import { type Asked, prepared } from './preparation'
import * as queries from './queries'
import { lockSubject } from './subject-queries'
import { titleOf } from './variables'

export { letterhead } from './letterhead'
export { findOnPaper, listActs, listQuery } from './list'
export type { Act } from './queries'
export { findAct, listOf } from './queries'

const chosen = {
  signataire: optional(z.uuid('Choisissez un signataire de la liste.')),
  unite: optional(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Choisissez une unité de la liste.')),
  fonction: optional(text(120, 2)),
  effet: optional(day),
  /** The assignment of the career of which it is made the paper. */
  carriere: optional(z.uuid('Rechargez la page.')),
}
/** What an act is to be, in the address of its preview; without a kind, the one asked for most. */
export const asked = z.strictObject({ acte: choice(actKindNames).default('attestation_travail'), ...chosen })
/** `cle`: the form's own key, so that sending it twice makes one act. */
export const produceForm = z.strictObject({ acte: choice(actKindNames), ...chosen, cle: z.uuid('Rechargez la page.') })
export const cancelForm = z.strictObject({ reason: text(300, 3) })

/** Acts of one kind are written one after the other: whoever waits does so here, and holds no connection meanwhile. */
const inTurn = few(2, 500, 'Beaucoup d’actes sont produits en ce moment. Réessayez dans un instant.')

/** Makes an act of somebody: its number, its paper among their documents, its line in the journal; all of it or nothing. Returns its id. */
export async function produceAct(
  actor: User,
  personId: string,
  { cle, ...input }: z.output<typeof produceForm>,
): Promise<string> {
  if (!can(actor, 'acts.produce')) throw forbidden()
  return inTurn(async () => {
    await readyToDraw()
    return transaction(async (tx) => {
      const id = await queries.claimKey(tx, actor.id, cle)
      if (id === null) return sentBefore(tx, actor, cle)
      return make(tx, actor, { id, personId, input })
    })
  })
}

async function make(tx: Tx, actor: User, { id, personId, input }: { id: string; personId: string; input: Asked }) {
  const subject = await lockSubject(tx, actor, personId)
  if (!subject) throw missing()
  const today = isoToday()
  const kind = input.acte
  const { template, signatory, said } = await prepared(tx, actor, subject, input, today)
  const year = Number(today.slice(0, 4))
  const number = await queries.nextNumber(tx, kind, year)
  const made = { year, number, code: newCode() }
  const bytes = await paperOf({ kind, said, signatory, day: today, made })
  const name = `${actKinds[kind].label} ${String(number).padStart(4, '0')}-${year}.pdf`
  const paper = await keepMade(tx, actor, { personId, type: kind, name, mime: 'application/pdf', bytes })
  await queries.insertAct(tx, {
    ...{ id, kind, ...made, personId, by: actor.id, madeOn: today, documentId: paper.id },
    ...{ person: `${subject.lastName} ${subject.firstNames}`, matricule: subject.matricule },
    ...{ signatoryId: signatory.id, signatory: signatory.name, signatoryTitle: titleOf(signatory) },
    templateVersion: template.version,
  })
  if (kind === 'decision_affectation' && input.carriere) {
    const decision = { unit: input.unite ?? subject.unitCode, on: input.effet ?? today, documentId: paper.id }
    const decisionNumber = actNumber({ kind, year, number }, organisation().shortName)
    await givePaper(tx, actor, personId, input.carriere, { ...decision, decisionNumber })
  }
  const after = { actVersion: template.version, signatory: signatory.name }
  await record(tx, actor, { event: 'acts.produced', target: target({ id, kind, year, number }), personId, after })
  return id
}

async function sentBefore(tx: Tx, actor: User, key: string): Promise<string> {
  const id = await queries.findSent(tx, actor.id, key)
  if (!id) throw missing()
  return id
}

/** From now on whoever asks about the paper reads that it is worth nothing; the number is not given again. Twice is once. */
export async function cancelAct(actor: User, id: string, { reason }: z.output<typeof cancelForm>): Promise<void> {
  if (!can(actor, 'acts.produce')) throw forbidden()
  await transaction(async (tx) => {
    const act = await queries.lockAct(tx, actor, id)
    if (!act) throw missing()
    if (act.cancelledAt) return
    await queries.setCancelled(tx, id, actor.id, reason)
    await withdrawMade(tx, actor, act.documentId, `Acte annulé\u202f: ${reason}`.slice(0, 300))
    const { personId } = act
    await record(tx, actor, { event: 'acts.cancelled', target: target(act), personId, after: { reason } })
  })
}

function target({ id, ...act }: Pick<queries.Act, 'id' | 'kind' | 'year' | 'number'>) {
  return {
    kind: 'act' as const,
    id,
    name: `${actKinds[act.kind].label} n° ${actNumber(act, organisation().shortName)}`,
  }
}

/** Whether the actor reads acts of others than themselves. */
export function readsActs(actor: Actor): boolean {
  return can(actor, 'acts.read') && can(actor, 'personnel.list')
}
