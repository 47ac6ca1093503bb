import { type Hour, hourOf, hoursBetween } from '../lib/hours'
import { outside } from '../lib/moment'
import { isoToday } from '../lib/today'
import { ask, type Redis } from './client'

/**
 * How often pages are read, how much each person does, hour by hour (UTC, which is the time of Abidjan), and who was there just
 * now. Counted after the answer, sent every quarter of a second, rolled up into Postgres every hour. When Redis is away what was
 * counted since the last sending is lost; when it is flushed, what was counted since the last roll-up.
 */
const sendEvery = 250
/** Longer than the roll-up looks back. */
const keptFor = 3 * 86_400
/** Members kept in an hour's ranking, and counted at most between two sendings. */
const routesKept = 500
const peopleKept = 5_000
/** Seen so long ago at most, somebody is there. */
const presentFor = 900_000

type Tally = { total: number; routes: Map<string, number>; people: Map<string, number> }

let tally = newTally()
let timer: NodeJS.Timeout | undefined

/** A page that was read, which is something its reader did. */
export function countView(route: string, userId: string | null): void {
  tally.total += 1
  add(tally.routes, route.slice(0, 120), routesKept)
  countAction(userId)
}

/** Anything else that somebody did. */
export function countAction(userId: string | null): void {
  if (userId !== null) add(tally.people, userId, peopleKept)
  timer ??= outside(() => setTimeout(sendCounts, sendEvery).unref())
}

/** Sends what is counted so far; before the process ends. */
export async function sendCounts(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const counted = tally
  tally = newTally()
  if (counted.total + counted.people.size > 0) await ask((redis) => send(redis, counted))
}

/** Pages read today; `null` when Redis is away. `rolled`: what Postgres has of each hour, should Redis have been emptied since. */
export async function viewsToday(rolled: Record<Hour, number> = {}): Promise<{ total: number } | null> {
  const hours = hoursBetween(new Date(isoToday()), new Date())
  const totals = await ask((redis) => Promise.all(hours.map((hour) => redis.get(keysOf(hour).total))))
  const most = (total: string | null, at: number) => Math.max(Number(total ?? 0), rolled[hours[at]!] ?? 0)
  return totals ? { total: totals.reduce((sum, total, at) => sum + most(total, at), 0) } : null
}

export type Count = { name: string; count: number }
export type HourCounts = { hour: Hour; views: number; routes: Count[]; people: Count[] }

/** All that is counted of these hours, in one round trip; `null` when Redis is away. */
export async function countsOf(hours: Hour[]): Promise<HourCounts[] | null> {
  return (await ask((redis) => Promise.all(hours.map((hour) => readHour(redis, hour))))) ?? null
}

/** How many people did something in the last quarter of an hour; `null` when Redis is away. */
export async function peopleNow(): Promise<number | null> {
  const now = Date.now()
  // no further than this: a clock that was set back since has put them in the future
  const range = [String(now - presentFor), String(now + 60_000)]
  const count = await ask((redis) => redis.eval(countSeen, { keys: [seenKey], arguments: range }))
  return typeof count === 'number' ? count : null
}

async function send(redis: Redis, counted: Tally): Promise<void> {
  const keys = keysOf(hourOf(new Date()))
  const { views, total, actions } = keys
  await Promise.all([
    redis.incrBy(total, counted.total),
    ...[...counted.routes].map(([route, count]) => redis.zIncrBy(views, count, route)),
    ...[...counted.people].map(([person, count]) => redis.zIncrBy(actions, count, person)),
    // the least counted go first
    redis.zRemRangeByRank(views, 0, -routesKept - 1),
    redis.zRemRangeByRank(actions, 0, -peopleKept - 1),
    ...Object.values(keys).map((key) => redis.expire(key, keptFor)),
    ...(counted.people.size > 0 ? [see(redis, [...counted.people.keys()])] : []),
  ])
}

function see(redis: Redis, people: string[]): Promise<unknown> {
  const now = Date.now()
  const times = [String(now), String(now - presentFor), String(presentFor)]
  return redis.eval(noteSeen, { keys: [seenKey], arguments: [...times, ...people] })
}

async function readHour(redis: Redis, hour: Hour): Promise<HourCounts> {
  const { views, total, actions } = keysOf(hour)
  const [sum, routes, people] = await Promise.all([
    redis.get(total),
    redis.zRangeWithScores(views, 0, -1, { REV: true }),
    redis.zRangeWithScores(actions, 0, -1, { REV: true }),
  ])
  const counts = (members: { value: string; score: number }[]) =>
    members.map(({ value, score }) => ({ name: value, count: score }))
  return { hour, views: Number(sum ?? 0), routes: counts(routes), people: counts(people) }
}

function keysOf(hour: Hour): { views: string; total: string; actions: string } {
  return { views: `views:{${hour}}`, total: `views:{${hour}}:total`, actions: `actions:{${hour}}` }
}

const seenKey = 'seen:{people}'

const noteSeen = `
for i = 4, #ARGV do redis.call('zadd', KEYS[1], ARGV[1], ARGV[i]) end
redis.call('zremrangebyscore', KEYS[1], '-inf', ARGV[2])
redis.call('pexpire', KEYS[1], ARGV[3])`

const countSeen = `return redis.call('zcount', KEYS[1], ARGV[1], ARGV[2])`

function newTally(): Tally {
  return { total: 0, routes: new Map(), people: new Map() }
}

function add(counts: Map<string, number>, name: string, most: number): void {
  const before = counts.get(name)
  if (before !== undefined || counts.size < most) counts.set(name, (before ?? 0) + 1)
}
