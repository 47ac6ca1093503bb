import { setTimeout as delay } from 'node:timers/promises'
import { log } from '../lib/log'

/** What passes by itself: nobody is there yet, or somebody who starts, stops, says nothing or has no place left. */
const passing = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])

/** ms between the first two attempts; then twice as long each time, up to two seconds. */
const first = 125
const longest = 2_000

/**
 * Does a work that needs Postgres, again and again for `patience` ms as long as Postgres is not there; then fails as the last
 * attempt did. `onWait` comes before the first pause.
 */
export async function whenThere<T>(
  work: () => Promise<T>,
  { patience, onWait }: { patience: number; onWait: () => Promise<void> },
): Promise<T> {
  const end = performance.now() + patience
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const pause = Math.min(first * 2 ** attempt, longest)
      if (!isAbsence(error) || performance.now() + pause > end) throw error
      log.warn({ attempt, reason: error.code }, 'database.awaited')
      if (attempt === 1) await onWait()
      await delay(pause)
    }
  }
}

/** Whether Postgres is not there, and may come; a wrong name or password is something else. */
export function isAbsence(error: unknown): error is Error & { code: string } {
  if (!(error instanceof Error) || !('code' in error)) return false
  // a socket that is not there, and not a file of ours
  if (error.code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect'
  return passing.has(String(error.code))
}
