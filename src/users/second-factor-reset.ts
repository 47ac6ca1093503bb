import type { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor } from '../actor'
import { deleteSessionsOf, dropSecondFactor, forget, postRecovery, type proofForm } from '../auth/auth'
import { transaction } from '../db/sql'
import { forbidden } from '../lib/problems'
import { send } from '../mail/mail'
import { lock, mayChange, ownerOf, targetOf } from './users'

/**
 * For whoever has lost the telephone and the recovery codes: the password alone leads on, to making another second factor where the
 * role demands one. A password that was only good beside it is to be replaced: its owner is sent a link. All sessions end. False
 * when none is in force. Nobody resets their own: that is no way around what one's own page demands (`removeSecondFactor`).
 */
export async function resetSecondFactor(
  actor: Actor,
  id: string,
  { proof }: z.output<typeof proofForm>,
): Promise<boolean> {
  await mayChange(actor, proof)
  if (actor.kind === 'user' && actor.id === id)
    throw forbidden('Vous ne pouvez pas réinitialiser votre propre second facteur.')
  const ended = await transaction(async (tx) => {
    const account = await lock(tx, id)
    const dropped = await dropSecondFactor(tx, id)
    if (!dropped) return null
    const replaced = dropped.short && !account.disabled
    const sessions = await deleteSessionsOf(tx, id)
    await record(tx, actor, { event: 'second_factor.reset', target: targetOf(account) })
    await send(tx, { letter: 'second-factor', to: ownerOf(account), props: { what: 'reset', short: replaced } })
    if (replaced) await postRecovery(tx, id, actor.origin)
    return sessions
  })
  if (!ended) return false
  await forget(ended)
  return true
}
