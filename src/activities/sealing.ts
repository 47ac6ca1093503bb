import { setTimeout as delay } from 'node:timers/promises'
import { log } from '../lib/log'
import { looking } from '../lib/looking'
import { outside } from '../lib/moment'
import { within } from '../lib/within'
import { seal } from './chain-queries'

/** How long lines are gathered before they are sealed together. */
const gather = 50
/** At most so many in one transaction: others wait for their turn at the chain. */
const atOnce = 1_000
/** How often the end of the chain is written into the log, where nobody who holds the database can change it. */
const anchorEvery = 3_600_000
/** For how long a site that stops waits for its last seals. */
const patience = 2_000

const quietly = looking('journal.sealing')
/** Planned or under way. */
const sealings = new Set<Promise<void>>()
let planned = false
let stopping = new AbortController()
let anchoredAt = Number.NEGATIVE_INFINITY

/**
 * Seals, a moment after its commit, what was just written; lines written meanwhile are sealed with it. Nothing waits for it,
 * and what it fails to seal (a killed process, a database that is away) is sealed by the job of the minute.
 */
export function sealSoon(): void {
  if (planned || stopping.signal.aborted) return
  planned = true
  const sealing = outside(sealLater)
  sealings.add(sealing)
  void sealing.then(() => sealings.delete(sealing))
}

async function sealLater(): Promise<void> {
  const gathered = await delay(gather, true, { ref: false, signal: stopping.signal }).catch(() => false)
  planned = false
  if (gathered && (await quietly(sealWaiting)) === null) sealSoon()
}

/** From now on there is a database to seal in. */
export function beginSealing(): void {
  stopping = new AbortController()
}

/**
 * To be called before the database is left: what waits for its moment is sealed at once, with what is under way. What is written
 * later still is left to the job of the minute, here or elsewhere.
 */
export async function endSealing(): Promise<void> {
  stopping.abort()
  if (sealings.size > 0)
    await within(
      patience,
      Promise.all(sealings).then(() => quietly(sealWaiting)),
    )
}

/** Seals everything that waits, and returns how many lines that were; null as soon as somebody else is at it. */
export async function sealWaiting(): Promise<number | null> {
  let total = 0
  for (;;) {
    const { sealed, position, hash } = await seal(atOnce)
    if (sealed === null) return null
    if (sealed === 0) return total
    total += sealed
    anchor(position, hash)
    if (sealed < atOnce) return total
  }
}

/** The job of the minute, which says how many lines it sealed. */
export function sealJob(): Promise<number | null> {
  return sealWaiting()
}

function anchor(position: string, hash: string): void {
  if (performance.now() - anchoredAt < anchorEvery) return
  anchoredAt = performance.now()
  log.info({ position, hash }, 'journal.sealed')
}
