import { record, recordMany } from '../activities/activities'
import type { User } from '../actor'
import { applyTo } from '../career/career'
import { violates } from '../db/constraint'
import { afterCommit, type Tx, transaction } from '../db/sql'
import { isoToday } from '../lib/today'
import { fenced, type Held } from '../locks/locks'
import { Hopeless, handler, type Job } from '../outbox/outbox'
import { person } from '../personnel/personnel'
import { bump } from '../redis/cache'
import * as writes from './apply-queries'
import { payload, startOf, tell } from './check'
import type { Import } from './queries'
import { reasons } from './rules'
import { listWritten } from './told-queries'
import { attempts, inTurn } from './turn'

/** ms that an import has for all it writes. */
export const deadline = 120_000
/** Lines written by the same statements. */
const together = 2_000

/**
 * Writes all that the check has announced, or nothing: in one transaction, one import at a time, and once. Where a file has changed
 * since the check nothing is written, and the lines are named.
 */
export const applyJob = handler({
  payload,
  attempts,
  async run(job, { id, origin }) {
    const { actor, found } = await startOf(job, id, origin)
    return inTurn(job, (held) => apply(job, held, actor, found)).catch(moved)
  },
  ended: (tx, job) => tell(tx, job, 'Votre import est terminé', 'Votre import n’a pas pu être appliqué'),
})

type Applied = { stale: number }

function apply(job: Job, held: Held, actor: User, found: Import): Promise<Applied> {
  return transaction(async (tx) => {
    const applied = await write(tx, job, held, actor, found)
    // last: from here on the lock is not renewed, as its row is held until the commit
    await fenced(tx, held)
    return applied
  }, deadline)
}

async function write(tx: Tx, job: Job, held: Held, actor: User, { id, name, counts }: Import): Promise<Applied> {
  if ((await writes.lockWork(tx, id, job.id)) !== 'applying') return { stale: 0 }
  const stale = await writes.markStale(tx, actor, id)
  if (stale > 0) {
    await writes.setDone(tx, id, 'checked', { stale })
    return { stale }
  }
  const columns = await writes.listChanged(tx, id)
  const pieces = await writes.listPieces(tx, id, together)
  const total = pieces.reduce((sum, { lines }) => sum + lines, 0)
  let [done, from] = [0, 1]
  for (const { to, lines } of pieces) {
    await job.progress(done, total)
    held.signal.throwIfAborted()
    const range = { id, from, to }
    await writes.insertPeople(tx, actor, range, Object.keys(person))
    await writes.updatePeople(tx, range, columns, 'record')
    const moved = await writes.insertMoves(tx, actor, range)
    if (moved.length > 0) await applyTo(tx, moved, isoToday(), { quietly: true })
    await writes.keepVersions(tx, range)
    await recordMany(tx, actor, await listWritten(tx, range))
    done += lines
    from = to + 1
  }
  await writes.tellPeople(tx, actor, id)
  const { create = 0, update = 0, same = 0, wrong = 0 } = counts
  const after = { created: create, updated: update, unchanged: same, leftOut: wrong }
  await record(tx, actor, { event: 'imports.applied', target: { kind: 'import', id, name }, after })
  await writes.setDone(tx, id, 'applied', { stale: 0 })
  // whoever cancels while the last lines are written has cancelled all of them
  await job.progress(total, total)
  afterCommit(tx, () => bump('personnel'))
  return { stale: 0 }
}

/** What the check has seen is there no more, and only the tables know. */
function moved(error: unknown): never {
  const gone = ['personnel_unit_open', 'personnel_grade_open', 'personnel_matricule_unique'] as const
  if (gone.some((name) => violates(error, name))) throw new Hopeless(reasons.moved)
  throw error
}
