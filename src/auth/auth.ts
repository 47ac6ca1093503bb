import { z } from 'zod'
import { record } from '../activities/activities'
import type { Origin, User } from '../actor'
import { transaction } from '../db/sql'
import { optional, text } from '../lib/form'
import { conflict, invalid } from '../lib/problems'
import { noteDevice } from './devices'
import { verifyPassword } from './password'
import { holdSignIn } from './pending'
import type { Place } from './place'
import * as queries from './queries'
import { lockEpoch } from './second-factor-queries'
import { closeSession, openSession } from './sessions'
import { admit, noteRightPassword, noteSuccess } from './throttle'
import { userOf } from './user'

export { chosenPassword, newPasswordFields, type Owner } from './chosen-password'
export { hashPassword } from './password'
export type { Place } from './place'
export { demandProof, isProved, proofField, proofForm } from './proof'
export { postRecovery } from './recovery-asked'
export { limitedAddress, minutesLeft } from './rules'
export { dropSecondFactor } from './second-factor-lost'
export { deleteSessionsOf } from './session-queries'
export { forget, refreshSessionsOf, rotateSession } from './sessions'
export { forgiveFailures } from './throttle'
export { hashOf, newToken } from './token'
export { strengthFor, typedFirstForm, typedForm, typedStrength } from './typed-password'

export const signInForm = z.strictObject({
  email: text(254).pipe(
    z.string().regex(/^[^\s@]+@[^\s@]+$/, 'Une adresse électronique, par exemple prenom.nom@mppeep.example.'),
  ),
  // taken as typed: no trimming, no change of case (ASVS 6.2)
  password: z
    .string('Ce champ est obligatoire.')
    .min(1, 'Ce champ est obligatoire.')
    .max(256, 'Au plus 256 caractères.'),
  suite: optional(z.string()),
})

/** What a right password gives, with the value of its cookie: a session, or leave to show a second factor. */
export type SignedIn = { kind: 'in' | 'second-factor'; token: string }

/**
 * Unknown, disabled and wrong password are one and the same refusal. Of an account with a second factor nothing is opened yet, and
 * the attempt counts as failed until that is shown. `replaced`: the session that this browser has had until now, which ends.
 */
export async function signIn(
  input: { email: string; password: string },
  from: Place,
  replaced?: User,
): Promise<SignedIn> {
  await admit(input.email, from.address)
  const account = await queries.findForSignIn(input.email)
  const right = await verifyPassword(account && !account.disabled ? account.passwordHash : null, input.password)
  if (!right || !account?.passwordHash) {
    await recordFailure(account, from)
    throw invalid(
      [{ field: 'password', message: 'Adresse électronique ou mot de passe incorrect.' }],
      'Connexion refusée.',
    )
  }
  if (account.secondFactor) {
    await noteRightPassword(from.address)
    return { kind: 'second-factor', token: await holdSignIn(account.id, account.passwordHash) }
  }
  return { kind: 'in', token: await enter(account, from, replaced) }
}

/** The session of somebody who has shown who they are; returns the cookie's value. */
export async function enter(account: queries.Account, from: Place, replaced?: User): Promise<string> {
  const [token] = await Promise.all([
    transaction(async (tx) => {
      // a second factor made meanwhile ends the sessions there are: none that has not shown it may come after
      if ((await lockEpoch(tx, account.id)) !== account.epoch)
        throw conflict('Votre compte vient d’être modifié. Connectez-vous de nouveau.')
      const device = await noteDevice(tx, account, from)
      const opened = await openSession(account.id, from, tx)
      await record(tx, userOf(account, from), { event: 'session.opened', after: { device, country: from.country } })
      return opened
    }),
    noteSuccess(account.id, account.email, from.address),
  ])
  if (replaced) await closeSession(replaced.sessionId)
  return token
}

export async function signOut(actor: User): Promise<void> {
  // clicked twice at once, it is one line
  if (!(await closeSession(actor.sessionId))) return
  await transaction((tx) => record(tx, actor, { event: 'session.closed' }))
}

/** Somebody for whom the worker acts, with the rights they have now, whatever these were when they asked. Undefined when disabled. */
export async function findUser(id: string, origin: Origin): Promise<User | undefined> {
  const account = await queries.findAccount(id)
  return account && userOf(account, origin)
}

async function recordFailure(account: queries.Account | undefined, from: Place): Promise<void> {
  // the e-mail address typed is not kept: people type passwords there
  const system = { kind: 'system' as const, name: 'Connexion', origin: from }
  await transaction((tx) =>
    record(tx, system, {
      event: 'session.refused',
      target: account && { kind: 'account', id: account.id, name: account.name },
    }),
  )
}
