import type { DatabaseSession, DatabaseUser } from 'lucia'
import { log } from '../lib/log'
import { outside, thisMoment } from '../lib/moment'
import { holdPrefetched, keysToReadWith } from '../redis/cache'
import { trustedSince } from '../redis/client'
import { dropSessions, readSession, writeSession } from '../redis/sessions'
import { settings } from '../settings/settings'
import type { Account } from './queries'
import * as queries from './session-queries'

/** A copy that Postgres has not confirmed for this long is checked again: a revoked session never outlives it. */
const confirmEvery = 60_000
/** Seconds after which it is noted again that somebody is there. */
const noteEvery = 180
const hour = 3_600_000

export type Known = [session: DatabaseSession, user: DatabaseUser]

/**
 * What a session has besides its account. `good`: under this id, until its end. `outdated`: it needs another, for the rights of
 * its account have changed. `replaced`: it has another, and for a moment longer this one. `void`: it had this one.
 */
export type Standing = {
  state: 'good' | 'outdated' | 'replaced' | 'void'
  provedAt: number
  endsAt: number
  successor: Buffer | null
  /** The cookie was told another end. */
  moved: boolean
}

export function limits(): queries.Limits {
  return { idle: settings().sessionIdleHours, absolute: settings().sessionAbsoluteHours }
}

/** Who has this session: as Redis has it, or Postgres when that is away, knows nothing, or was told a minute ago. */
export async function findKnown(id: string): Promise<Known | [null, null]> {
  return (await copyOf(id)) ?? (await confirm(id))
}

type Copy = { checkedAt: number; createdAt: number; provedAt: number; account: Account }

async function copyOf(id: string): Promise<Known | undefined> {
  const alongside = keysToReadWith(id, thisMoment()?.url ?? '')
  const read = await readSession(id, alongside)
  if (!read) return undefined
  holdPrefetched(alongside, read.alongside)
  const copy = read.session === undefined ? undefined : readCopy(read.session)
  if (!copy) return undefined
  // one from the future was made by a clock that was set back since
  const trusted = Math.abs(Date.now() - copy.checkedAt) < confirmEvery && copy.checkedAt > trustedSince()
  const endsAt = endOf(copy.createdAt)
  // the limit of inactivity is an hour at least: whoever was there a minute ago is within it
  if (!trusted || endsAt <= Date.now()) return undefined
  return known(id, copy.account, { state: 'good', provedAt: copy.provedAt, endsAt, successor: null, moved: false })
}

/** What another version of the program may have left there is no copy. */
function readCopy(text: string): Copy | undefined {
  try {
    const copy = JSON.parse(text) as Copy
    const times = [copy.checkedAt, copy.createdAt, copy.provedAt]
    return times.every(Number.isFinite) && Array.isArray(copy.account.held) ? copy : undefined
  } catch {
    return undefined
  }
}

async function confirm(id: string): Promise<Known | [null, null]> {
  const checkedAt = Date.now()
  const found = await queries.findSession(id, limits())
  if (!found) {
    await dropSessions([id])
    return [null, null]
  }
  const { account, successor } = found
  const [createdAt, provedAt] = [found.createdAt.getTime(), found.provedAt.getTime()]
  const endsAt = endOf(createdAt)
  const state = stateOf(found)
  const noted = state === 'good' && found.unseen >= noteEvery
  if (noted) noteSeen(id)
  if (state === 'good') await writeCopy(id, { checkedAt, createdAt, provedAt, account }, endsAt - checkedAt)
  const moved = noted && Math.abs(found.expiresAt.getTime() - endsAt) > 60_000
  return known(id, account, { state, provedAt, endsAt, successor, moved })
}

function stateOf({ successor, alive, outdated }: queries.SessionFound): Standing['state'] {
  if (successor) return alive ? 'replaced' : 'void'
  return outdated ? 'outdated' : 'good'
}

function endOf(createdAt: number): number {
  return createdAt + limits().absolute * hour
}

function writeCopy(id: string, copy: Copy, ms: number): Promise<void> {
  return writeSession(id, JSON.stringify(copy), Math.max(1, Math.ceil(ms / 1_000)))
}

/** Behind the answer, which does not wait for it. */
function noteSeen(id: string): void {
  outside(() => {
    // noted at one of the next requests instead
    queries.noteSeen(id, noteEvery, limits()).catch((error) => log.warn({ err: error }, 'session.not_noted'))
  })
}

/** Lucia ends what is past its end: what has another id is not for it to judge. */
function known(id: string, { id: userId, ...attributes }: Account, standing: Standing): Known {
  return [
    { id, userId, expiresAt: new Date(standing.endsAt), attributes: { standing } },
    { id: userId, attributes },
  ]
}
