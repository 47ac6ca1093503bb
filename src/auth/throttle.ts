import { createHash } from 'node:crypto'
import { throttled } from '../lib/problems'
import { limiter } from '../redis/limiter'
import * as queries from './queries'
import { delayAfter, limitedAddress, minutesLeft } from './rules'

const quarterOfHour = 900
/** Failures of one account from one address, and of one address on any account. */
const pair = limiter('sign-in-pair', 5, quarterOfHour)
const place = limiter('sign-in-address', 30, quarterOfHour)

/**
 * Counts an attempt before it is tried, so that a hundred at once are not tried a hundred times.
 * Throws `throttled` with the seconds left. The answer does not depend on whether the account exists.
 */
export async function admit(email: string, address: string): Promise<void> {
  const byPlace = await place.consume(limitedAddress(address))
  if (!byPlace.allowed) refuse(byPlace.retryAfter)
  const byPair = await pair.consume(pairKey(email, address))
  if (!byPair.allowed) refuse(byPair.retryAfter)
  const delay = await queries.findDelay(emailHash(email), email, address)
  if (delay > 0) refuse(delay)
}

/** A failure that got as far as the password: the next ones on this e-mail address wait longer and longer. */
export async function noteFailure(email: string): Promise<void> {
  const hash = emailHash(email)
  const seconds = delayAfter(await queries.countFailure(hash))
  if (seconds > 0) await queries.setDelay(hash, seconds)
}

/** Success gives back this attempt and clears this pair; what the address and the account have on record stays. */
export async function noteSuccess(userId: string, email: string, address: string): Promise<void> {
  await Promise.all([
    pair.reset(pairKey(email, address)),
    place.reward(limitedAddress(address), 1),
    queries.rememberAddress(userId, address),
  ])
}

function refuse(seconds: number): never {
  throw throttled(`Trop de tentatives de connexion. Réessayez dans ${minutesLeft(seconds)}.`, seconds)
}

function pairKey(email: string, address: string): string {
  return `${emailHash(email).toString('base64url')}:${limitedAddress(address)}`
}

function emailHash(email: string): Buffer {
  return createHash('sha256').update(email.toLowerCase()).digest()
}
