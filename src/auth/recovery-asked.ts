import { z } from 'zod'
import { type Origin, originSchema } from '../actor'
import type { Tx } from '../db/sql'
import { post } from '../outbox/outbox'

export const recoveryAsked = z.strictObject({
  userId: z.uuid().nullable(),
  origin: originSchema,
  // what was posted before there was a difference is anybody's
  trusted: z.boolean().default(false),
})

/**
 * The worker sends the link by which a new password is chosen, if there is such an account and it may be written to. `trusted`: asked
 * for in a browser of the owner, or by an administrator, and not by whoever knows the address.
 */
export async function postRecovery(tx: Tx, userId: string | null, from: Origin, trusted = true): Promise<void> {
  const { address, cfRay, requestId } = from
  const payload: z.input<typeof recoveryAsked> = { userId, origin: { address, cfRay, requestId }, trusted }
  await post(tx, { kind: 'account.recovery', payload })
}
