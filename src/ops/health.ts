import type { Sql } from 'postgres'
import { alive } from '../db/sql'
import { redisState } from '../redis/client'

let direct: Sql | undefined
let stopping = false

/** `connection`: one of its own, so that a full pool does not look like a dead database. */
export function watch(connection: Sql): void {
  direct = connection
  stopping = false
}

export function stopTakingTraffic(): void {
  stopping = true
}

/** Whether new requests should come here: the database answers and the process is not on its way out. */
export async function ready(): Promise<boolean> {
  return !stopping && (await answers())
}

type Part = 'up' | 'down' | 'none'
type Health = { status: 'healthy' | 'degraded' | 'unavailable'; database: Part; redis: Part; time: string }

/** Without Redis on purpose the site is healthy; with Redis away it is slower: degraded. */
export async function health(): Promise<Health> {
  const database = await answers()
  const redis = { on: 'up', away: 'down', none: 'none' } as const
  const short = redis[redisState()]
  const status = !database ? 'unavailable' : short === 'down' ? 'degraded' : 'healthy'
  return { status, database: database ? 'up' : 'down', redis: short, time: new Date().toISOString() }
}

/** Not before the site has been told which database it stands on. */
async function answers(): Promise<boolean> {
  return direct !== undefined && alive(direct)
}
