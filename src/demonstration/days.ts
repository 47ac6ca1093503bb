/** A day of the calendar, `2026-11-22`. Days compare as text. */
export type Day = string

const dayLength = 86_400_000

export function dayOf(year: number, month: number, day: number): Day {
  return written(Date.UTC(year, month - 1, day))
}

export function addDays(day: Day, count: number): Day {
  return written(Date.parse(day) + count * dayLength)
}

/** The same date so many years later; 29 February becomes 1 March in a common year. */
export function addYears(day: Day, count: number): Day {
  return dayOf(yearOf(day) + count, Number(day.slice(5, 7)), Number(day.slice(8, 10)))
}

export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / dayLength
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4))
}

/** Monday is 1, Sunday is 7 (ISO 8601). */
export function weekday(day: Day): number {
  return new Date(Date.parse(day)).getUTCDay() || 7
}

export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekday(day))
}

export function earlier(one: Day, other: Day): Day {
  return one < other ? one : other
}

export function later(one: Day, other: Day): Day {
  return one > other ? one : other
}

function written(instant: number): Day {
  return new Date(instant).toISOString().slice(0, 10)
}
