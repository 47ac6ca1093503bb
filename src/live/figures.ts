import { looking } from '../lib/looking'
import { outside } from '../lib/moment'
import * as queries from './queries'

/** Whether the figures on the pages that are open have changed. Pages are told once in so many ms, however many files change. */
const every = 5_000

const quietly = looking('live.figures')

export class FiguresWatch {
  private saidAt = Number.NEGATIVE_INFINITY
  private unsaid = false
  /** Since the journal was looked at. */
  private heard = false
  private last: bigint | undefined

  constructor(private say: () => void) {}

  /** From now on: what was before is on the page already. */
  begin(): void {
    this.last = undefined
    void outside(() => this.look())
  }

  /** Some process has said that the files have changed. */
  hear(): void {
    this.heard = true
    this.unsaid = true
    this.sayInTime()
  }

  sayInTime(): void {
    if (!this.unsaid || performance.now() - this.saidAt < every) return
    this.unsaid = false
    this.saidAt = performance.now()
    this.say()
  }

  /** What nobody has said here is in the journal. */
  async look(): Promise<void> {
    const heardBefore = this.heard
    this.heard = false
    const last = await quietly(queries.findLastChange)
    if (last === undefined) return
    if (this.last !== undefined && last > this.last && !heardBefore && !this.heard) this.unsaid = true
    this.last = last
    this.sayInTime()
  }
}
