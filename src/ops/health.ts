import type { Sql } from 'postgres'
import { alive } from '../db/sql'
import { redisState } from '../redis/client'

let direct: Sql
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
  return !stopping && (await alive(direct))
}

type Part = 'up' | 'down' | 'none'
type Health = { status: 'healthy' | 'degraded' | 'unavailable'; database: Part; redis: Part; time: string }

/** Without Redis on purpose the site is healthy; with Redis away it is slower: degraded. */
export async function health(): Promise<Health> {
  const database = await alive(direct)
  const redis = { on: 'up', away: 'down', none: 'none' } as const
  const short = redis[redisState()]
  const status = !database ? 'unavailable' : short === 'down' ? 'degraded' : 'healthy'
  return { status, database: database ? 'up' : 'down', redis: short, time: new Date().toISOString() }
}
