import postgres, { type ISql, type PendingQuery, type Row, type Sql } from 'postgres'
import { log } from '../lib/log'
import { thisMoment } from '../lib/moment'
import { Problem, unavailable } from '../lib/problems'
import { addressOf } from './address'

/** A transaction in progress: what verbs hand to the queries that write. */
export type Tx = ISql

/** Most queries wait their turn at most this long; then the answer is 503, never a hang. */
const waitForTurn = 2_000
/** A query or transaction that is not over by then is given up (the server may be frozen). */
const readDeadline = 3_000
const writeDeadline = 15_000

/** The pool. Assigned once by `connect`; every query of the site goes through it. */
export let sql: Sql
let turns: Turns

export function connect(options: { url: string; prepare: boolean; connections?: number }): void {
  const connections = options.connections ?? 8
  turns = new Turns(connections)
  sql = bounded(open({ ...options, connections }))
}

/** Connections of one's own (one by default), for migrations and advisory locks: never through a pooler. */
export function connectDirectly(url: string, connections = 1): Sql {
  return open({ url, prepare: false, connections })
}

export async function disconnect(): Promise<void> {
  await sql?.end({ timeout: 2 })
}

/** Everything or nothing. Given up after 15 s, or what `deadline` says. Runs again, twice at most, when Postgres asks for it (40001, 40P01). */
export async function transaction<T>(work: (tx: Tx) => Promise<T>, deadline = writeDeadline): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let last: Tx | undefined
    try {
      const begin = (tx: Tx) => {
        last = tx
        return work(tx)
      }
      const result = await takeTurn(deadline, () => sql.begin(begin) as Promise<T>)
      if (last) await actAfter(last)
      return result
    } catch (error) {
      const again = error instanceof postgres.PostgresError && (error.code === '40001' || error.code === '40P01')
      if (!again || attempt === 3) throw asProblem(error)
    }
  }
}

const acts = new WeakMap<Tx, (() => Promise<unknown>)[]>()

/** What is to follow the commit of this `transaction`, and nothing else: telling others of it. It may be lost, and must not fail. */
export function afterCommit(tx: Tx, act: () => Promise<unknown>): void {
  acts.set(tx, [...(acts.get(tx) ?? []), act])
}

async function actAfter(tx: Tx): Promise<void> {
  const settled = await Promise.allSettled((acts.get(tx) ?? []).map((act) => act()))
  for (const one of settled)
    if (one.status === 'rejected') log.warn({ err: one.reason }, 'database.after_commit_failed')
}

/** Whether Postgres answers, asked without waiting for a turn in the pool. */
export async function alive(direct: Sql): Promise<boolean> {
  const answer = direct`select 1`.then(
    () => true,
    () => false,
  )
  return Promise.race([answer, new Promise<boolean>((resolve) => setTimeout(resolve, 1_000, false).unref())])
}

function open(options: { url: string; prepare: boolean; connections: number }): Sql {
  const { url, ...host } = addressOf(options.url)
  return postgres(url, {
    ...host,
    max: options.connections,
    prepare: options.prepare,
    idle_timeout: 0,
    connect_timeout: 3,
    max_lifetime: 3_600,
    backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 1),
    // dates are days, not instants: '2026-11-22' stays itself
    types: { date: { to: 1082, from: [1082], serialize: String, parse: String } },
    connection: {
      application_name: 'mppeep',
      TimeZone: 'Africa/Abidjan',
      statement_timeout: 10_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 15_000,
    },
    onnotice: () => undefined,
  })
}

/** Makes each query of the pool count in its request's log line, wait a bounded time and end at its deadline. */
function bounded(pool: Sql): Sql {
  return new Proxy(pool, {
    apply(target, _self, args: unknown[]) {
      const made: unknown = Reflect.apply(target as (...args: unknown[]) => unknown, undefined, args)
      return isQuery(made) ? withTurn(made) : made
    },
  })
}

type Query = PendingQuery<Row[]> & {
  executed: boolean
  handle(): Promise<void>
  resolve(value: unknown): void
  reject(error: unknown): void
}

function isQuery(made: unknown): made is Query {
  return made instanceof Promise && 'handle' in made
}

/** `handle` is what postgres.js calls when a query is awaited; fragments never are, so they pass untouched. */
function withTurn(query: Query): Query {
  const { handle, resolve, reject } = query
  query.handle = async function begin(): Promise<void> {
    if (query.executed) return
    query.handle = handle
    const settled = new Promise<void>((done) => {
      query.resolve = (value) => {
        resolve.call(query, value)
        done()
      }
      query.reject = (error) => {
        reject.call(query, asProblem(error))
        done()
      }
    })
    try {
      await takeTurn(readDeadline, () => {
        void handle.call(query)
        return settled
      })
    } catch (error) {
      reject.call(query, asProblem(error))
    }
  }
  return query
}

async function takeTurn<T>(deadline: number, work: () => Promise<T>): Promise<T> {
  const leave = await turns.enter()
  const moment = thisMoment()
  const began = performance.now()
  const running = work().finally(() => {
    leave()
    if (!moment) return
    moment.db.calls += 1
    moment.db.ms += performance.now() - began
  })
  return withDeadline(running, deadline)
}

function withDeadline<T>(running: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(unavailable()), ms)
    running.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** As many at once as there are connections; the others wait in line, for a bounded time. */
class Turns {
  private waiting: { go: () => void; timer: NodeJS.Timeout }[] = []
  constructor(private free: number) {}

  enter(): Promise<() => void> {
    const leave = () => this.leave()
    if (this.free > 0) {
      this.free -= 1
      return Promise.resolve(leave)
    }
    return new Promise((resolve, reject) => {
      const place = {
        go: () => resolve(leave),
        timer: setTimeout(() => {
          this.waiting.splice(this.waiting.indexOf(place), 1)
          reject(unavailable())
        }, waitForTurn),
      }
      this.waiting.push(place)
    })
  }

  private leave(): void {
    const next = this.waiting.shift()
    if (!next) {
      this.free += 1
      return
    }
    clearTimeout(next.timer)
    next.go()
  }
}

const outages = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '57014',
  '55P03',
  '40001',
  '40P01',
])

/** An outage, a time-out or a crowd is a 503 for the person; the rest keeps its own name. */
function asProblem(error: unknown): unknown {
  if (error instanceof Problem || !(error instanceof Error) || !('code' in error)) return error
  return outages.has(String(error.code)) ? Object.assign(unavailable(), { cause: error }) : error
}
