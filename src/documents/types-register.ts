import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can } from '../actor'
import { demandProof, proofField } from '../auth/auth'
import { type Tx, transaction } from '../db/sql'
import { choice, optional, text, whole } from '../lib/form'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import * as queries from './types-queries'
import * as rules from './types-rules'

export { isProved } from '../auth/auth'
export type { KeptType, PaperType } from './types-queries'
export { findType, listKept } from './types-queries'

export const guards = ['identity', 'private', 'salary', 'health', 'evaluations'] as const
const ticked = optional(choice(['oui'])).transform((value) => value !== null)

export const typeForm = z
  .strictObject({
    label: text(80, 2),
    guard: optional(choice(guards)),
    ...{ requiredA: ticked, requiredB: ticked, requiredC: ticked, requiredD: ticked },
    expires: ticked,
    validityMonths: optional(whole(1, 600)),
    ...{ alert90: ticked, alert30: ticked, alert7: ticked },
    /** None of what is not there yet. */
    version: optional(whole(1, 999_999_999)),
    proof: proofField,
  })
  .transform(({ label, guard, expires, validityMonths, version, proof, ...boxes }) => {
    const categories = { A: boxes.requiredA, B: boxes.requiredB, C: boxes.requiredC, D: boxes.requiredD }
    const days: [number, boolean][] = [
      [90, boxes.alert90],
      [30, boxes.alert30],
      [7, boxes.alert7],
    ]
    const requiredOf = Object.entries(categories).flatMap(([category, on]) => (on ? [category] : []))
    const alertDays = days.flatMap(([day, on]) => (on ? [day] : []))
    return { values: { label, guard, requiredOf, expires, validityMonths, alertDays }, version, proof }
  })
type TypeInput = z.output<typeof typeForm>
type Values = TypeInput['values']

/** Another kind of paper; its code. The same form sent twice makes one. */
export async function createType(actor: Actor, { values }: TypeInput): Promise<string> {
  mayWrite(actor)
  return transaction(async (tx) => {
    await queries.lockTypes(tx)
    const there = await queries.findByLabel(tx, values.label)
    if (there) {
      if (rules.changedNames(valuesOf(there), values).length === 0 && !there.retiredOn) return there.code
      throw taken()
    }
    const code = rules.codeOf(values.label, await queries.listCodes(tx))
    await queries.insertType(tx, { code, ...values })
    await record(tx, actor, {
      event: 'document_type.created',
      target: target({ code, ...values }),
      after: values,
    })
    return code
  })
}

/**
 * Another name, other readers, or other days: for all papers of that kind, those that are there too. Who reads what changes with
 * its readers, as when a role is given: so one shows again who one is.
 */
export async function changeType(actor: Actor, code: string, { values, version, proof }: TypeInput): Promise<void> {
  mayWrite(actor)
  if (actor.kind === 'user') await demandProof(actor, proof)
  await transaction(async (tx) => {
    const type = await lock(tx, code)
    const changed = rules.changedNames(valuesOf(type), values)
    if (changed.length === 0) return
    if (type.version !== version) throw late()
    const other = await queries.findByLabel(tx, values.label)
    if (other && other.code !== code) throw taken()
    await queries.setType(tx, { code, ...values })
    await record(tx, actor, {
      event: 'document_type.changed',
      target: target(type),
      before: part(valuesOf(type), changed),
      after: part(values, changed),
    })
  })
}

/** Offered nowhere from now on; papers of that kind stay as they are. Retired already: nothing happens. */
export async function retireType(actor: Actor, code: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const type = await lock(tx, code)
    if (type.retiredOn) return
    const retiredOn = isoToday()
    await queries.setRetired(tx, code, retiredOn)
    await record(tx, actor, { event: 'document_type.retired', target: target(type), after: { retiredOn } })
  })
}

/** Offered again. */
export async function restoreType(actor: Actor, code: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const type = await lock(tx, code)
    if (!type.retiredOn) return
    await queries.setRetired(tx, code, null)
    const before = { retiredOn: type.retiredOn }
    await record(tx, actor, { event: 'document_type.restored', target: target(type), before })
  })
}

/** Removes a kind of paper that nothing has ever been: a slip of the pen. */
export async function deleteType(actor: Actor, code: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const type = await lock(tx, code)
    if (type.used)
      throw conflict('Ce type a servi, ou sert au site lui-même\u202f: il se retire, il ne se supprime pas.')
    await queries.deleteType(tx, code)
    await record(tx, actor, { event: 'document_type.deleted', target: target(type), before: valuesOf(type) })
  })
}

async function lock(tx: Tx, code: string): Promise<queries.KeptType> {
  await queries.lockTypes(tx)
  const type = await queries.lockType(tx, code)
  if (!type) throw missing('Ce type de document n’existe pas.')
  return type
}

function valuesOf({ label, guard, requiredOf, expires, validityMonths, alertDays }: queries.KeptType): Values {
  return { label, guard, requiredOf, expires, validityMonths, alertDays }
}

function part(all: Values, names: (keyof Values)[]): Partial<Values> {
  return Object.fromEntries(names.map((name) => [name, all[name]]))
}

function target({ code, label }: { code: string; label: string }) {
  return { kind: 'referential' as const, id: `documents ${code}`, name: `Type de document, ${label}` }
}

function taken() {
  return invalid([{ field: 'label', message: 'Un autre type porte déjà ce nom.' }])
}

function late() {
  const message = 'Ce type a été modifié depuis que vous l’avez ouvert. Rechargez la page.'
  return conflict(message, [{ field: 'version', message }])
}

function mayWrite(actor: Actor): void {
  if (!can(actor, 'referentials.write')) throw forbidden()
}
