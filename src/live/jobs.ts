import { type Action, type Actor, can } from '../actor'
import { looking } from '../lib/looking'
import * as queries from './queries'

/** Jobs that are everybody's who may do the same; all others are of nobody but who asked for them. */
const seenBy: Record<string, Action> = { 'leave.recount': 'leave.recount' }

/** ms for which a page is thought to be open after it was drawn: it is drawn again every 10 s as long as its jobs go on. */
const openFor = 30_000

const quietly = looking('live.jobs')

export function jobKindsOf(actor: Actor): string[] {
  return Object.entries(seenBy).flatMap(([kind, action]) => (can(actor, action) ? kind : []))
}

/** A job as a page shows it. */
export type Shown = { id: string; state: string; done: number }

/** The jobs on the pages that are open: what nobody has said of them is in Postgres. Nobody looks, nothing is asked. */
export class JobsWatch {
  private shown = new Map<string, { as: string; until: number }>()

  constructor(private say: (kind: string, actorId: string | null) => void) {}

  /** A page shows these, of which those that are over need no watch. */
  show(jobs: Shown[]): void {
    const now = performance.now()
    for (const [id, { until }] of this.shown) if (until < now) this.shown.delete(id)
    for (const job of jobs) {
      if (!goesOn(job)) continue
      // another page may show it as it stood before
      const as = this.shown.get(job.id)?.as ?? signOf(job)
      this.shown.set(job.id, { as, until: now + openFor })
    }
  }

  /** What some process has said of a job: its kind and who asked for it. */
  hear(text: string): void {
    const [kind, actorId] = text.split(' ')
    if (kind && actorId) this.say(kind, actorId)
  }

  /** One question for all the pages there are. */
  async look(): Promise<void> {
    this.show([])
    if (this.shown.size === 0) return
    const found = await quietly(() => queries.listJobs([...this.shown.keys()]))
    for (const job of found ?? []) this.compare(job)
  }

  private compare(job: queries.JobFound): void {
    const shown = this.shown.get(job.id)
    const as = signOf(job)
    if (!shown || shown.as === as) return
    shown.as = as
    if (!goesOn(job)) this.shown.delete(job.id)
    this.say(job.kind, job.actorId)
  }
}

function goesOn({ state }: Shown): boolean {
  return state === 'waiting' || state === 'running'
}

function signOf({ state, done }: Shown): string {
  return `${state} ${done}`
}
