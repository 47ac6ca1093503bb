import { z } from 'zod'
import { type Origin, originSchema } from '../actor'
import type { Tx } from '../db/sql'
import { post } from '../outbox/outbox'

export const recoveryAsked = z.strictObject({
  userId: z.uuid().nullable(),
  origin: originSchema,
})

/** The worker sends the link by which a new password is chosen, if there is such an account and it may be written to. */
export async function postRecovery(tx: Tx, userId: string | null, from: Origin): Promise<void> {
  const { address, cfRay, requestId } = from
  const payload: z.input<typeof recoveryAsked> = { userId, origin: { address, cfRay, requestId } }
  await post(tx, { kind: 'account.recovery', payload })
}
