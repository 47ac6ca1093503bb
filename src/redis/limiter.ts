import { createHash, createHmac, randomBytes } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { ask, type Redis } from './client'

/**
 * How often something may be done. When Redis is away each process counts by itself, in memory: the limits stay on, at most
 * multiplied by the number of processes, and what was counted in Redis is found again when it is back.
 */
export type Verdict = { allowed: true; remaining: number } | { allowed: false; retryAfter: number }

export type Limiter = {
  /** Takes points, all at once with those who ask at the same time. `retryAfter`: seconds until it makes sense again. */
  consume(key: string, points?: number): Promise<Verdict>
  /** Gives points back. */
  reward(key: string, points: number): Promise<void>
  reset(key: string): Promise<void>
  /** Whether one more would be allowed, without taking it. */
  peek(key: string): Promise<Verdict>
}

/** At most `points` in each window of `seconds`, which begins with the first. */
export function limiter(name: string, points: number, seconds: number): Limiter {
  const settings = { points, duration: seconds, keyPrefix: `limit:{${name}}` }
  const limits = new RateLimiterRedis({
    ...settings,
    storeClient: store,
    useRedisPackage: true,
    insuranceLimiter: new BoundedMemory(settings),
  })
  return {
    async consume(key, taken = 1) {
      try {
        return { allowed: true, remaining: (await limits.consume(bounded(key), taken)).remainingPoints }
      } catch (refusal) {
        return refused(refusal)
      }
    },
    async reward(key, given) {
      const left = await limits.reward(bounded(key), given)
      // what is given back is never a credit for later
      if (left.consumedPoints < 0) await limits.delete(bounded(key))
    },
    async reset(key) {
      await limits.delete(bounded(key))
    },
    async peek(key) {
      const used = await limits.get(bounded(key))
      if (used && used.consumedPoints >= points) return refused(used)
      return { allowed: true, remaining: points - (used?.consumedPoints ?? 0) }
    },
  }
}

function refused(refusal: unknown): Verdict {
  if (!(refusal instanceof RateLimiterRes)) throw refusal
  return { allowed: false, retryAfter: Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)) }
}

/** The three commands that the library uses, with the deadline and the breaker of `ask`: an error sends it to its memory. */
const store = {
  eval: (script: string, options: { keys: string[]; arguments: string[] }) =>
    need((redis) => redis.eval(script, options)),
  del: (key: string) => need((redis) => redis.del(key)),
  multi: () => ({
    get: (key: string) => ({
      pTTL: () => ({ exec: () => need((redis) => Promise.all([redis.get(key), redis.pTTL(key)])) }),
    }),
  }),
}

async function need<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const answer = await ask(work)
  if (answer === undefined) throw new Error('Redis is away')
  return answer
}

/**
 * A flood from a million addresses does not fill the memory: keys share 65 536 places. Which ones share is unknown outside
 * this process, so nobody can use up another's points on purpose.
 */
class BoundedMemory extends RateLimiterMemory {
  override getKey(key: string | number): string {
    return createHmac('sha256', salt).update(String(key)).digest().readUInt16BE(0).toString(36)
  }
}

const salt = randomBytes(32)

function bounded(key: string): string {
  return key.length <= 120 ? key : createHash('sha256').update(key).digest('base64url')
}
