/** What annual leave is due: 30 calendar days for a year of service, in proportion for a part of one. */
const daysOfAYear = 30

/** Somebody as counted for a year: days of leave taken in it, and what the ledger says so far (gained, used; used is negative). */
export type Counted = {
  id: string
  startedOn: string
  leftOn: string | null
  taken: number
  gained: number
  used: number
}

export type Line = { personId: string; kind: 'droit' | 'pris'; days: number }

/**
 * Days due for a year, by half days and in favour of the person. `startedOn`: the first day of service; `leftOn`: the first day
 * without.
 */
export function daysDue(year: number, startedOn: string, leftOn: string | null): number {
  const [first, next] = [dayNumber(`${year}-01-01`), dayNumber(`${year + 1}-01-01`)]
  const from = Math.max(first, dayNumber(startedOn))
  const to = Math.min(next, leftOn === null ? next : dayNumber(leftOn))
  return Math.ceil((2 * daysOfAYear * Math.max(0, to - from)) / (next - first)) / 2
}

/** The lines that make the ledger say what is due and what was taken; none for who is right already. */
export function missingLines(people: Counted[], year: number): Line[] {
  return people.flatMap(({ id, startedOn, leftOn, taken, gained, used }) => [
    ...line(id, 'droit', daysDue(year, startedOn, leftOn) - gained),
    ...line(id, 'pris', -taken - used),
  ])
}

function line(personId: string, kind: Line['kind'], days: number): Line[] {
  return days === 0 ? [] : [{ personId, kind, days }]
}

function dayNumber(isoDay: string): number {
  return Date.parse(`${isoDay}T00:00:00Z`) / 86_400_000
}
