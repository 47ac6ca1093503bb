/** The same day some years later; 29 February becomes the 28th, as Postgres counts. */
export function yearsAfter(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return `${year}${!leap && day.endsWith('-02-29') ? '-02-28' : day.slice(4)}`
}

/** More than a year ahead of today: farther than anything is decided. */
export function tooFar(day: string, today: string): boolean {
  return day > yearsAfter(today, 1)
}
