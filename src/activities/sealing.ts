import { setTimeout as delay } from 'node:timers/promises'
import { log } from '../lib/log'
import { looking } from '../lib/looking'
import { outside } from '../lib/moment'
import { seal } from './chain-queries'

/** How long lines are gathered before they are sealed together. */
const gather = 50
/** At most so many in one transaction: others wait for their turn at the chain. */
const atOnce = 1_000
/** How often the end of the chain is written into the log, where nobody who holds the database can change it. */
const anchorEvery = 3_600_000

const quietly = looking('journal.sealing')
let planned = false
let anchoredAt = Number.NEGATIVE_INFINITY

/**
 * Seals, a moment after its commit, what was just written; lines written meanwhile are sealed with it. Nothing waits for it,
 * and what it fails to seal (a killed process, a database that is away) is sealed by the job of the minute.
 */
export function sealSoon(): void {
  if (planned) return
  planned = true
  outside(() => void sealLater())
}

async function sealLater(): Promise<void> {
  await delay(gather, undefined, { ref: false })
  planned = false
  if ((await quietly(sealWaiting)) === null) sealSoon()
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

/** The job of the minute. */
export async function sealJob(): Promise<void> {
  await sealWaiting()
}

function anchor(position: string, hash: string): void {
  if (performance.now() - anchoredAt < anchorEvery) return
  anchoredAt = performance.now()
  log.info({ position, hash }, 'journal.sealed')
}
