import { setTimeout as delay } from 'node:timers/promises'
import { transaction } from '../db/sql'
import { log } from '../lib/log'
import { type Handler, Hopeless, type Job } from './outbox'
import * as queries from './queries'
import { clockKey, delayAfter, isNothing, reasonOf } from './rules'
import { Voice } from './voice'

/** ms from which a job is worth its line even if it found nothing to do. */
const long = 1_000

/** One attempt at a job, from what was claimed to its line in the log. Never throws. */
export async function attempt(claim: queries.Claim, handler: Handler, control: AbortController): Promise<void> {
  const began = performance.now()
  const voice = new Voice(claim)
  const outcome = await outcomeOf(claim, handler, control, voice)
  // lost, cancelled or told to leave: it is not for this attempt to say how the job stands
  const told = outcome && (await settle(claim, handler, outcome, control.signal)) ? outcome : null
  if (told) voice.over()
  else voice.hush()
  const line = { kind: claim.kind, id: claim.id, attempts: claim.attempts, ms: Math.round(performance.now() - began) }
  if (!told) log.info(line, 'job.left')
  else if (told.state === 'done') log[isIdle(claim, told.result, line.ms) ? 'debug' : 'info'](line, 'job.done')
  else if (told.state === 'dead') log.error({ ...line, reason: told.reason }, 'job.dead')
  else log.warn({ ...line, reason: told.reason, retry_in_ms: told.delay }, 'job.failed')
}

/** The clock asks again and again, most often for nothing: whoever follows the log would see little else. */
function isIdle(claim: queries.Claim, result: unknown, ms: number): boolean {
  return claim.key === clockKey(claim.kind) && claim.attempts === 1 && ms < long && isNothing(result)
}

async function outcomeOf(
  claim: queries.Claim,
  { payload, attempts, run }: Handler,
  control: AbortController,
  voice: Voice,
): Promise<queries.Outcome | null> {
  const read = payload.safeParse(claim.payload)
  if (!read.success) return dead(`Contenu illisible\u202f: ${read.error.issues.map(issueOf).join(', ')}`)
  if (claim.attempts > attempts) return dead('Le programme s’est arrêté au milieu de chaque essai.')
  try {
    const result = await run(jobOf(claim, control, voice), read.data)
    return { state: 'done', result }
  } catch (error) {
    if (control.signal.aborted) return null
    if (error instanceof Hopeless || claim.attempts >= attempts) return dead(reasonOf(error))
    return { state: 'waiting', reason: reasonOf(error), delay: delayAfter(claim.attempts, Math.random()) }
  }
}

function jobOf(claim: queries.Claim, control: AbortController, voice: Voice): Job {
  return {
    id: claim.id,
    attempt: claim.attempts,
    postedAt: claim.createdAt,
    signal: control.signal,
    async progress(done, total) {
      control.signal.throwIfAborted()
      if (await queries.setProgress(claim, done, total)) return voice.further()
      control.abort()
      control.signal.throwIfAborted()
    },
  }
}

function dead(reason: string): queries.Outcome {
  return { state: 'dead', reason: reasonOf(reason) }
}

function issueOf({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `${path.map(String).join('.') || 'le tout'} (${message})`
}

/** What was done must not be done twice because Postgres is away for a moment: said again for as long as the lease lasts. */
async function settle(
  claim: queries.Claim,
  handler: Handler,
  outcome: queries.Outcome,
  leave: AbortSignal,
): Promise<boolean> {
  for (let left = 20; ; left--) {
    try {
      return await (handler.ended ? end(claim, handler, outcome) : queries.settle(claim, outcome))
    } catch (error) {
      if (left === 0 || leave.aborted) {
        log.error({ err: error, kind: claim.kind, id: claim.id }, 'job.unsettled')
        return false
      }
      await delay(1_000, undefined, { signal: leave }).catch(() => undefined)
    }
  }
}

/** How it ended and who is told of it, or neither. */
function end(claim: queries.Claim, { ended }: Handler, outcome: queries.Outcome): Promise<boolean> {
  return transaction(async (tx) => {
    if (!(await queries.settle(claim, outcome, tx))) return false
    const { id, actorId } = claim
    if (outcome.state !== 'waiting') await ended?.(tx, { id, actorId, state: outcome.state })
    return true
  })
}
