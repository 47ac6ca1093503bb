import { z } from 'zod'
import { limitedAddress, minutesLeft } from '../auth/auth'
import { readCode } from '../lib/check-code'
import { optional } from '../lib/form'
import { throttled } from '../lib/problems'
import { limiter } from '../redis/limiter'
import { findByCode, type Shown } from './queries'

export const codeQuery = z.strictObject({ code: optional(z.string().max(60, 'Au plus 60 caractères.')) })

/** Codes that are none, of one place in a quarter of an hour: a hand mistypes some, who guesses needs far more. */
const misses = limiter('act-code', 30, 900)

/** What the paper of this code says; nothing for a code that there is not, whatever is wrong with it. */
export async function verified(typed: string, address: string): Promise<Shown | undefined> {
  const place = limitedAddress(address)
  const verdict = await misses.consume(place)
  if (!verdict.allowed)
    throw throttled(`Trop de codes inconnus. Réessayez dans ${minutesLeft(verdict.retryAfter)}.`, verdict.retryAfter)
  // asked for whether it can be one or not, so that the time of the answer tells nothing
  const act = await findByCode(readCode(typed) ?? '')
  if (act) await misses.reward(place, 1)
  return act
}
