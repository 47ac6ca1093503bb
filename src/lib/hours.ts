/** An hour of the world's clock, which is Abidjan's: `2026-11-22T08`. */
export type Hour = string

const hour = 3_600_000

export function hourOf(instant: Date): Hour {
  return instant.toISOString().slice(0, 13)
}

export function startOf(name: Hour): Date {
  return new Date(`${name}:00:00Z`)
}

/** Every hour from the one to the other, both included. */
export function hoursBetween(first: Date, last: Date): Hour[] {
  const start = startOf(hourOf(first)).getTime()
  const count = Math.floor((last.getTime() - start) / hour) + 1
  return Array.from({ length: Math.max(0, count) }, (_, rank) => hourOf(new Date(start + rank * hour)))
}
