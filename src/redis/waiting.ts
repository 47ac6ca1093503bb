/** ms: nobody waits longer for Redis. */
export const deadline = 150
const grace = 10
/** Late answers that are put down to a crowd, between two pings that all nodes have answered. */
const excusable = 20

type Question = { began: number; end(): void }

/** The questions Redis has not answered yet, and the moment when its silence means that it is away. */
export class Waiting {
  /** Oldest first. Redis answers in order, so the first is the first to be late and one timer serves them all. */
  private questions = new Set<Question>()
  private timer: NodeJS.Timeout | undefined
  private answeredAt = 0
  private excused = 0

  constructor(private onSilence: () => void) {}

  add(question: Question): void {
    this.questions.add(question)
    this.watch()
  }

  /** False when it was given up before. */
  remove(question: Question): boolean {
    return this.questions.delete(question)
  }

  noteAnswer(): void {
    this.answeredAt = performance.now()
  }

  /** All nodes have just answered. */
  forgive(): void {
    this.excused = 0
  }

  endAll(): void {
    for (const question of [...this.questions]) question.end()
  }

  private watch(): void {
    const [oldest] = this.questions
    if (this.timer || !oldest) return
    const due = oldest.began + deadline - grace
    this.timer = setTimeout(() => this.suspect(due), due - performance.now())
  }

  /** A busy or starved process is not an absent Redis: what arrived meanwhile is read before judging. */
  private suspect(due: number): void {
    this.timer = undefined
    const [oldest] = this.questions
    const now = performance.now()
    const late = oldest && now - oldest.began >= deadline - grace - 1
    const starved = now - due > grace
    if (late) this.timer = setTimeout(() => setImmediate(() => this.judge(oldest)), starved ? 5 * grace : grace)
    else this.watch()
  }

  /**
   * While answers come in it is a crowd, not an absence, and only the late one goes without. A cluster where one node is
   * silent looks like that too, so not for long.
   */
  private judge(late: Question): void {
    this.timer = undefined
    const crowd = performance.now() - this.answeredAt < deadline / 2 && this.excused < excusable
    if (this.questions.has(late)) {
      if (crowd) this.excused += 1
      else this.onSilence()
    }
    late.end()
    this.watch()
  }
}
