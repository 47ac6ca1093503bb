import { setTimeout as delay } from 'node:timers/promises'

/** `undefined` when it takes longer than so many ms; it may go on, and fail, without anybody waiting for it. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const stop = new AbortController()
  const late = delay(ms, undefined, { signal: stop.signal }).catch(() => undefined)
  promise.catch(() => undefined)
  return Promise.race([promise, late]).finally(() => stop.abort())
}
