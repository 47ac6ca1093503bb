import { AsyncLocalStorage } from 'node:async_hooks'
import { isoToday } from '../lib/today'
import { ask, type Redis } from './client'

/**
 * How often pages are read and how much each person does, per day (UTC, which is the time of Abidjan). Counted after the
 * answer, sent every quarter of a second. When Redis is away what was counted since the last sending is lost, and nothing else.
 */
const sendEvery = 250
const days = 35
/** Members kept in a day's ranking, and counted at most between two sendings. */
const routesKept = 500
const peopleKept = 5_000

type Tally = { total: number; routes: Map<string, number>; people: Map<string, number> }

let tally = newTally()
let timer: NodeJS.Timeout | undefined

/** The sending is of no request in particular. */
const outside = AsyncLocalStorage.snapshot()

export function countView(route: string, userId: string | null): void {
  tally.total += 1
  add(tally.routes, route.slice(0, 120), routesKept)
  if (userId !== null) add(tally.people, userId, peopleKept)
  timer ??= outside(() => setTimeout(sendCounts, sendEvery).unref())
}

/** Sends what is counted so far; before the process ends. */
export async function sendCounts(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const counted = tally
  tally = newTally()
  if (counted.total > 0) await ask((redis) => send(redis, counted))
}

/** The views of today and the ten most read routes; `null` when Redis is away. */
export async function viewsToday(): Promise<{ total: number; top: { route: string; views: number }[] } | null> {
  const { views, total } = keysOf(isoToday())
  const read = await ask((redis) => Promise.all([redis.get(total), redis.zRangeWithScores(views, 0, 9, { REV: true })]))
  if (!read) return null
  return { total: Number(read[0] ?? 0), top: read[1].map(({ value, score }) => ({ route: value, views: score })) }
}

async function send(redis: Redis, counted: Tally): Promise<void> {
  const { views, total, actions } = keysOf(isoToday())
  const expiry = days * 86_400
  await Promise.all([
    redis.incrBy(total, counted.total),
    ...[...counted.routes].map(([route, count]) => redis.zIncrBy(views, count, route)),
    ...[...counted.people].map(([person, count]) => redis.zIncrBy(actions, count, person)),
    // the least counted go first
    redis.zRemRangeByRank(views, 0, -routesKept - 1),
    redis.zRemRangeByRank(actions, 0, -peopleKept - 1),
    ...[views, total, actions].map((key) => redis.expire(key, expiry)),
  ])
}

function keysOf(day: string): { views: string; total: string; actions: string } {
  return { views: `views:{${day}}`, total: `views:{${day}}:total`, actions: `actions:{${day}}` }
}

function newTally(): Tally {
  return { total: 0, routes: new Map(), people: new Map() }
}

function add(counts: Map<string, number>, name: string, most: number): void {
  const before = counts.get(name)
  if (before !== undefined || counts.size < most) counts.set(name, (before ?? 0) + 1)
}
