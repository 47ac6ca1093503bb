import { z } from 'zod'
import { record } from '../activities/activities'
import type { User } from '../actor'
import { transaction } from '../db/sql'
import { conflict, invalid, missing, type Problem, throttled } from '../lib/problems'
import { send } from '../mail/mail'
import { limiter } from '../redis/limiter'
import { signInForm } from './auth'
import { setEmail } from './email-queries'
import { findLink, insertLink, takeLink, voidLinksOf } from './link-queries'
import { lockPasswordHash } from './password-queries'
import { demandProof, proofField } from './proof'
import * as queries from './queries'
import { minutesLeft } from './rules'
import { refreshSessionsOf } from './sessions'
import { hashOf, newToken } from './token'

export const emailForm = z.strictObject({ email: signInForm.shape.email, proof: proofField })

const minutes = 60
/** Letters to addresses that somebody names: few are enough. */
const limit = limiter('email-change', 5, 3_600)

/**
 * Asks for another address: nothing changes before the link sent there is opened. The address of today is told at once, so that its
 * owner can say no. Whether another account has the new one does not show: then nobody is written to there.
 */
export async function askEmailChange(actor: User, input: z.output<typeof emailForm>): Promise<void> {
  const { id, name, email: old } = actor
  await demandProof(actor, input.proof)
  const { email } = input
  if (email.toLowerCase() === old.toLowerCase())
    throw invalid([{ field: 'email', message: 'C’est l’adresse que vous avez déjà.' }])
  const verdict = await limit.consume(id)
  if (!verdict.allowed)
    throw throttled(`Trop de demandes. Réessayez dans ${minutesLeft(verdict.retryAfter)}.`, verdict.retryAfter)
  const taken = (await queries.findForSignIn(email)) !== undefined
  const token = newToken()
  await transaction(async (tx) => {
    if ((await lockPasswordHash(tx, id)) === undefined) throw missing()
    await insertLink(tx, { tokenHash: hashOf(token), userId: id, kind: 'email', email, minutes })
    const target = { kind: 'account' as const, id, name }
    await record(tx, actor, { event: 'email.change_asked', target, after: { email } })
    await send(tx, { letter: 'email-changing', to: { email: old, name }, props: { email, done: false } })
    if (!taken) await send(tx, { letter: 'email-confirmation', to: { email, name }, props: { token, minutes } })
  })
}

/** The address that the link would give to this account; `missing` for a link that cannot be used, or is not theirs. */
export async function findEmailChange(actor: User, token: string): Promise<string> {
  const link = await findLink(hashOf(token), 'email')
  if (link?.userId !== actor.id || link.email === null) throw usedUp()
  return link.email
}

/** Only whoever asked for it, signed in: a stranger who got the letter by mistake must not take the account with it. */
export async function confirmEmailChange(actor: User, token: string): Promise<void> {
  const { id, name } = actor
  await findEmailChange(actor, token)
  await transaction(async (tx) => {
    if ((await lockPasswordHash(tx, id)) === undefined) throw missing()
    const link = await takeLink(tx, hashOf(token), 'email')
    if (!link?.email) throw usedUp()
    const before = await setEmail(tx, id, link.email)
    if (before === undefined) throw conflict('Un autre compte porte maintenant cette adresse.')
    await voidLinksOf(tx, id)
    const target = { kind: 'account' as const, id, name }
    await record(tx, actor, { event: 'email.changed', target, before: { email: before }, after: { email: link.email } })
    await send(tx, { letter: 'email-changing', to: { email: before, name }, props: { email: link.email, done: true } })
  })
  await refreshSessionsOf(id)
}

function usedUp(): Problem {
  return missing(
    'Ce lien a déjà servi, a été remplacé par un plus récent, ou a expiré. Demandez-en un nouveau depuis votre profil.',
  )
}
