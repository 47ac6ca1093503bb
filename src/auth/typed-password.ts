import { z } from 'zod'
import { limiter } from '../redis/limiter'
import { type Owner, ownWords, problemOf } from './chosen-password'
import { limitedAddress } from './rules'
import { type Strength, strengthOf } from './strength'

/** What is in the field while somebody types: looked at, and kept nowhere. */
export const typedForm = z.strictObject({ password: z.string().max(1_000).default('') })

/** Two a second are more than a hand asks for. */
const limit = limiter('strength', 120, 60)

export async function admitTyping(address: string): Promise<boolean> {
  return (await limit.consume(limitedAddress(address))).allowed
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
