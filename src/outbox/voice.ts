import { log } from '../lib/log'
import { publish } from '../redis/channel'

/** ms between two words about a job that goes on. */
const pause = 1_000

/** What is said of a job: its kind and who asked for it, which is who may see it. Where to look, not how far it is. */
export type About = { kind: string; actorId: string | null }

/** Says on the channel, under `job`, that a job has come further, to whoever looks at it. */
export async function sayFurther({ kind, actorId }: About): Promise<void> {
  await publish('job', `${kind} ${actorId ?? '-'}`).catch((error) => log.warn({ err: error, kind }, 'job.unsaid'))
}

/** Of one attempt: once a second at most, the last always. Nothing of what nobody asked for and does not say how far it is. */
export class Voice {
  private saidAt = Number.NEGATIVE_INFINITY
  private timer: NodeJS.Timeout | undefined
  private followed: boolean

  constructor(private about: About) {
    this.followed = about.actorId !== null
  }

  /** To be called when Postgres knows it. */
  further(): void {
    this.followed = true
    const wait = this.saidAt + pause - performance.now()
    this.timer ??= setTimeout(() => this.say(), Math.max(0, wait))
  }

  /** The attempt is over, and Postgres knows it. */
  over(): void {
    if (this.followed) this.say()
  }

  /** It is not for this attempt to speak any more. */
  hush(): void {
    clearTimeout(this.timer)
  }

  private say(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.saidAt = performance.now()
    void sayFurther(this.about)
  }
}
