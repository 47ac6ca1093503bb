import { createHash } from 'node:crypto'
import { throttled } from '../lib/problems'
import { limiter } from '../redis/limiter'
import * as queries from './queries'
import { limitedAddress, minutesLeft } from './rules'

const quarterOfHour = 900
/** Failures of one account from one address, and of one address on any account. */
const pair = limiter('sign-in-pair', 5, quarterOfHour)
const place = limiter('sign-in-address', 30, quarterOfHour)

/** What is said to whoever has to wait so long. */
type Said = (delay: string) => string
const signingIn: Said = (delay) => `Trop de tentatives de connexion. Réessayez dans ${delay}.`
/** Of the password that is asked for again by what is sensitive: it is one count with the sign-ins. */
export const provingOneself: Said = (delay) =>
  `Trop de mots de passe erronés. Réessayez dans ${delay}\u202f; se connecter attend aussi.`

/**
 * Counts an attempt before it is tried, so that a hundred at once are not tried a hundred times.
 * Throws `throttled` with the seconds left, in the words of what was being done. The answer does not depend on whether the account exists.
 */
export async function admit(email: string, address: string, said: Said = signingIn): Promise<void> {
  const byPlace = await place.consume(limitedAddress(address))
  if (!byPlace.allowed) refuse(byPlace.retryAfter, said)
  const byPair = await pair.consume(pairKey(email, address))
  if (!byPair.allowed) refuse(byPair.retryAfter, said)
  const hash = emailHash(email)
  if (await queries.claimAttempt(hash, email.toLowerCase(), address)) return
  // nothing was tried: whoever waits for others' failures keeps their own tries
  await pair.reward(pairKey(email, address), 1)
  refuse(await queries.findDelay(hash), said)
}

/**
 * The password was right and a code is still to come: the address has its point back, for many people may be looking at their
 * telephones behind one of them. The code takes one of its own (`admitCode`).
 */
export function noteRightPassword(address: string): Promise<void> {
  return place.reward(limitedAddress(address), 1)
}

/** Counts a code before it is tried; what one account may miss is counted in Postgres. */
export async function admitCode(address: string): Promise<void> {
  const byPlace = await place.consume(limitedAddress(address))
  if (!byPlace.allowed) refuse(byPlace.retryAfter)
}

/** Success gives back this attempt and clears this pair; what the address and the account have on record stays. */
export async function noteSuccess(userId: string, email: string, address: string): Promise<void> {
  await Promise.all([
    pair.reset(pairKey(email, address)),
    place.reward(limitedAddress(address), 1),
    queries.forgiveAttempt(emailHash(email)),
    queries.rememberAddress(userId, address),
  ])
}

/** What failed from these addresses is forgotten: an administrator answers for the owner of the account. */
export async function forgiveFailures(email: string, addresses: string[]): Promise<void> {
  await Promise.all(addresses.map((address) => pair.reset(pairKey(email, address))))
}

function refuse(seconds: number, said: Said = signingIn): never {
  throw throttled(said(minutesLeft(seconds)), seconds)
}

function pairKey(email: string, address: string): string {
  return `${emailHash(email).toString('base64url')}:${limitedAddress(address)}`
}

/** An address that somebody typed, as it is kept and counted. */
export function emailHash(email: string): Buffer {
  return createHash('sha256').update(email.toLowerCase()).digest()
}
