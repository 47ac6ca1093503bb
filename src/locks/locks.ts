import { randomUUID } from 'node:crypto'
import type { Tx } from '../db/sql'
import { log } from '../lib/log'
import { conflict } from '../lib/problems'
import { keepGate, leaveGate, takeGate } from '../redis/lock'
import * as queries from './queries'

/** A lock one has: its number, which every write under it says (`fenced`), and the signal that it is lost. */
export type Held = { name: string; fence: number; signal: AbortSignal }

/**
 * Does a work that must not be done twice at once, in any process: `{ busy: true }` when somebody is at it. The lock is kept
 * for `ms` and renewed every third of that. When it could not be renewed in time `held.signal` aborts, and writes that check
 * their fence are refused from the moment somebody else has the lock: a process that slept does no harm when it wakes (see M.
 * Kleppmann, "How to do distributed locking", 2016).
 */
export async function withLock<T>(
  name: string,
  ms: number,
  work: (held: Held) => Promise<T>,
): Promise<{ busy: true } | { busy: false; result: T }> {
  const holder = randomUUID()
  if (!(await takeGate(name, holder, ms))) return { busy: true }
  try {
    const fence = await queries.takeLock(name, holder, ms)
    if (fence === undefined) return { busy: true }
    const renewal = renew(name, holder, ms)
    try {
      return { busy: false, result: await work({ name, fence, signal: renewal.signal }) }
    } finally {
      renewal.stop()
      await queries
        .freeLock(name, holder)
        .catch((error) => log.warn({ err: error, 'lock.name': name }, 'lock.not_freed'))
    }
  } finally {
    await leaveGate(name, holder)
  }
}

/** First in each transaction that writes under the lock: refuses what comes too late. */
export async function fenced(tx: Tx, { name, fence }: Held): Promise<void> {
  if (!(await queries.holdFence(tx, name, fence))) throw conflict('Ce travail a été repris par un autre processus.')
}

function renew(name: string, holder: string, ms: number): { signal: AbortSignal; stop(): void } {
  const lost = new AbortController()
  let sureUntil = performance.now() + ms
  let asking = false
  const timer = setInterval(async () => {
    if (performance.now() >= sureUntil) return end('too late')
    if (asking) return
    asking = true
    const asked = performance.now()
    try {
      if (!(await queries.extendLock(name, holder, ms))) return end('taken')
      sureUntil = asked + ms
      await keepGate(name, holder, ms)
    } catch (error) {
      log.warn({ err: error, 'lock.name': name }, 'lock.not_renewed')
    } finally {
      asking = false
    }
  }, ms / 3)

  function end(reason: string): void {
    clearInterval(timer)
    if (lost.signal.aborted) return
    log.warn({ 'lock.name': name, reason }, 'lock.lost')
    lost.abort(new Error(`lock ${name} lost: ${reason}`))
  }
  return { signal: lost.signal, stop: () => clearInterval(timer) }
}
