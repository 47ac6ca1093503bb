/** A span of ages in whole years; an open end has no limit. */
export type AgeBand = { label: string; min: number | null; max: number | null }

/** Ages at which a band begins, the oldest first. */
export const bandLimits = [65, 60, 55, 50, 45, 40, 35, 30, 25]

/** The oldest first: each begins at its limit, the last is below all of them. */
export const ageBands: AgeBand[] = [...bandLimits, null].map((min, rank) => {
  const max = rank === 0 ? null : bandLimits[rank - 1]! - 1
  return { label: max === null ? `> ${min! - 1}` : min === null ? `< ${max + 1}` : `${min}-${max}`, min, max }
})

/** The same day a year before; 29 February has 28 February. */
export function yearBefore(day: string): string {
  const year = yearOf(day) - 1
  return day.endsWith('-02-29') ? `${year}-02-28` : `${year}${day.slice(4)}`
}

/** The last months, `2026-11`, the month of that day last. */
export function lastMonths(day: string, count: number): string[] {
  const last = yearOf(day) * 12 + Number(day.slice(5, 7)) - 1
  return Array.from({ length: count }, (_, rank) => {
    const month = last - count + 1 + rank
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  })
}

/** The year of that day and those after it. */
export function nextYears(day: string, count: number): number[] {
  return Array.from({ length: count }, (_, rank) => yearOf(day) + rank)
}

export function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}
