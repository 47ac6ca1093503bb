import type { Actor } from '../actor'
import type { Tx } from '../db/sql'
import { type Act, type Draft, inForce, isStep, type Kind, type Said, said } from '../lib/career-acts'
import { day } from '../lib/french'
import { invalid } from '../lib/problems'
import { isoToday } from '../lib/today'
import * as queries from './queries'
import { nameOf, twinOf } from './rules'

/**
 * Writes what a change of a file amounts to, for who holds the file, and makes its copy follow: the file as it is then, or null
 * when there was nothing new to say. An act of the same kind on the same day is corrected by it. `quietly`: the version has been
 * raised already.
 */
export async function enterActs(
  tx: Tx,
  actor: Actor,
  personId: string,
  drafts: Draft[],
  { quietly }: { quietly: boolean },
): Promise<queries.Applied | null> {
  const acts = await queries.listActs(tx, personId)
  // whoever comes and goes on one day says the same of it twice, and means it
  const fresh = drafts.map(said).filter((one) => isPresence(one.kind) || !twinOf(one, acts))
  if (fresh.length === 0) return null
  for (const one of fresh) {
    refuseOlder(one, acts)
    if (one.grade && !(await queries.isOpen(tx, one.grade, one.effectiveOn)))
      throw invalid([{ field: 'grade', message: 'Ce grade n’est pas ouvert à cette date.' }])
  }
  const recordedBy = accountOf(actor)
  for (const one of fresh) {
    const replaced = inForce(acts).find(({ kind, effectiveOn }) => kind === one.kind && effectiveOn === one.effectiveOn)
    if (replaced) await queries.withdrawActs(tx, [replaced.id], recordedBy, 'Modifié dans le dossier')
    await queries.insertAct(tx, personId, one, { recordedBy, replaces: replaced?.id ?? null })
  }
  const [applied] = await queries.applyTo(tx, [personId], isoToday(), { quietly })
  return applied ?? null
}

/** Whether all of this has been written before. */
export async function isEntered(tx: Tx, personId: string, drafts: Draft[]): Promise<boolean> {
  const acts = await queries.listActs(tx, personId)
  return drafts.every((draft) => twinOf(said(draft), acts))
}

/** Takes back a departure that has not come; null when no act says it. */
export async function dropDeparture(
  tx: Tx,
  actor: Actor,
  personId: string,
  on: string,
): Promise<queries.Applied | null> {
  const acts = inForce(await queries.listActs(tx, personId))
  const ids = acts.filter(({ kind, effectiveOn }) => leaves(kind) && effectiveOn === on).map(({ id }) => id)
  if (ids.length === 0) return null
  await queries.withdrawActs(tx, ids, accountOf(actor), 'Réintégration avant le départ')
  const [applied] = await queries.applyTo(tx, [personId], isoToday())
  return applied ?? null
}

/** What somebody's page says today is not said by an act that a newer one has made old. */
function refuseOlder(one: Said, acts: Act[]): void {
  const today = isoToday()
  const newer = inForce(acts).find(
    (act) => act.effectiveOn > one.effectiveOn && act.effectiveOn <= today && speaksOfTheSame(act, one),
  )
  if (!newer) return
  const message = `Un acte plus récent est dans la carrière, ${nameOf(newer)}\u202f: au plus tôt le ${day(newer.effectiveOn)}, ou inscrivez cet acte dans la carrière.`
  throw invalid([{ field: leaves(one.kind) ? 'leftOn' : 'effectiveOn', message }])
}

function speaksOfTheSame(a: Said, b: Said): boolean {
  if (isPresence(b.kind)) return isPresence(a.kind)
  if (b.kind === 'fonction') return a.kind === 'fonction'
  return (
    (isStep(a) && isStep(b)) || (a.unit !== null && b.unit !== null) || (a.position !== null && b.position !== null)
  )
}

function isPresence(kind: Kind): boolean {
  return leaves(kind) || kind === 'reintegration'
}

function leaves(kind: Kind): boolean {
  return kind === 'depart' || kind === 'retraite'
}

export function accountOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.id : null
}
