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
import { deleteEnd } from './end-queries'
import { decideEnd } from './ends'
import {
  type Consequence,
  countMove,
  type Followed,
  holdPeople,
  type Moved,
  movePeople,
  moveStays,
  moveUnits,
  type Redirected,
  redirectComing,
} from './move-queries'
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
 * chief where there is none; it is closed that day. On a day that has gone by, whoever was in it since is there from that day too.
 * On a day to come it is decided, and done then. Done already: nothing happens.
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
    if (on > isoToday()) {
      await decideEnd(tx, actor, unit, { onDay: on, into, decisionNumber, version })
      return []
    }
    present(unit, version)
    return merge(tx, actor, [unit, into], { on, decisionNumber })
  })
  await Promise.all(accounts.map((id) => refreshSessionsOf(id)))
}

/** Of units that are held; the accounts whose roles follow. */
export async function merge(
  tx: Tx,
  actor: Actor,
  [unit, into]: [queries.Locked, queries.Locked],
  { on, decisionNumber }: { on: string; decisionNumber: string | null },
): Promise<string[]> {
  const today = isoToday()
  if (unit.openedOn && on < unit.openedOn) throw wrong('on', 'Cette date précède l’ouverture de l’unité.')
  if (into.openedOn && on < into.openedOn)
    throw wrong('on', `Cette date précède l’ouverture de «\u202f${into.name}\u202f».`)
  await holdPeople(tx, unit.id)
  const reason = `Fusion dans «\u202f${into.name.slice(0, 200)}\u202f»`
  const by = actor.kind === 'user' ? actor.id : null
  const coming = await redirectComing(tx, unit.id, into.id, { today, by, reason })
  await correct(tx, actor, coming, { from: unit.code, into: into.code, reason })
  const merging = { on, decisionNumber, today, by }
  const people = await movePeople(tx, unit.id, into.id, merging)
  await tell(tx, actor, people, unit, into)
  const stays = await moveStays(tx, unit.id, into.id, merging)
  await tellStays(tx, actor, stays, { unit, into, decisionNumber })
  const units = await moveUnits(tx, unit.id, into.id)
  const owners = await moveRoles(tx, actor, unit, into)
  if (into.chiefId === null && unit.chiefId !== null) await queries.setChief(tx, into.id, unit.chiefId)
  await queries.setClosed(tx, unit.id, on, into.id)
  await deleteEnd(tx, unit.id)
  await record(tx, actor, {
    event: 'unit.merged',
    target: target(unit),
    after: { into: into.name, people: people.length, units, accounts: owners.length, closedOn: on, decisionNumber },
  })
  shown(tx)
  return owners
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

/** Of those who are in it no more: their career has one act more for each stay, and who has left has another last post. */
async function tellStays(
  tx: Tx,
  actor: Actor,
  stays: Followed[],
  { unit, into, decisionNumber }: { unit: queries.Locked; into: queries.Locked; decisionNumber: string | null },
): Promise<void> {
  const told = { kind: 'career.changed', title: 'Votre carrière a été mise à jour' }
  const href = (id: string) => `/personnel/${id}?onglet=carriere`
  await Promise.all([
    ...[...new Set(stays.map(({ id }) => id))].map((personId) =>
      notifyPerson(tx, actor, { ...told, personId, href: href(personId) }),
    ),
    ...stays.map(({ id, name, version, effectiveOn, last }) => {
      const act = { kind: 'affectation' as const, effectiveOn, decisionNumber, unit: into.code }
      return record(tx, actor, {
        event: 'career.recorded',
        target: { kind: 'personnel', id, name },
        personId: id,
        before: last ? { unit: unit.code, version: version - 1 } : { version },
        after: { ...(last ? { unit: into.code } : {}), version, act },
      })
    }),
  ])
}

async function correct(
  tx: Tx,
  actor: Actor,
  coming: Redirected[],
  { from, into, reason }: { from: string; into: string; reason: string },
): Promise<void> {
  await Promise.all(
    coming.map(({ id, name, version, ...act }) =>
      record(tx, actor, {
        event: 'career.corrected',
        target: { kind: 'personnel', id, name },
        personId: id,
        before: { act: { kind: 'affectation', ...act, unit: from }, version },
        after: { act: { kind: 'affectation', ...act, unit: into, reason }, version },
      }),
    ),
  )
}

/** The unit and where it goes, both open and held, the one that is not within the other. */
export async function both(tx: Tx, code: string, vers: string): Promise<[queries.Locked, queries.Locked]> {
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
