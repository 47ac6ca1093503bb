/**
 * The days of the quarter a day is in (`trimestre`), of the next one (null), or all that were over before the day (`retard`), both
 * ends included.
 */
export function quarterOf(today: string, which: 'trimestre' | 'retard' | null): { from: string; to: string } {
  if (which === 'retard') return { from: '1950-01-01', to: dayBefore(today) }
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const first = Math.floor((month - 1) / 3) * 3 + (which === null ? 3 : 0)
  const from = which === null ? firstOf(year, first) : today
  return { from, to: dayBefore(firstOf(year, first + 3)) }
}

function firstOf(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}
