import { z } from 'zod'
import { throttled } from '../lib/problems'
import { limiter } from '../redis/limiter'
import { type Owner, ownWords, problemOf } from './chosen-password'
import { limitedAddress } from './rules'
import { type Strength, strengthOf } from './strength'

/** What is in the field while somebody types: looked at, and kept nowhere. As long as they like: the rule says what is too long. */
export const typedForm = z.strictObject({ password: z.string().default('') })
/** Of an account that there is not yet: beside it who it will be of, as far as that is typed. */
const word = z
  .string()
  .default('')
  .transform((typed) => typed.slice(0, 254))
export const typedFirstForm = typedForm.extend({ name: word, email: word })

/** Two a second are more than a hand asks for. */
const limit = limiter('strength', 120, 60)

/**
 * For whoever is at this address and types it. `whose` is asked once that is allowed, whatever is typed: what it throws for a link that
 * is spent is all that can be learnt by trying some.
 */
export async function typedStrength(
  password: string,
  address: string,
  whose: () => Promise<Owner | null> | Owner | null,
): Promise<Strength | null> {
  const verdict = await limit.consume(limitedAddress(address))
  if (!verdict.allowed) throw throttled('Trop de demandes. Patientez un instant.', verdict.retryAfter)
  return strengthFor(password, await whose())
}

/**
 * How hard it is to guess; what the rule refuses is weak, for the reason that the rule gives. Nothing for an empty field, or when there
 * is no time. Of somebody unknown only what holds for everybody is looked at.
 */
export async function strengthFor(password: string, owner: Owner | null): Promise<Strength | null> {
  if (password === '') return null
  const whose = owner ?? { name: '', email: '', personId: null, secondFactor: true }
  const problem = await problemOf(password, whose)
  if (problem) return { score: 0, reason: problem }
  return strengthOf(password, Object.values(await ownWords(whose)).flat())
}
