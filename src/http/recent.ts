/** The requests of the last quarter of an hour, in the memory of this process, minute by minute. */

const minutes = 15
/** There are not so many routes: whatever happens, a minute stays small. */
const mostRoutes = 300

type Tally = { count: number; failed: number; ms: number; worst: number }
type Minute = { at: number; routes: Map<string, Tally> }

/** By its place, from 0 to 14: a minute takes that of the one a quarter of an hour before. */
const ring = new Map<number, Minute>()

/** `status`: nothing for an answer whose client left before its end. */
export function noteRequest(route: string, status: number | null, ms: number, now = performance.now()): void {
  const { routes } = minuteOf(now)
  const tally = routes.get(route) ?? { count: 0, failed: 0, ms: 0, worst: 0 }
  if (routes.size < mostRoutes) routes.set(route, tally)
  tally.count += 1
  tally.ms += ms
  tally.worst = Math.max(tally.worst, ms)
  if (status !== null && status >= 500) tally.failed += 1
}

export type RecentRoute = { route: string; count: number; failed: number; mean: number; worst: number }
export type Recent = { requests: number; failed: number; slowest: RecentRoute[] }

/** Ten routes at most, the longest on average first. `failed`: answered with a 5xx. */
export function recentRequests(now = performance.now()): Recent {
  const sums = new Map<string, Tally>()
  const oldest = minuteAt(now) - minutes
  for (const { at, routes } of ring.values())
    if (at > oldest) for (const [route, tally] of routes) add(sums, route, tally)
  const routes = [...sums].map(([route, { count, failed, ms, worst }]) => ({
    route,
    count,
    failed,
    mean: ms / count,
    worst,
  }))
  return {
    requests: routes.reduce((all, { count }) => all + count, 0),
    failed: routes.reduce((all, { failed }) => all + failed, 0),
    slowest: routes.sort((a, b) => b.mean - a.mean).slice(0, 10),
  }
}

function minuteOf(now: number): Minute {
  const at = minuteAt(now)
  const known = ring.get(at % minutes)
  if (known?.at === at) return known
  const minute = { at, routes: new Map() }
  ring.set(at % minutes, minute)
  return minute
}

function minuteAt(now: number): number {
  return Math.floor(now / 60_000)
}

function add(sums: Map<string, Tally>, route: string, { count, failed, ms, worst }: Tally): void {
  const sum = sums.get(route) ?? { count: 0, failed: 0, ms: 0, worst: 0 }
  sums.set(route, {
    count: sum.count + count,
    failed: sum.failed + failed,
    ms: sum.ms + ms,
    worst: Math.max(sum.worst, worst),
  })
}
