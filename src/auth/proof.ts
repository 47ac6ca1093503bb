import { z } from 'zod'
import { record } from '../activities/activities'
import type { User } from '../actor'
import { transaction } from '../db/sql'
import { optional } from '../lib/form'
import { invalid } from '../lib/problems'
import { verifyPassword } from './password'
import { findPasswordHash } from './password-queries'
import { noteProof } from './sessions'
import { admit, noteSuccess, provingOneself } from './throttle'

/** ms during which somebody who has shown who they are is believed for what is sensitive (ASVS 7.5.1, 7.5.3). */
const lasts = 15 * 60_000

/** The field of a sensitive form in which the password is asked for again; see `ProofField`. */
export const proofField = optional(z.string().max(256, 'Au plus 256 caractères.'))
/** Of a sensitive form that asks for nothing else. */
export const proofForm = z.strictObject({ proof: proofField })

export function isProved(actor: User): boolean {
  return Date.now() - actor.provedAt < lasts
}

/**
 * To be called first by what is sensitive, before anything is written: lets pass whoever has just shown who they are, or does
 * so now. Throws `invalid` at the field `proof`, or `throttled` as a sign-in does. Returns whether the password was looked at.
 */
export async function demandProof(actor: User, typed: string | null): Promise<boolean> {
  if (isProved(actor)) return false
  await showPassword(actor, typed, 'proof')
  return true
}

/** For what asks for the password whatever was shown before: the same limits and refusals, at the field named. */
export async function showPassword(actor: User, typed: string | null, field: string): Promise<void> {
  if (!typed) throw wanting(field, 'Confirmez avec votre mot de passe.')
  const { email, origin } = actor
  const address = origin.address ?? ''
  await admit(email, address, provingOneself)
  const right = await verifyPassword(await findPasswordHash(actor.id), typed)
  if (!right) {
    await transaction((tx) => record(tx, actor, { event: 'proof.refused' }))
    throw wanting(field, 'Ce mot de passe n’est pas le vôtre.')
  }
  await Promise.all([noteProof(actor.sessionId), noteSuccess(actor.id, email, address)])
}

function wanting(field: string, message: string) {
  return invalid([{ field, message }])
}
