import { Connection } from './client'

export type Load = {
  port: number
  connections: number
  seconds: number
  /** The bytes of the next request; null when there are no more. */
  next: () => Buffer | null
  /** What every answer must be. */
  status: number
}

/** `latencies` in ms, of the answers within the time; `wrong`: how many answers had another status. */
export type Run = { perSecond: number; latencies: number[]; wrong: Map<number, number> }

/** As many requests as so many connections can make, each as soon as its last answer is there. */
export async function drive({ port, connections, seconds, next, status }: Load): Promise<Run> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)))
  const latencies: number[] = []
  const wrong = new Map<number, number>()
  const began = performance.now()
  const until = began + seconds * 1_000
  let last = began

  async function keepAsking(connection: Connection): Promise<void> {
    for (let sent = began; sent < until; ) {
      const bytes = next()
      if (!bytes) return
      const answer = await connection.ask(bytes)
      const now = performance.now()
      if (answer.status !== status) wrong.set(answer.status, (wrong.get(answer.status) ?? 0) + 1)
      else if (now <= until) latencies.push(now - sent)
      sent = last = now
    }
  }

  try {
    await Promise.all(open.map(keepAsking))
  } finally {
    for (const connection of open) connection.close()
  }
  return { perSecond: (latencies.length * 1_000) / (Math.min(last, until) - began), latencies, wrong }
}

/** The value below which a part of the sorted ones are. */
export function quantile(sorted: number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export function median(values: number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}
