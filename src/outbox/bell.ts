/** What a loop that has nothing to do waits for: rung while nobody waits, it is heard at the next wait. */
export class Bell {
  private rung = false
  private hear: (() => void) | undefined

  ring(): void {
    this.rung = true
    this.hear?.()
  }

  /** Until it rings, or for so many milliseconds. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.hear = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.rung = false
    this.hear = undefined
  }
}
