import { type Hour, hoursBetween } from '../lib/hours'
import type { Count } from '../redis/counters'

export const periods = ['jour', '7j', '30j'] as const
export type Period = (typeof periods)[number]

const day = 86_400_000

/** From midnight of its first day on; today is one of the days. */
export function startOfPeriod(period: Period, now: Date): Date {
  const midnight = Math.floor(now.getTime() / day) * day
  const days = { jour: 1, '7j': 7, '30j': 30 }[period]
  return new Date(midnight - (days - 1) * day)
}

export type Point = { label: string; views: number; actions: number }
type HourSums = { hour: Hour; views: number; actions: number }

/** One point for each hour of today, for each day of a longer period, those without anything too. */
export function pointsOf(period: Period, now: Date, sums: HourSums[]): Point[] {
  const length = period === 'jour' ? 'yyyy-mm-ddThh'.length : 'yyyy-mm-dd'.length
  const names = new Set(hoursBetween(startOfPeriod(period, now), now).map((hour) => hour.slice(0, length)))
  return [...names].map((name) => {
    const own = sums.filter(({ hour }) => hour.startsWith(name))
    return {
      label: name,
      views: own.reduce((sum, { views }) => sum + views, 0),
      actions: own.reduce((sum, { actions }) => sum + actions, 0),
    }
  })
}

/** Of each name: the settled hours, and of the others the larger of what is written and what is counted. The largest first. */
export function ranking(
  rolled: { name: string; hour: Hour | null; count: number }[],
  live: { hour: Hour; counts: Count[] }[],
): Count[] {
  const sums = new Map<string, number>()
  const open = new Map<string, { name: string; count: number }>()
  const grow = (name: string, count: number) => sums.set(name, (sums.get(name) ?? 0) + count)
  const note = (hour: Hour, { name, count }: Count) => {
    const key = `${hour} ${name}`
    open.set(key, { name, count: Math.max(count, open.get(key)?.count ?? 0) })
  }
  for (const { name, hour, count } of rolled) hour === null ? grow(name, count) : note(hour, { name, count })
  for (const { hour, counts } of live) for (const one of counts) note(hour, one)
  for (const { name, count } of open.values()) grow(name, count)
  return [...sums]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
}
