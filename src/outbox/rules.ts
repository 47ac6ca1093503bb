/** When things are done again, and when they are due. */

const first = 2_000
const longest = 3_600_000

/**
 * Milliseconds before the next attempt: twice as long each time, up to an hour. `chance` (0 to 1) takes up to half of it away,
 * so that what failed together does not come back together.
 */
export function delayAfter(attempts: number, chance: number): number {
  const whole = Math.min(first * 2 ** Math.max(0, attempts - 1), longest)
  return Math.round(whole * (1 - chance / 2))
}

/** Every so often counted from midnight of 1970-01-01 UTC, or each day at an hour of Abidjan, which is UTC: `07:00`. */
export type Schedule = { minutes: number } | { hours: number } | { dailyAt: string }

/** The beginning of the turn that a moment belongs to: the same for everybody who asks between two of them. */
export function slotOf(schedule: Schedule, now: Date): Date {
  const day = 86_400_000
  if ('dailyAt' in schedule) {
    const [hours = 0, minutes = 0] = schedule.dailyAt.split(':').map(Number)
    const after = (hours * 60 + minutes) * 60_000
    return new Date(Math.floor((now.getTime() - after) / day) * day + after)
  }
  const length = 'minutes' in schedule ? schedule.minutes * 60_000 : schedule.hours * 3_600_000
  return new Date(Math.floor(now.getTime() / length) * length)
}

/** The key of a job that the clock posts: by it, one sees that nobody asked for it. */
export function clockKey(kind: string): string {
  return `clock ${kind}`
}

/**
 * Whether what a job returns says that there was nothing to do: counts that are all zero, or `null` where it could not look. One
 * that returns nothing has not said so.
 */
export function isNothing(result: unknown): boolean {
  if (typeof result === 'object' && result !== null) return Object.values(result).every(isNothing)
  return result === 0 || result === null
}

/** What is kept of an error to be read by people: one line, without what Postgres cannot keep. */
export function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message || error.name : String(error)
  return words
    .replace(/[\p{Cc}\p{Cs} ]+/gu, ' ')
    .trim()
    .slice(0, 500)
}
