import { z } from 'zod'
import { record } from '../activities/activities'
import type { User } from '../actor'
import { transaction } from '../db/sql'
import { choice, optional } from '../lib/form'
import { conflict, invalid } from '../lib/problems'
import { send } from '../mail/mail'
import { chosenPassword, factorGone, newPasswordFields } from './chosen-password'
import { voidLinksOf } from './link-queries'
import { findPasswordHash, lockPasswordHash, setPasswordHash } from './password-queries'
import { isShort } from './password-rules'
import type { Place } from './place'
import { showPassword } from './proof'
import { deleteSessionsOf } from './session-queries'
import { forget, rotateSession } from './sessions'

export const passwordForm = z.strictObject({
  current: optional(z.string().max(256, 'Au plus 256 caractères.')),
  ...newPasswordFields,
  others: optional(choice(['oui'])),
})

/**
 * Changes one's own password; the present one is asked for each time (ASVS 6.2.3). The session goes on under another id, and the others
 * end when that is wished. Returns the cookie's new value.
 */
export async function changePassword(actor: User, input: z.output<typeof passwordForm>, from: Place): Promise<string> {
  const { id, name, email, sessionId } = actor
  const before = await findPasswordHash(id)
  await showPassword(actor, input.current, 'current')
  if (input.current?.normalize('NFC') === input.password.normalize('NFC'))
    throw invalid([{ field: 'password', message: 'Ce mot de passe est celui que vous avez déjà.' }])
  const passwordHash = await chosenPassword(input, actor)
  const ended = await transaction(async (tx) => {
    if ((await lockPasswordHash(tx, id)) !== before)
      throw conflict('Votre mot de passe vient d’être changé ailleurs. Connectez-vous avec le nouveau.')
    if (!(await setPasswordHash(tx, id, passwordHash, isShort(input.password)))) throw factorGone()
    await voidLinksOf(tx, id)
    const others = input.others ? await deleteSessionsOf(tx, id, sessionId) : []
    const target = { kind: 'account' as const, id, name }
    await record(tx, actor, { event: 'password.changed', target, after: { othersEnded: input.others !== null } })
    await send(tx, { letter: 'password-changed', to: { email, name }, props: { email } })
    return others
  })
  await forget(ended)
  return rotateSession(actor, from)
}
