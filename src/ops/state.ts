import type { HouseFigures } from '../http/metrics'
import { secondsSince } from '../lib/quantities'
import { redisState } from '../redis/client'
import { cacheHits, type Hits } from '../redis/hits'
import { type ServerFacts, serverFacts } from '../redis/server'
import { type ScannerState, scannerState } from '../scanner/scanner'
import * as queries from './queries'

export type HouseState = {
  at: Date
  database: queries.Database
  queue: queries.Queue
  processes: queries.Process[]
  scanner: ScannerState
  redis: { state: 'on' | 'away' | 'none'; facts: ServerFacts | null; hits: Hits[] }
}

/** For the metrics: what waits and who works; null when Postgres does not say. */
export async function figuresOfHouse(): Promise<HouseFigures | null> {
  const found = await Promise.all([queries.findQueue(), queries.listProcesses()]).catch(() => null)
  if (!found) return null
  const [{ waiting, running, dead, oldest }, processes] = found
  const of = (kind: string) => processes.filter((one) => one.kind === kind).length
  return {
    jobs: { waiting, running, dead },
    late: secondsSince(oldest, new Date()),
    processes: { site: of('site'), worker: of('worker') },
  }
}

/** How the house is: three queries and one call to Redis. The hits are those of this process. */
export async function stateOfHouse(): Promise<HouseState> {
  const [database, queue, processes, facts, scanner] = await Promise.all([
    queries.findDatabase(),
    queries.findQueue(),
    queries.listProcesses(),
    serverFacts(),
    scannerState(),
  ])
  return {
    at: new Date(),
    database,
    queue,
    processes,
    scanner,
    redis: { state: redisState(), facts, hits: cacheHits() },
  }
}
