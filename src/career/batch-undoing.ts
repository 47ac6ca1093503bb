import { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor, User } from '../actor'
import { afterCommit, type Tx, transaction } from '../db/sql'
import { optional, text } from '../lib/form'
import { conflict, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { cancel } from '../outbox/outbox'
import { bump } from '../redis/cache'
import * as queries from './batch-queries'
import { about, mayWrite, spanOf, summary } from './batches'
import { stated, tellPerson } from './career'
import { applyTo, withdrawActs } from './queries'
import { broken, nameOf } from './rules'

/** The reason is asked for once it stands in the careers. */
export const undoingForm = z.strictObject({ reason: optional(text(300, 3)) })

/** What it would come to, before it is asked for: for how many people, and why it cannot be. */
export type Undoing = {
  /** Those whose act is in force: of the others it has been corrected or cancelled since. */
  people: number
  /** Some of the files are not the actor's to write any more. */
  foreign: boolean
  /** The first and the last day from which their acts hold. */
  span: string[]
  /** The acts that stand on those of the decision. */
  resting: string[]
}

export async function readUndoing(actor: User, id: string): Promise<{ batch: queries.Batch } & Undoing> {
  mayWrite(actor)
  return transaction(async (tx) => {
    const batch = await queries.findBatch(tx, actor.id, id)
    if (!batch) throw missing('Cette décision collective n’existe pas.')
    const { written, foreign, resting } = await standing(tx, actor, batch, { hold: false })
    return { batch, people: written.length, span: spanOf(daysOf(written)), foreign, resting }
  })
}

/**
 * Takes back what was prepared, or all that was written as long as nothing stands on it: what is being written is waited for, and
 * what was written meanwhile is not taken back without a reason. Twice is once.
 */
export async function cancelBatch(actor: User, id: string, { reason }: z.output<typeof undoingForm>): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const batch = await queries.lockBatch(tx, actor.id, id)
    if (!batch) throw missing('Cette décision collective n’existe pas.')
    if (batch.cancelledAt) return
    if (batch.appliedAt) {
      if (!reason) throw invalid([{ field: 'reason', message: 'Ce champ est obligatoire.' }])
      await withdraw(tx, actor, batch, reason)
    } else if (batch.jobId) await cancel(tx, batch.jobId)
    await queries.setCancelled(tx, id)
  })
}

async function withdraw(tx: Tx, actor: User, batch: queries.Batch, reason: string): Promise<void> {
  const { written, foreign, resting } = await standing(tx, actor, batch, { hold: true })
  if (foreign)
    throw conflict(
      'Cette décision concerne des dossiers que vous ne tenez plus\u202f: elle ne peut pas être annulée ainsi.',
    )
  if (resting.length > 0)
    throw conflict(
      `D’autres actes reposent sur cette décision\u202f: ${resting.slice(0, 5).join('\u202f; ')}. Annulez-les d’abord.`,
    )
  const said = `Décision collective annulée\u202f: ${reason}`.slice(0, 300)
  const ids = written.map(({ id }) => id)
  await withdrawActs(tx, ids, actor.id, said)
  const people = written.map(({ personId }) => personId)
  const applied = await applyTo(tx, people, isoToday())
  await Promise.all(
    applied.map(async (one) => {
      const { before, after } = stated(one)
      await record(tx, actor, {
        event: 'career.cancelled',
        ...about(one),
        before: { ...before, act: { batch: batch.id } },
        after: { ...after, act: { reason: said } },
      })
      await tellPerson(tx, actor, one.id, 'avancement_echelon')
    }),
  )
  await record(tx, actor, {
    event: 'career.batch_undone',
    after: { ...summary(batch, daysOf(written)), people: applied.length, reason },
  })
  afterCommit(tx, () => bump('personnel'))
}

function daysOf(written: queries.Written[]): string[] {
  return written.map(({ effectiveOn }) => effectiveOn)
}

/** The acts that it wrote and that are in force, and what stands against taking them back. */
async function standing(tx: Tx, actor: Actor, batch: queries.Batch, { hold }: { hold: boolean }) {
  const people = await queries.listPeople(tx, actor, batch.matricules, { hold })
  const ids = people.map(({ id }) => id)
  const acts = await queries.listActsOf(tx, ids)
  const written = await queries.listWritten(tx, batch.id)
  const gone = new Set(written.map(({ id }) => id))
  const resting = people.flatMap(({ id, matricule }) => {
    const own = acts.get(id) ?? []
    const left = own.filter((act) => !gone.has(act.id))
    return broken(own, left).map((act) => `${matricule}, ${nameOf(act)}`)
  })
  // whoever asked may have been given less to keep since, or somebody may have left what they keep
  return { written, foreign: written.some(({ personId }) => !ids.includes(personId)), resting }
}
