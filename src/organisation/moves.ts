import { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor } from '../actor'
import { demandProof, proofField, refreshSessionsOf } from '../auth/auth'
import { type Tx, transaction } from '../db/sql'
import { day, optional, text } from '../lib/form'
import { conflict } from '../lib/problems'
import { isoToday } from '../lib/today'
import { notifyPerson } from '../notifications/notifications'
import { moveRoles } from '../users/users'
import { type Consequence, countMove, type Moved, movePeople, moveUnits } from './move-queries'
import * as queries from './unit-queries'
import { codeField, lock, mayWrite, present, shown, target, versionField, wrong } from './units'

export { isProved } from '../auth/auth'
export type { Consequence } from './move-queries'

export const moveForm = z.strictObject({ vers: codeField, version: versionField, proof: proofField })
export const mergeForm = z.strictObject({
  vers: codeField,
  on: day,
  decisionNumber: optional(text(60)),
  version: versionField,
  proof: proofField,
})

/** What a move, or a merging, would change; refused as the act would be. */
export async function preview(actor: Actor, code: string, vers: string, merged: boolean): Promise<Consequence> {
  mayWrite(actor)
  const [unit, under] = await transaction((tx) => both(tx, code, vers))
  return countMove(unit.id, under.id, { today: isoToday(), merged })
}

/**
 * A unit below another, with everybody and everything in it. There already: nothing happens. Who reaches whom changes with it, as
 * when a role is given: so one shows again who one is.
 */
export async function moveUnit(
  actor: Actor,
  code: string,
  { vers, version, proof }: z.output<typeof moveForm>,
): Promise<void> {
  mayWrite(actor)
  if (actor.kind === 'user') await demandProof(actor, proof)
  await transaction(async (tx) => {
    await queries.lockTree(tx)
    const [unit, under] = await both(tx, code, vers)
    if (unit.parent === under.code) return
    present(unit, version)
    const today = isoToday()
    const { people } = await countMove(unit.id, under.id, { today, merged: false })
    await queries.setParent(tx, unit.id, under.id)
    await record(tx, actor, {
      event: 'unit.moved',
      target: target(unit),
      before: { parent: unit.parent },
      after: { parent: under.code, people },
    })
    shown(tx)
  })
}

/**
 * A unit into another: its people are assigned there by the decision, with the units below it, the roles held over it, and its
 * chief where there is none; it is closed that day. Done already: nothing happens.
 */
export async function mergeUnit(actor: Actor, code: string, input: z.output<typeof mergeForm>): Promise<void> {
  mayWrite(actor)
  const { vers, on, decisionNumber, version, proof } = input
  if (actor.kind === 'user') await demandProof(actor, proof)
  const accounts = await transaction(async (tx) => {
    await queries.lockTree(tx)
    const there = await queries.lockUnit(tx, code)
    if (there?.closedOn && there.mergedInto === vers) return []
    const [unit, into] = await both(tx, code, vers)
    present(unit, version)
    const today = isoToday()
    if (on > today) throw wrong('on', 'Cette date est dans l’avenir\u202f: fusionnez ce jour-là.')
    if (unit.openedOn && on < unit.openedOn) throw wrong('on', 'Cette date précède l’ouverture de l’unité.')
    const people = await movePeople(tx, unit.id, into.id, { on, decisionNumber, today })
    await tell(tx, actor, people, unit, into)
    const units = await moveUnits(tx, unit.id, into.id)
    const owners = await moveRoles(tx, actor, unit, into)
    if (into.chiefId === null && unit.chiefId !== null) await queries.setChief(tx, into.id, unit.chiefId)
    await queries.setClosed(tx, unit.id, on, into.id)
    await record(tx, actor, {
      event: 'unit.merged',
      target: target(unit),
      after: { into: into.name, people: people.length, units, accounts: owners.length, closedOn: on, decisionNumber },
    })
    shown(tx)
    return owners
  })
  await Promise.all(accounts.map((id) => refreshSessionsOf(id)))
}

/** Each hears of it, and finds it in the history of their file. */
async function tell(tx: Tx, actor: Actor, people: Moved[], unit: queries.Locked, into: queries.Locked): Promise<void> {
  const title = `Votre unité rejoint «\u202f${into.name.slice(0, 140)}\u202f»`
  // sent one behind the other without waiting for each answer: a direction may have hundreds
  await Promise.all(
    people.flatMap(({ id, name, version }) => [
      record(tx, actor, {
        event: 'personnel.updated',
        target: { kind: 'personnel', id, name },
        personId: id,
        before: { unit: unit.code, version: version - 1 },
        after: { unit: into.code, version },
      }),
      notifyPerson(tx, actor, { personId: id, kind: 'personnel.changed', title, href: `/personnel/${id}` }),
    ]),
  )
}

/** The unit and where it goes, both open and held, the one that is not within the other. */
async function both(tx: Tx, code: string, vers: string): Promise<[queries.Locked, queries.Locked]> {
  // in one order, whoever asks for which: two who hold one each would wait for ever
  const held = new Map<string, queries.Locked>()
  for (const one of [...new Set([code, vers])].sort()) {
    const found = one === code ? await lock(tx, one) : await queries.lockUnit(tx, one)
    if (found) held.set(one, found)
  }
  const [unit, under] = [held.get(code)!, held.get(vers)]
  if (unit.parent === null) throw conflict('Le ministère est la racine de l’organigramme\u202f: il ne va nulle part.')
  if (!under || under.closedOn) throw wrong('vers', 'Cette unité n’existe pas, ou elle est fermée.')
  if (await queries.isWithin(tx, unit.id, under.id))
    throw wrong('vers', 'Une unité ne va ni dans elle-même, ni dans une unité qui en dépend.')
  return [unit, under]
}
