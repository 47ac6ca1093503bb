import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Actor, can, originSchema, system } from '../actor'
import { findUser } from '../auth/auth'
import { type Tx, transaction } from '../db/sql'
import { isoToday } from '../lib/today'
import { notify } from '../notifications/notifications'
import { type Ended, Hopeless, handler, type Job } from '../outbox/outbox'
import { type Person, person as personFields } from '../personnel/personnel'
import { unitNames } from './cells'
import * as writes from './check-queries'
import { type Fault, type Ground, type Judged, judge, matriculeOf } from './judge'
import { type Counts, findImport, type Import } from './queries'
import { reasons } from './rules'
import { bodyOf, type Line, type linesOf } from './source'

const attempts = 3
export const mostLines = 50_000
/** Beyond so many, errors are counted and not told. */
const mostErrors = 100_000

export const payload = z.strictObject({ id: z.uuid(), origin: originSchema })

export const checkJob = checking(1_000)

/**
 * Looks at every line, and changes nothing but what is known of the import. An attempt begins from nothing. `together`: lines
 * that are looked at by the same few statements.
 */
export function checking(together: number) {
  return handler({
    payload,
    attempts,
    async run(job, { id, origin }) {
      const run = randomUUID()
      const { actor, found } = await startOf(job, id, origin)
      if (found.state !== 'checking') return
      if (!(await transaction((tx) => writes.beginRun(tx, id, run)))) return
      const counts = await check(job, run, actor, found, together)
      if (!(await writes.setChecked(id, run, counts))) throw shutOut()
      return counts
    },
    ended: (tx, job) =>
      tell(tx, job, 'La vérification de votre import est terminée', 'La vérification de votre import a échoué'),
  })
}

/** Who asked for it, if they may still, and what it is about. */
export async function startOf(job: Job, id: string, origin: z.output<typeof originSchema>) {
  const ownerId = await writes.ownerOf(id, job.id)
  const actor = ownerId === undefined ? undefined : await findUser(ownerId, origin)
  if (!actor || !can(actor, 'personnel.import')) throw new Hopeless(reasons.rights)
  const found = await findImport(id, actor.id)
  if (!found?.file) throw new Hopeless(reasons.gone)
  return { actor, found: { ...found, file: found.file } }
}

/** Whoever asked for it has left the page long ago. */
export async function tell(tx: Tx, { id, actorId, state }: Ended, done: string, failed: string): Promise<void> {
  const about = actorId === null ? undefined : await writes.findByJob(tx, id)
  const owner = actorId === null ? undefined : await findUser(actorId, system('Import').origin)
  if (!about || !owner || !can(owner, 'personnel.import')) return
  const title = state === 'done' ? done : failed
  await notify(tx, { userId: owner.id, kind: 'personnel.import', title, href: `/personnel/imports/${about}` })
}

async function check(
  job: Job,
  run: string,
  actor: Actor,
  found: Import & { file: string },
  together: number,
): Promise<Counts> {
  const { id, kind, file, reading } = found
  const source = { kind, file, reading }
  let total = 0
  for await (const _ of bodyOf(source)) if (++total > mostLines) throw new Hopeless(reasons.long)
  const ground = await groundOf(actor, found)
  const seen = new Map<string, number>()
  const counts = { lines: 0, create: 0, update: 0, same: 0, wrong: 0, fields: 0, errors: 0 }
  await job.progress(0, total)
  for await (const lines of inBatches(bodyOf(source), together)) {
    const judged = await judgeAll(actor, lines, seen, ground)
    const faults = judged.flatMap(({ line, faults }) => faults.map((fault) => ({ ...fault, line })))
    const told = faults.slice(0, Math.max(0, mostErrors - counts.errors))
    if (!(await writes.insertJudged(id, run, judged, told))) throw shutOut()
    add(counts, judged, faults)
    await job.progress(counts.lines, total)
  }
  return counts
}

async function judgeAll(actor: Actor, lines: Line[], seen: Map<string, number>, ground: Ground): Promise<Judged[]> {
  const matricules = lines.map((line) => matriculeOf(line, ground.mapping))
  const fields = Object.keys(personFields) as (keyof Person)[]
  const known = await writes.listKnown(actor, [...new Set(matricules)], fields)
  return lines.map((line, index) => {
    const matricule = matricules[index]!
    const first = matricule === '' ? undefined : seen.get(matricule)
    if (first === undefined) seen.set(matricule, line.line)
    return judge(line, known.get(matricule) ?? null, first, ground)
  })
}

async function groundOf(actor: Actor, { mapping, mode, clears }: Import): Promise<Ground> {
  const [units, grid, steps] = await Promise.all([writes.listUnits(actor), writes.listGrid(), writes.listEchelons()])
  return {
    mapping: mapping ?? [],
    mode: mode ?? 'both',
    clears,
    units: new Map(units.map((unit) => [unit.code, unit])),
    unitsByName: unitNames(units.filter(({ closed }) => !closed)),
    points: new Map(grid.map((step) => [`${step.grade} ${step.class} ${step.echelon}`, step.points])),
    echelons: new Map(steps.map((step) => [step.class, step.echelons])),
    today: isoToday(),
  }
}

function add(
  counts: Required<Pick<Counts, 'lines' | 'create' | 'update' | 'same' | 'wrong' | 'fields' | 'errors'>>,
  judged: Judged[],
  faults: Fault[],
): void {
  counts.lines += judged.length
  counts.errors += faults.length
  for (const { action, changes } of judged) {
    counts[action] += 1
    if (action === 'update') counts.fields += Object.keys(changes.after).length
  }
}

async function* inBatches(lines: ReturnType<typeof linesOf>, together: number): AsyncGenerator<Line[]> {
  let batch: Line[] = []
  for await (const line of lines) {
    batch.push(line)
    if (batch.length < together) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function shutOut(): Error {
  return new Error('another attempt has begun, or it was cancelled')
}
