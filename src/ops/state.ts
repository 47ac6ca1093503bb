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
