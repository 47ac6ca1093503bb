import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { log } from '../lib/log'
import { path } from '../lib/paths'
import { cacheHits } from '../redis/hits'
import type { Visit } from './gate'
import { noteRequest } from './recent'

/**
 * What Prometheus reads, of this process. Labels take few values whatever is asked of the site: templates of routes, never
 * addresses; classes of statuses; methods we answer.
 */
const registry = new Registry()
const registers = [registry]

const durations = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Requests answered, by template of route, method and class of status; streams left out.',
  labelNames: ['route', 'method', 'status'],
  buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
  registers,
})
const dbCalls = new Counter({ name: 'db_calls_total', help: 'Queries made by requests.', registers })
const dbSeconds = new Counter({ name: 'db_seconds_total', help: 'Time requests spent on queries.', registers })
const redisCalls = new Counter({ name: 'redis_calls_total', help: 'Calls to Redis made by requests.', registers })
const redisSeconds = new Counter({ name: 'redis_seconds_total', help: 'Time requests waited for Redis.', registers })
const signInFailures = new Counter({
  name: 'sign_in_failures_total',
  help: 'Attempts to sign in that were refused, or sent away to wait.',
  labelNames: ['reason'],
  registers,
})
new Counter({
  name: 'cache_reads_total',
  help: 'Values looked for in the cache, by family: hit, stale, miss, or off when Redis was away.',
  labelNames: ['family', 'state'],
  registers,
  collect() {
    this.reset()
    for (const { family, ...states } of cacheHits())
      for (const [state, count] of Object.entries(states)) this.inc({ family, state }, count)
  },
})
new Gauge({
  name: 'mppeep_info',
  help: 'The version of the program; always 1.',
  labelNames: ['version'],
  registers,
  collect() {
    this.reset()
    this.set({ version: String(log.bindings()['service.version'] ?? '') }, 1)
  },
})

const jobs = new Gauge({
  name: 'outbox_jobs',
  help: 'Letters and jobs in Postgres: waiting, running, or dead (given up in the last thirty days).',
  labelNames: ['state'],
  registers,
})
const lateness = new Gauge({
  name: 'outbox_late_seconds',
  help: 'How long the letter or job that is most late has been due; 0 when none is.',
  registers,
})
const alive = new Gauge({
  name: 'processes_alive',
  help: 'Processes heard of within two minutes, by kind: site or worker.',
  labelNames: ['kind'],
  registers,
})

/** What is the same whichever process is asked. */
export type HouseFigures = { jobs: Record<string, number>; late: number; processes: Record<string, number> }

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Counts a request once it is over. `status`: nothing when its client left before the end. */
export function measure(visit: Visit, route: string | null, status: number | null, ms: number): void {
  const { incoming, outgoing, moment } = visit
  if (moment.db.calls > 0) {
    dbCalls.inc(moment.db.calls)
    dbSeconds.inc(moment.db.ms / 1_000)
  }
  if (moment.redis.calls > 0) {
    redisCalls.inc(moment.redis.calls)
    redisSeconds.inc(moment.redis.ms / 1_000)
  }
  // it lasts as long as somebody looks
  if (String(outgoing.getHeader('content-type')).startsWith('text/event-stream')) return
  const asked = incoming.method ?? ''
  const method = methods.has(asked) ? asked : 'other'
  durations.observe({ route: route ?? 'none', method, status: classOf(status) }, ms / 1_000)
  if (!visit.closed) noteRequest(`${method} ${route ?? 'adresse inconnue'}`, status, ms)
  if (method !== 'POST' || route !== path('/connexion')) return
  if (status === 422) signInFailures.inc({ reason: 'refused' })
  if (status === 429) signInFailures.inc({ reason: 'throttled' })
}

let complete = false

/**
 * The text format 0.0.4. What Node tells of itself (lag of the loop, memory) is watched from the first reading on. Without
 * `house` (Postgres does not answer) its figures are left out: an old one would be believed.
 */
export async function metricsText(house: HouseFigures | null): Promise<{ text: string; type: string }> {
  for (const gauge of [jobs, lateness, alive]) gauge.reset()
  if (house) {
    for (const [state, count] of Object.entries(house.jobs)) jobs.set({ state }, count)
    for (const [kind, count] of Object.entries(house.processes)) alive.set({ kind }, count)
    lateness.set(house.late)
  } else lateness.remove()
  if (!complete) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 })
  complete = true
  return { text: await registry.metrics(), type: registry.contentType }
}

function classOf(status: number | null): string {
  return status === null ? 'aborted' : `${Math.floor(status / 100)}xx`
}
