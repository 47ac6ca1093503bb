import { ask } from './client'

/** What the server says of itself. In a cluster, one of its nodes, whichever answers. When Redis is away nothing is known. */
export type ServerFacts = {
  version: string
  /** Bytes; `most` is 0 without a limit. */
  used: number
  most: number
  policy: string
  /** Keys pushed out since the server started. */
  evicted: number
  clients: number
  uptimeSeconds: number
}

export async function serverFacts(): Promise<ServerFacts | null> {
  // asked by a script, which means the same on one server, behind Sentinel and in a cluster
  const text = await ask((redis) => redis.eval(`return redis.call('info')`))
  if (typeof text !== 'string') return null
  const facts = new Map(
    text.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )
  const figure = (name: string) => Number(facts.get(name) ?? 0)
  return {
    version: facts.get('redis_version') ?? '',
    used: figure('used_memory'),
    most: figure('maxmemory'),
    policy: facts.get('maxmemory_policy') ?? '',
    evicted: figure('evicted_keys'),
    clients: figure('connected_clients'),
    uptimeSeconds: figure('uptime_in_seconds'),
  }
}
