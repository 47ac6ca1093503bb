import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can, type User } from '../actor'
import { afterCommit, sql, type Tx, transaction } from '../db/sql'
import { said } from '../lib/career-acts'
import { choice, day, optional, text } from '../lib/form'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { showsJobs } from '../live/live'
import { post } from '../outbox/outbox'
import { bump } from '../redis/cache'
import { settings } from '../settings/settings'
import * as queries from './batch-queries'
import { type Line, linesOf } from './batch-rules'
import { tablesOf } from './batch-tables'
import { stated, tellPerson } from './career'
import { listed } from './matricules'
import { applyTo, findFacts } from './queries'
import type { Facts } from './rules'

export { fileLimitBytes, listedIn } from './matricules'

/** As many as one decision names at once. */
export const mostAtOnce = 1_000

export const batchForm = z
  .strictObject({
    cle: z.uuid('Rechargez la page.'),
    kind: choice(['avancement', 'affectation']),
    /** Without a word, one day for all. */
    dates: optional(choice(['commune', 'chacun'])),
    effectiveOn: optional(day),
    decisionNumber: optional(text(60)),
    unit: optional(text(20).pipe(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Choisissez une unité de la liste.'))),
    matricules: z
      .string('Ce champ est obligatoire.')
      .transform(listed)
      .pipe(
        z
          .array(z.string())
          .min(1, 'Donnez au moins un matricule.')
          .max(mostAtOnce, `Au plus ${mostAtOnce} matricules à la fois.`)
          .refine((all) => all.every((one) => one.length <= 20), 'Un matricule a au plus 20 signes.'),
      ),
  })
  .refine(({ kind, unit }) => kind !== 'affectation' || unit !== null, {
    path: ['unit'],
    message: 'Choisissez une unité de la liste.',
  })
  .superRefine(({ kind, dates, effectiveOn }, { addIssue }) => {
    if (effectiveOn !== null || (dates === 'chacun' && kind === 'avancement')) return
    const message =
      dates === 'chacun' ? 'Une affectation a une date commune\u202f: indiquez-la.' : 'Ce champ est obligatoire.'
    addIssue({ code: 'custom', path: ['effectiveOn'], message })
  })
  // only an advancement is due
  .transform(({ dates, ...made }) => ({
    ...made,
    effectiveOn: dates === 'chacun' && made.kind === 'avancement' ? null : made.effectiveOn,
  }))

/** Prepares a decision about many, to be looked at before anything is written. The same form again is the same batch. */
export async function prepareBatch(actor: User, { cle, ...made }: z.output<typeof batchForm>): Promise<string> {
  mayWrite(actor)
  const unit = made.kind === 'affectation' ? made.unit : null
  await transaction(async (tx) => {
    if ((await unitOn(tx, actor, unit, made.effectiveOn)) === 'unknown')
      throw invalid([{ field: 'unit', message: 'Cette unité n’existe pas, ou vous n’y tenez pas les dossiers.' }])
    await queries.insertBatch(tx, actor.id, { id: cle, ...made, unit })
  })
  if (!(await queries.findBatch(sql, actor.id, cle))) throw conflict('Rechargez la page, puis recommencez.')
  return cle
}

/** One's own decisions about many, the last first. */
export async function recentBatches(actor: User): Promise<queries.Batch[]> {
  mayWrite(actor)
  return queries.listBatches(actor.id, 20)
}

/** A batch with every line of it as it would be written now; once it was applied, or while it is, there is nothing to try. */
export async function readBatch(actor: User, id: string): Promise<{ batch: queries.Batch; lines: Line[] }> {
  mayWrite(actor)
  const batch = await queries.findBatch(sql, actor.id, id)
  if (!batch) throw missing('Cette décision collective n’existe pas.')
  if (batch.jobId && batch.state) showsJobs([{ id: batch.jobId, state: batch.state, done: batch.done }])
  if (batch.appliedAt || batch.cancelledAt || goesOn(batch)) return { batch, lines: [] }
  return { batch, lines: await transaction((tx) => tried(tx, actor, batch, { hold: false })) }
}

/** Has it written by a job. Asked for again: nothing more happens. */
export async function requestBatch(actor: User, id: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const batch = await queries.lockBatch(tx, actor.id, id)
    if (!batch) throw missing('Cette décision collective n’existe pas.')
    if (batch.cancelledAt) throw conflict('Cette décision collective a été annulée.')
    if (batch.appliedAt || goesOn(batch)) return
    refuseWrong(await tried(tx, actor, batch, { hold: false }))
    const payload = { batch: id, origin: actor.origin, askedBy: actor.id }
    const job = await post(tx, { kind: 'career.batch', key: `career.batch ${id}`, payload, actorId: actor.id })
    await queries.setJob(tx, id, job)
  })
}

/** All of it or nothing, in one transaction; written already, nothing happens. Returns for how many. */
export async function applyBatch(
  actor: User,
  id: string,
  progress: (done: number, total: number) => Promise<void>,
): Promise<number> {
  mayWrite(actor)
  return transaction(async (tx) => {
    const batch = await queries.lockBatch(tx, actor.id, id)
    if (!batch || batch.appliedAt || batch.cancelledAt) return 0
    const total = batch.matricules.length
    await progress(0, total)
    const lines = await tried(tx, actor, batch, { hold: true })
    refuseWrong(lines)
    const acts = lines.flatMap(({ person, act }) => (person && act ? [{ personId: person.id, said: act }] : []))
    await queries.insertActs(tx, acts, { recordedBy: actor.id, batchId: id })
    await progress(Math.floor(total / 2), total)
    const applied = await applyTo(
      tx,
      acts.map(({ personId }) => personId),
      isoToday(),
    )
    const byPerson = new Map(acts.map(({ personId, said }) => [personId, said]))
    // sent one behind the other without waiting for each answer
    await Promise.all(
      applied.map(async (one) => {
        const { before, after } = stated(one)
        const { kind, effectiveOn, decisionNumber } = byPerson.get(one.id)!
        const act = { kind, effectiveOn, decisionNumber, batch: id }
        await record(tx, actor, { event: 'career.recorded', ...about(one), before, after: { ...after, act } })
        await tellPerson(tx, actor, one.id, kind)
      }),
    )
    await queries.setApplied(tx, id)
    const days = acts.map(({ said }) => said.effectiveOn)
    await record(tx, actor, { event: 'career.batch_applied', after: { ...summary(batch, days), people: acts.length } })
    afterCommit(tx, () => bump('personnel'))
    return acts.length
  })
}

async function tried(tx: Tx, actor: Actor, batch: queries.Batch, { hold }: { hold: boolean }): Promise<Line[]> {
  const { matricules, effectiveOn, unit } = batch
  const people = await queries.listPeople(tx, actor, matricules, { hold })
  const acts = await queries.listActsOf(
    tx,
    people.map(({ id }) => id),
  )
  return linesOf(matricules, batch, {
    people,
    acts,
    tables: tablesOf(await queries.listPeriods(tx)),
    unit: await unitOn(tx, actor, unit, effectiveOn),
    today: isoToday(),
    echelonYears: settings().echelonYears,
  })
}

async function unitOn(tx: Tx, actor: Actor, unit: string | null, on: string | null): Promise<Facts['unit']> {
  if (unit === null || on === null) return null
  const draft = said({ kind: 'affectation', effectiveOn: on, decisionNumber: null, unit })
  return (await findFacts(tx, actor, draft, null)).unit
}

function refuseWrong(lines: Line[]): void {
  if (lines.some(({ errors }) => errors.length > 0))
    throw conflict('Des lignes sont à corriger\u202f: rien n’a été inscrit. Relisez la vérification.')
}

function goesOn({ state }: queries.Batch): boolean {
  return state === 'waiting' || state === 'running'
}

/** As the journal tells it; `days`: those of its acts, where each has their own. */
export function summary({ kind, effectiveOn, decisionNumber, firstOn, lastOn }: queries.Batch, days: string[]) {
  const [from = firstOn, endsOn = lastOn] = effectiveOn === null ? spanOf(days) : [effectiveOn, effectiveOn]
  return { kind, effectiveOn: from === endsOn ? from : { from, endsOn }, decisionNumber }
}

/** The first and the last of some days; nothing of none. */
export function spanOf(days: string[]): string[] {
  const sorted = [...days].sort()
  return [sorted[0], sorted.at(-1)].filter((one) => one !== undefined)
}

export function about({ id, name }: { id: string; name: string }) {
  return { target: { kind: 'personnel' as const, id, name }, personId: id }
}

export function mayWrite(actor: Actor): void {
  if (!can(actor, 'personnel.write')) throw forbidden()
}
