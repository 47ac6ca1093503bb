/** A day of the calendar, `2026-11-22`. Days compare as text. */
export type Day = string

const dayLength = 86_400_000

export function dayOf(year: number, month: number, day: number): Day {
  return written(Date.UTC(year, month - 1, day) / dayLength)
}

export function addDays(day: Day, count: number): Day {
  return written(numberOf(day) + count)
}

/** The same date so many years later; 29 February becomes 1 March in a common year. */
export function addYears(day: Day, count: number): Day {
  return dayOf(yearOf(day) + count, Number(day.slice(5, 7)), Number(day.slice(8, 10)))
}

export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from)
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4))
}

/** Monday is 1, Sunday is 7 (ISO 8601). */
export function weekday(day: Day): number {
  // 1 January 1970 was a Thursday
  return ((((numberOf(day) + 3) % 7) + 7) % 7) + 1
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

// the same days come back a hundred thousand times while a ministry is made
const numbers = new Map<Day, number>()
const days = new Map<number, Day>()

function numberOf(day: Day): number {
  const known = numbers.get(day)
  if (known !== undefined) return known
  const number = Date.parse(day) / dayLength
  numbers.set(day, number)
  return number
}

function written(number: number): Day {
  const known = days.get(number)
  if (known !== undefined) return known
  const day = new Date(number * dayLength).toISOString().slice(0, 10)
  days.set(number, day)
  return day
}
