import { open, stat } from 'node:fs/promises'

/** What each request of a span of the log cost. */
export type Costs = { lines: number; sql: number; redis: number; cached: number | null }

export function logSize(log: string): Promise<number> {
  return stat(log).then(({ size }) => size)
}

/** From the lines between two places of the log. `cached`: the part of answers for which everything asked of the cache was there. */
export async function costsBetween(log: string, from: number, to: number): Promise<Costs> {
  const file = await open(log)
  const { buffer } = await file.read(Buffer.alloc(to - from), 0, to - from, from).finally(() => file.close())
  const lines = buffer
    .toString()
    .split('\n')
    .filter((line) => line.includes('"http.server.request"') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as { 'db.calls': number; 'redis.calls': number; cache: string | null })
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1)
  const caches = lines.flatMap(({ cache }) => (cache === null ? [] : [cache === 'hit' ? 1 : 0]))
  return {
    lines: lines.length,
    sql: mean(lines.map((line) => line['db.calls'])),
    redis: mean(lines.map((line) => line['redis.calls'])),
    cached: caches.length > 0 ? mean(caches) : null,
  }
}
