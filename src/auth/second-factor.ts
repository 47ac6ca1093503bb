import { z } from 'zod'
import { record } from '../activities/activities'
import { privileged, type User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { whole } from '../lib/form'
import { conflict, forbidden } from '../lib/problems'
import { send } from '../mail/mail'
import { settings } from '../settings/settings'
import type { Place } from './place'
import { demandProof, isProved, proofField } from './proof'
import { newCodes, plainCode } from './recovery-codes'
import { dropSecondFactor } from './second-factor-lost'
import * as queries from './second-factor-queries'
import { openSecret, sealSecret } from './second-factor-secret'
import { codeField, wrongCode } from './second-step'
import type { Ended } from './session-queries'
import { forget, rotateSession } from './sessions'
import { hashOf } from './token'
import { keyInGroups, keyUri, newSecret, stepOf } from './totp'

export const confirmForm = z.strictObject({ code: codeField, proof: proofField })
/** `set`: the one that the page spoke of, so that asking twice replaces once. */
export const replaceForm = z.strictObject({ set: whole(0, 1_000_000), proof: proofField })

/** What the page says: there is none, here is a key to take up, or it is in force. */
export type SecondFactor =
  | { state: 'none' }
  | { state: 'proposed'; uri: string; key: string }
  | { state: 'on'; since: Date; codesLeft: number; codesSet: number; demanded: boolean }

/** A key is shown to nobody who has not just proved that they are who they are. */
export async function secondFactorOf(actor: User): Promise<SecondFactor> {
  const found = await queries.findFactor(actor.id)
  if (found?.confirmedAt) {
    const { confirmedAt: since, codesLeft, codesSet } = found
    return { state: 'on', since, codesLeft, codesSet, demanded: isDemanded(actor) }
  }
  if (!found?.fresh || !isProved(actor)) return { state: 'none' }
  const secret = openSecret(actor.id, found.sealed)
  return {
    state: 'proposed',
    uri: keyUri(secret, settings().organisationShortName, actor.email),
    key: keyInGroups(secret),
  }
}

/** Makes a key for them to take up; the one that they were shown a moment ago stays. */
export async function proposeKey(actor: User, proof: string | null): Promise<void> {
  await demandProof(actor, proof)
  await queries.proposeSecret(actor.id, sealSecret(actor.id, newSecret()))
}

export type Enabled = { token: string; codes: string[] }

/**
 * The first code shown puts the key in force. Their other sessions end and this one becomes another (ASVS 7.2.4, 7.4.3): `token`
 * is its cookie's value. Null when there is no key to confirm: it is in force, or was given up.
 */
export async function confirmKey(
  actor: User,
  { code, proof }: z.output<typeof confirmForm>,
  from: Place,
): Promise<Enabled | null> {
  await demandProof(actor, proof)
  const done = await transaction(async (tx) => {
    // the account before its second factor, as whoever unlocks it does
    await queries.lockEpoch(tx, actor.id)
    const factor = await queries.lockFactor(tx, actor.id)
    if (!factor?.fresh || factor.confirmed) return null
    const step = await stepOf(plainCode(code), openSecret(actor.id, factor.sealed), factor.lastStep)
    if (step === null || !(await queries.takeStep(tx, actor.id, step))) throw wrongCode()
    await queries.confirmFactor(tx, actor.id)
    const codes = await writeCodes(tx, actor.id)
    await tell(tx, actor, 'enabled')
    return { codes, ended: await queries.deleteOtherSessions(tx, actor.id, actor.sessionId) }
  })
  return done && { codes: done.codes, token: await stepUp(actor, from, done.ended) }
}

/** Null when they have been replaced since the page was shown. */
export async function replaceCodes(
  actor: User,
  { set, proof }: z.output<typeof replaceForm>,
): Promise<string[] | null> {
  await demandProof(actor, proof)
  return transaction(async (tx) => {
    const factor = await queries.lockFactor(tx, actor.id)
    if (!factor?.confirmed || factor.codesSet !== set) return null
    const made = await writeCodes(tx, actor.id)
    await tell(tx, actor, 'codes-replaced')
    return made
  })
}

/** Returns the value of the cookie of a new session, as for `confirmKey`; null when there is none to remove. */
export async function removeSecondFactor(actor: User, proof: string | null, from: Place): Promise<string | null> {
  if (isDemanded(actor)) throw forbidden('Votre rôle demande un second facteur\u202f: il ne peut pas être retiré.')
  await demandProof(actor, proof)
  const ended = await transaction(async (tx) => {
    const dropped = await dropSecondFactor(tx, actor.id)
    if (!dropped) return null
    if (dropped.short)
      throw conflict(
        'Sans second facteur, votre mot de passe est trop court\u202f: choisissez-en d’abord un plus long.',
      )
    await tell(tx, actor, 'removed')
    return queries.deleteOtherSessions(tx, actor.id, actor.sessionId)
  })
  return ended && stepUp(actor, from, ended)
}

export function isDemanded({ held }: User): boolean {
  return held.some(({ role }) => privileged.has(role))
}

async function writeCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = newCodes()
  const hashes = codes.map((code) => hashOf(plainCode(code)))
  await queries.replaceRecoveryCodes(tx, userId, hashes)
  return codes
}

const eventOf = {
  enabled: 'second_factor.enabled',
  removed: 'second_factor.removed',
  'codes-replaced': 'second_factor.codes_replaced',
} as const

async function tell(tx: Tx, actor: User, what: keyof typeof eventOf): Promise<void> {
  const { id, name, email } = actor
  await record(tx, actor, { event: eventOf[what], target: { kind: 'account', id, name } })
  await send(tx, { letter: 'second-factor', to: { email, name }, props: { what } })
}

/** The sessions that have ended are over everywhere, and one's own goes on under another id. */
async function stepUp(actor: User, from: Place, ended: Ended[]): Promise<string> {
  await forget(ended)
  return rotateSession(actor, from)
}
