import { record, recordMany } from '../activities/activities'
import type { User } from '../actor'
import { applyTo } from '../career/career'
import { afterCommit, type Tx, transaction } from '../db/sql'
import { isoToday } from '../lib/today'
import { fenced, type Held } from '../locks/locks'
import { handler, type Job } from '../outbox/outbox'
import { bump } from '../redis/cache'
import { deadline } from './apply'
import * as writes from './apply-queries'
import { payload, startOf, tell } from './check'
import type { Import } from './queries'
import { listRemoved, listRestored } from './told-queries'
import { attempts, inTurn } from './turn'
import * as undoing from './undo-queries'

const together = 2_000

/**
 * Takes back what an import has done, in one transaction: new files that nothing has touched go, changed ones become what they
 * were. Whatever somebody has touched since stays, and is named.
 */
export const undoJob = handler({
  payload,
  attempts,
  async run(job, { id, origin }) {
    const { actor, found } = await startOf(job, id, origin)
    return inTurn(job, (held) => undo(job, held, actor, found))
  },
  ended: (tx, job) => tell(tx, job, 'Votre import est annulé', 'Votre import n’a pas pu être annulé'),
})

type Undone = { removed: number; restored: number; kept: number }

function undo(job: Job, held: Held, actor: User, found: Import): Promise<Undone | null> {
  return transaction(async (tx) => {
    const undone = await takeBack(tx, job, held, actor, found)
    // last, as in `apply.ts`
    await fenced(tx, held)
    return undone
  }, deadline)
}

async function takeBack(tx: Tx, job: Job, held: Held, actor: User, { id, name }: Import): Promise<Undone | null> {
  if ((await writes.lockWork(tx, id, job.id)) !== 'undoing') return null
  const columns = await writes.listChanged(tx, id)
  const pieces = await writes.listPieces(tx, id, together)
  const total = pieces.reduce((sum, { lines }) => sum + lines, 0)
  const sum = { removed: 0, restored: 0 }
  let [done, from] = [0, 1]
  for (const { to, lines } of pieces) {
    await job.progress(done, total)
    held.signal.throwIfAborted()
    const range = { id, from, to }
    sum.removed += await undoing.removePeople(tx, actor, range)
    await undoing.keepTouched(tx, actor, range)
    await writes.updatePeople(tx, range, columns, 'former')
    const moved = await undoing.withdrawMoves(tx, actor, range)
    if (moved.length > 0) await applyTo(tx, moved, isoToday(), { quietly: true })
    const restored = await listRestored(tx, range)
    sum.restored += restored.length
    await recordMany(tx, actor, [...(await listRemoved(tx, range)), ...restored])
    done += lines
    from = to + 1
  }
  await writes.tellPeople(tx, actor, id)
  const counts = { ...sum, kept: await undoing.countKept(tx, id) }
  await record(tx, actor, { event: 'imports.undone', target: { kind: 'import', id, name }, after: counts })
  await writes.setDone(tx, id, 'undone', counts)
  await job.progress(total, total)
  afterCommit(tx, () => bump('personnel'))
  return counts
}
