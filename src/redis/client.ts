import { setTimeout as delay } from 'node:timers/promises'
import { log } from '../lib/log'
import { thisMoment } from '../lib/moment'
import { within } from '../lib/within'
import { type Connection, openConnection, type Redis } from './connection'
import { deadline, Waiting } from './waiting'

/**
 * The door to Redis, which never makes anyone wait: a question without an answer after 150 ms takes Redis for away, and while
 * it is away every question is answered `undefined` at once. A ping in the background brings it back.
 */
export type { Redis } from './connection'

const bootPatience = 250
/** Between two pings: more often than `socketTimeout`, so that silence means absence. */
const beat = 500

let connection: Connection | null = null
let state: 'on' | 'away' | 'none' = 'none'
let announced = false
let lastReason = 'no answer'
/** The same instant on both clocks: the wall's may jump, the other one tells by how much. */
let regained = { wall: 0, monotonic: 0 }

const waiting = new Waiting(() => lose(`no answer in ${deadline} ms`))
const replays: ((redis: Redis) => Promise<unknown>)[] = []

/** Waits at most 250 ms for Redis; the site starts without it and takes it when it comes. `null`: none at all. */
export async function connectRedis(url: string | null): Promise<void> {
  await disconnectRedis()
  if (url === null) return
  const mine = await openConnection(url, (error) => connection === mine && lose(error.message || error.name))
  connection = mine
  state = 'away'
  announced = false
  void keepConnecting(mine)
  const met = watch(mine)
  await within(bootPatience, met)
  if (connection === mine && state === 'away') announceAway()
}

export async function disconnectRedis(): Promise<void> {
  const leaving = connection
  connection = null
  state = 'none'
  waiting.endAll()
  if (!leaving) return
  await within(deadline, leaving.close()).catch(() => undefined)
  await leaving.destroy().catch(() => undefined)
}

export function redisState(): 'on' | 'away' | 'none' {
  return state
}

/**
 * When this process last gained Redis (epoch, ms): what was cached earlier may have missed a change made while Redis was away,
 * here or in another process, and is not to be believed without asking Postgres.
 */
export function trustedSince(): number {
  if (state !== 'on') return Date.now()
  const jump = Date.now() - regained.wall - (performance.now() - regained.monotonic)
  if (Math.abs(jump) > 1_000) regained.wall += Math.round(jump)
  return regained.wall
}

/** Nothing cached before now is to be believed by this process. */
export function doubtCopies(): void {
  regained = { wall: Date.now(), monotonic: performance.now() }
}

/** What could not be told to Redis is told again here, before anything it holds is believed; asked at each beat. */
export function whenBack(replay: (redis: Redis) => Promise<unknown>): void {
  replays.push(replay)
}

/**
 * Runs commands against Redis: `undefined` when it is away, does not answer in 150 ms, or refuses. Commands given in the same
 * tick, here or by other callers, travel together; what is asked in one `ask` counts as one call in the request's log line.
 */
export function ask<T>(work: (redis: Redis) => Promise<T>): Promise<T | undefined> {
  const asked = connection
  if (state !== 'on' || !asked) return Promise.resolve(undefined)
  const moment = thisMoment()
  if (moment) moment.redis.calls += 1
  return new Promise((resolve, reject) => {
    const question = { began: performance.now(), end }
    function end(answer?: T): void {
      if (!waiting.remove(question)) return
      if (moment) moment.redis.ms += performance.now() - question.began
      resolve(answer)
    }
    const running = work(asked.redis)
    waiting.add(question)
    const answered = (answer: T) => {
      waiting.noteAnswer()
      end(answer)
    }
    running.then(answered, (error: Error) => {
      if (error instanceof TypeError) reject(error)
      else if (asked.refused(error)) noteRefusal(error)
      else if (connection === asked) lose(error.message || error.name)
      end()
    })
  })
}

/** A connection for what the one that all share cannot do: wait, or listen. Every command of the library is on it. */
export type Own<Commands> = Commands & {
  on(event: 'error', listener: () => void): unknown
  connect(): Promise<unknown>
  destroy(): unknown
}

/** Made like the shared one, be it to one server, a cluster or a Sentinel's master; `undefined` while Redis is away. */
export function openOwn<Commands>(): Promise<Own<Commands> | undefined> {
  return ask(async (redis) => {
    const own = (redis as unknown as { duplicate(): Own<Commands> }).duplicate()
    own.on('error', () => undefined)
    return own
  })
}

/** Also of one that never was connected, or is gone already. */
export async function closeOwn(own: Own<unknown>): Promise<void> {
  await Promise.resolve()
    .then(() => own.destroy())
    .catch(() => undefined)
}

/** Several keys in one round trip. As many GETs rather than one MGET: in a cluster they may live on different nodes. */
export function askMany(keys: string[]): Promise<(Buffer | null)[] | undefined> {
  return ask((redis) => Promise.all(keys.map((key) => redis.getBytes(key))))
}

async function keepConnecting(mine: Connection): Promise<void> {
  while (connection === mine) {
    try {
      await mine.connect()
      return
    } catch (error) {
      lastReason = String(error)
      await delay(1_000, undefined, { ref: false })
    }
  }
}

/** Resolves when Redis is met for the first time; goes on until disconnected. */
function watch(mine: Connection): Promise<void> {
  return new Promise((resolve) => {
    void (async () => {
      while (connection === mine) {
        if (state === 'on') await ask(greet).catch((error) => log.error({ err: error }, 'redis.replay_failed'))
        else if ((await answers(mine)) && (await regain(mine))) resolve()
        await delay(state === 'on' ? beat : beat / 5, undefined, { ref: false })
      }
      resolve()
    })()
  })
}

async function greet(redis: Redis): Promise<void> {
  await Promise.all([redis.ping().then(() => waiting.forgive()), ...replayAll(redis)])
}

/** Without a deadline: a frozen server answers this one when it thaws, and a dead one never does (`socketTimeout` ends it). */
async function answers(mine: Connection): Promise<boolean> {
  try {
    await mine.redis.ping()
    return connection === mine
  } catch (error) {
    // that there is no connection says nothing: why, its own error has told
    const { message } = error as Error
    if (message && message !== 'The client is offline') lastReason = message
    return false
  }
}

function replayAll(redis: Redis): Promise<unknown>[] {
  return replays.map((replay) => replay(redis))
}

async function regain(mine: Connection): Promise<boolean> {
  try {
    const told = await within(deadline, Promise.all(replayAll(mine.redis)))
    if (!told) return false
  } catch (error) {
    if (!mine.refused(error)) return false
    noteRefusal(error as Error)
  }
  if (connection !== mine) return false
  doubtCopies()
  state = 'on'
  if (announced) log.warn('redis.back')
  announced = false
  return true
}

function lose(reason: string): void {
  lastReason = reason
  if (state !== 'on') return
  state = 'away'
  announceAway()
  waiting.endAll()
}

function announceAway(): void {
  if (announced) return
  announced = true
  log.warn({ 'redis.reason': lastReason }, 'redis.away')
}

let refusalNotedAt = Number.NEGATIVE_INFINITY

/** Out of memory, read-only replica…: Redis is there but of no use; said once a minute. */
function noteRefusal(error: Error): void {
  if (performance.now() - refusalNotedAt < 60_000) return
  refusalNotedAt = performance.now()
  log.warn({ 'redis.reason': error.message }, 'redis.refused')
}
