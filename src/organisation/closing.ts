import { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { day } from '../lib/form'
import { count, day as inFrench } from '../lib/french'
import { conflict, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { deleteEnd } from './end-queries'
import { decideEnd } from './ends'
import * as queries from './unit-queries'
import { lock, mayWrite, present, shown, target, versionField, wrong } from './units'

export const closingForm = z.strictObject({ closedOn: day, version: versionField })

/**
 * Closes an empty unit: it stays on old lines and is offered nowhere any more. On a day to come it is decided, and done then.
 * Asked twice for the same day it is done once.
 */
export async function closeUnit(
  actor: Actor,
  code: string,
  { closedOn, version }: z.output<typeof closingForm>,
): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    await queries.lockTree(tx)
    const there = await queries.lockUnit(tx, code)
    if (there?.closedOn === closedOn) return
    const unit = await lock(tx, code)
    if (unit.parent === null) throw conflict('Le ministère ne se ferme pas.')
    if (closedOn > isoToday()) return decideEnd(tx, actor, unit, { onDay: closedOn, into: null, version })
    present(unit, version)
    await close(tx, actor, unit, closedOn)
  })
}

/** Of a unit that is held; refused when something stands on it. */
export async function close(tx: Tx, actor: Actor, unit: queries.Locked, closedOn: string): Promise<void> {
  if (unit.openedOn && closedOn < unit.openedOn) throw wrong('closedOn', 'Cette date précède l’ouverture de l’unité.')
  const uses = await queries.countUses(tx, unit.id, isoToday())
  if (uses.people + uses.coming + uses.units > 0) throw conflict(`Cette unité sert encore\u202f: ${said(uses)}.`)
  const empty = await queries.findEmptySince(tx, unit.id)
  if (empty !== null && closedOn < empty) throw wrong('closedOn', `Cette unité a servi jusqu’au ${inFrench(empty)}.`)
  await queries.setClosed(tx, unit.id, closedOn, null)
  await deleteEnd(tx, unit.id)
  await record(tx, actor, { event: 'unit.closed', target: target(unit), after: { closedOn } })
  shown(tx)
}

/** A closing that was a mistake: the unit stands where it stood, empty. One that was merged stays merged. */
export async function reopenUnit(actor: Actor, code: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    await queries.lockTree(tx)
    const unit = await queries.lockUnit(tx, code)
    if (!unit) throw missing('Cette unité n’existe pas.')
    if (unit.closedOn === null) return
    if (unit.mergedInto) throw conflict('Cette unité a été fusionnée dans une autre\u202f: elle reste fermée.')
    const parent = unit.parent ? await queries.lockUnit(tx, unit.parent) : undefined
    if (parent?.closedOn) throw conflict(`Rouvrez d’abord «\u202f${parent.name}\u202f», dont elle dépend.`)
    await queries.setClosed(tx, unit.id, null, null)
    await record(tx, actor, { event: 'unit.reopened', target: target(unit), before: { closedOn: unit.closedOn } })
    shown(tx)
  })
}

/** Removes a unit that nothing has ever stood on: a slip of the pen. */
export async function deleteUnit(actor: Actor, code: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    await queries.lockTree(tx)
    const unit = await queries.lockUnit(tx, code)
    if (!unit) throw missing('Cette unité n’existe pas.')
    if (unit.parent === null) throw conflict('Le ministère ne se supprime pas.')
    const { ever } = await queries.countUses(tx, unit.id, isoToday())
    if (ever > 0) throw conflict('Cette unité a servi\u202f: elle se ferme, elle ne se supprime pas.')
    await deleteEnd(tx, unit.id)
    await queries.deleteUnit(tx, unit.id)
    const before = { title: unit.name, kind: unit.kind, parent: unit.parent }
    await record(tx, actor, { event: 'unit.deleted', target: target(unit), before })
    shown(tx)
  })
}

function said({ people, coming, units }: queries.Uses): string {
  const parts = [
    people > 0 && count(people, 'personne', 'personnes'),
    coming > 0 && count(coming, 'affectation à venir', 'affectations à venir'),
    units > 0 && count(units, 'unité rattachée', 'unités rattachées'),
  ]
  return parts.filter(Boolean).join(', ')
}
