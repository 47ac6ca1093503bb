import { transaction } from '../db/sql'
import { hourOf, hoursBetween, startOf } from '../lib/hours'
import { type Count, countsOf, type HourCounts, peopleNow } from '../redis/counters'
import * as queries from './usage-queries'
import { type Period, type Point, pointsOf, ranking, startOfPeriod } from './usage-sums'

const hour = 3_600_000
/** What was not rolled up in time (process down, Redis away) still can be: shorter than Redis keeps it. */
const lookBack = 48 * hour
const keptFor = 400 * 24 * hour
const shown = 10

/**
 * Writes what Redis counted of this hour to Postgres, and of the two days before it what was not settled yet. As often as one
 * likes: twice is once, in two processes too. Returns how many hours were read, and how many of them
 * are other than they were written; `null` when Redis is away.
 */
export async function rollUp(upTo: Date, now = new Date()): Promise<{ read: number; changed: number } | null> {
  const from = startOf(hourOf(new Date(upTo.getTime() - lookBack + hour)))
  const settled = settledOf(await queries.listHours(from))
  const counts = await countsOf(hoursBetween(from, upTo).filter((name) => !settled.has(name)))
  if (!counts) return null
  // a minute later: the last ones of an hour have been sent by processes whose clocks are late
  const settledBefore = hourOf(new Date(now.getTime() - 60_000))
  return transaction(async (tx) => {
    const changed = await queries.keepHours(tx, counts, settledBefore)
    await queries.deleteHours(tx, new Date(now.getTime() - keptFor))
    return { read: counts.length, changed }
  })
}

export type Usage = {
  period: Period
  /** Null when Redis is away: then what follows ends with the last roll-up. */
  now: number | null
  live: boolean
  points: Point[]
  views: number
  actions: number
  people: number
  pages: Count[]
  busiest: { id: string; name: string; count: number }[]
}

/** How the site was used in a period that ends now: from Postgres what is settled, from Redis the hours that still grow. */
export async function usageOf(period: Period, now = new Date()): Promise<Usage> {
  const from = startOfPeriod(period, now)
  const [hours, rolledPages, rolledPeople, present] = await Promise.all([
    queries.listHours(from),
    queries.listPages(from),
    queries.listPeople(from),
    peopleNow(),
  ])
  const settled = settledOf(hours)
  const recent = new Date(Math.max(from.getTime(), now.getTime() - lookBack + hour))
  const live = await countsOf(hoursBetween(recent, now).filter((name) => !settled.has(name)))
  const points = pointsOf(period, now, sums(hours, live ?? []))
  const pages = ranking(rolledPages, live?.map((one) => ({ hour: one.hour, counts: one.routes })) ?? [])
  const people = ranking(rolledPeople, live?.map((one) => ({ hour: one.hour, counts: one.people })) ?? [])
  const first = people.slice(0, shown)
  const names = new Map((await queries.listNames(first.map(({ name }) => name))).map(({ id, name }) => [id, name]))
  return {
    period,
    now: present,
    live: live !== null,
    points,
    views: points.reduce((sum, { views }) => sum + views, 0),
    actions: points.reduce((sum, { actions }) => sum + actions, 0),
    people: people.length,
    pages: pages.slice(0, shown),
    busiest: first.flatMap(({ name: id, count }) => (names.has(id) ? [{ id, name: names.get(id)!, count }] : [])),
  }
}

function settledOf(hours: queries.HourRow[]): Set<string> {
  return new Set(hours.filter(({ settled }) => settled).map((one) => one.hour))
}

function sums(rolled: queries.HourRow[], live: HourCounts[]) {
  const all = new Map(rolled.map(({ hour: name, views, actions }) => [name, { hour: name, views, actions }]))
  for (const { hour: name, views, people } of live) {
    const known = all.get(name) ?? { hour: name, views: 0, actions: 0 }
    const actions = people.reduce((sum, { count }) => sum + count, 0)
    all.set(name, { hour: name, views: Math.max(known.views, views), actions: Math.max(known.actions, actions) })
  }
  return [...all.values()]
}
