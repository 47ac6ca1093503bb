import { z } from 'zod'
import { pen } from '../components/letters/letters'
import { sealJob } from './activities/sealing'
import { deleteOldLinks } from './auth/link-queries'
import { deleteOldFailures, deleteOldSubmissions } from './auth/queries'
import { recoveryJob } from './auth/recovery'
import { dropJob } from './auth/session-drops'
import { tidySessions } from './auth/sessions'
import { batchJob } from './career/batch-job'
import { careerJob } from './career/clock'
import { sendAlerts } from './documents/alerts'
import { dropForgotten } from './documents/documents'
import { examineQuarantine } from './documents/quarantine'
import { exportJob } from './exports/job'
import { deleteOldExports } from './exports/queries'
import { applyJob } from './grades/apply'
import { applyJob as importJob } from './imports/apply'
import { checkJob } from './imports/check'
import { deleteOldImports } from './imports/old'
import { undoJob } from './imports/undo'
import { deleteOldKept } from './kept/kept'
import { recountJob } from './leave/recount'
import { log } from './lib/log'
import { closeSmtp, letterJob } from './mail/mail'
import { sendAtOnce, sendDigests } from './notifications/letters'
import { deleteOldNotifications } from './notifications/notifications'
import { rollUp } from './ops/usage'
import { endDueUnits } from './organisation/ends-due'
import { bumpJob } from './outbox/bumps'
import { startClock } from './outbox/clock'
import { deleteOldFinished, deleteOldTicks, type Handlers, handler } from './outbox/outbox'
import { isNothing, type Schedule } from './outbox/rules'
import { startRunner } from './outbox/runner'
import { deleteOldInvitations } from './users/link-queries'

/** What the clock gives to a timed job: when its turn began. */
const turn = z.strictObject({ slot: z.iso.datetime() })

/** WHAT IS DONE AFTER THE ANSWER, ON ONE PAGE: each kind of job, and who does it. */
const jobs: Handlers = {
  letter: letterJob(pen),
  'account.recovery': recoveryJob,
  'leave.recount': recountJob,
  'referentials.apply': applyJob,
  'units.end': handler({ payload: turn, attempts: 3, run: endDueUnits }),
  'career.apply': careerJob,
  'career.batch': batchJob,
  export: exportJob,
  'imports.check': checkJob,
  'imports.apply': importJob,
  'imports.undo': undoJob,
  'cache.bump': bumpJob,
  'session.drop': dropJob,
  digests: handler({ payload: turn, attempts: 3, run: (_, { slot }) => sendDigests(slot.slice(0, 10)) }),
  notices: handler({ payload: turn, attempts: 1, run: (_, { slot }) => sendAtOnce(slot.slice(0, 10)) }),
  usage: handler({
    payload: turn,
    attempts: 3,
    run: async (_, { slot }) => (await rollUp(new Date(slot)))?.changed ?? null,
  }),
  tidy: handler({ payload: turn, attempts: 3, run: tidy }),
  'documents.alerts': handler({ payload: turn, attempts: 3, run: sendAlerts }),
  'documents.quarantine': handler({ payload: turn, attempts: 1, run: examineQuarantine }),
  'journal.seal': handler({ payload: turn, attempts: 1, run: sealJob }),
}

/** And those that nobody asks for: when each is due, once for all processes. */
const timed: Record<string, Schedule> = {
  tidy: { minutes: 10 },
  digests: { dailyAt: '07:00' },
  notices: { minutes: 1 },
  usage: { minutes: 10 },
  'documents.alerts': { dailyAt: '06:00' },
  'documents.quarantine': { minutes: 1 },
  'journal.seal': { minutes: 1 },
  'referentials.apply': { dailyAt: '00:01' },
  'units.end': { minutes: 60 },
  'career.apply': { dailyAt: '00:02' },
}

/** Runs in the site's process or in the worker's, in one or in many. `stop`: within 10 s. */
export function startWork(): { stop(): Promise<void> } {
  const runner = startRunner(jobs)
  const clock = startClock(timed)
  return {
    async stop() {
      await Promise.all([clock.stop(), runner.stop()])
      await closeSmtp()
    },
  }
}

/** The house kept clean: what has expired is removed. Returns how many there were of each. */
export async function tidy(): Promise<Record<string, number>> {
  const [
    sessions,
    submissions,
    failures,
    links,
    kept,
    invitations,
    notifications,
    chunks,
    finished,
    ticks,
    laid,
    imports,
  ] = await Promise.all([
    tidySessions(),
    deleteOldSubmissions(),
    deleteOldFailures(),
    deleteOldLinks(),
    deleteOldKept(),
    deleteOldInvitations(),
    deleteOldNotifications(),
    deleteOldExports(),
    deleteOldFinished(),
    deleteOldTicks(),
    dropForgotten(),
    deleteOldImports(),
  ])
  const removed = {
    sessions,
    submissions,
    failures,
    links,
    kept,
    invitations,
    notifications,
    chunks,
    jobs: finished,
    ticks,
    laid,
    imports,
  }
  if (!isNothing(removed)) log.info(removed, 'work.tidied')
  return removed
}
