import { z } from 'zod'
import { record } from '../activities/activities'
import { system, type User } from '../actor'
import { sql, type Tx, transaction } from '../db/sql'
import { optional } from '../lib/form'
import { invalid, throttled } from '../lib/problems'
import { send } from '../mail/mail'
import { enter } from './auth'
import { pendingOf } from './pending'
import { deletePending, lockPending } from './pending-queries'
import type { Place } from './place'
import * as accounts from './queries'
import { kindOf, plainCode } from './recovery-codes'
import { minutesLeft } from './rules'
import * as queries from './second-factor-queries'
import { openSecret } from './second-factor-secret'
import { admitCode } from './throttle'
import { hashOf } from './token'
import { stepOf } from './totp'
import { userOf } from './user'

/** A code as people write it: with spaces, with dashes, in small letters. */
export const codeField = z.string('Ce champ est obligatoire.').trim().min(1, 'Ce champ est obligatoire.').max(64)

export const secondStepForm = z.strictObject({
  code: codeField,
  /** The page shows what it showed: the field for the other kind of code. */
  methode: optional(z.literal('recuperation')),
  suite: optional(z.string()),
})

/** Wrong codes that one account bears in a quarter of an hour (ASVS 6.6.3). */
const mostMisses = 5

export type Step = { token: string; used: 'time' | 'recovery' }

/**
 * The sign-in goes on with a code. Null when there is none to go on with: over, served, forged, or its password is another by now.
 * What is refused uses nothing up.
 */
export async function showCode(
  pending: string | undefined,
  typed: string,
  from: Place,
  replaced?: User,
): Promise<Step | null> {
  const userId = await pendingOf(pending)
  const account = userId && (await accounts.findAccount(userId))
  if (!pending || !account) return null
  await admitCode(from.address)
  // a flood on one account is turned away before it stands in line for that account's row, with the connections of others
  const { misses, wait } = await queries.countMisses(sql, account.id)
  if (misses >= mostMisses) throw tooMany(wait)
  const verdict = await transaction(async (tx) => {
    // in the order in which a second factor is removed
    const factor = await queries.lockFactor(tx, account.id)
    if (!(await lockPending(tx, hashOf(pending)))) return null
    const judged = await judge(tx, account, factor, typed, from)
    if (judged === 'time' || judged === 'recovery') await deletePending(tx, hashOf(pending))
    return judged
  })
  if (verdict === null) return null
  if (verdict === 'wrong') throw wrongCode()
  if (typeof verdict === 'object') throw tooMany(verdict.wait)
  return { token: await enter(account, from, replaced), used: verdict }
}

/** At the field, for every reason the same. */
export function wrongCode() {
  return invalid(
    [{ field: 'code', message: 'Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant, puis réessayez.' }],
    'Connexion refusée.',
  )
}

type Verdict = 'time' | 'recovery' | 'wrong' | { wait: number }

/** Within the transaction that holds the account's second factor: what one takes the other does not. */
async function judge(
  tx: Tx,
  account: accounts.Account,
  factor: queries.Locked | undefined,
  typed: string,
  from: Place,
): Promise<Verdict> {
  const { id, name, email } = account
  const { misses, wait } = await queries.countMisses(tx, id)
  if (misses >= mostMisses) return { wait }
  const taken = factor?.confirmed ? await take(tx, id, factor, plainCode(typed)) : null
  const target = { kind: 'account' as const, id, name }
  const to = { email, name }
  if (!taken) {
    await queries.addMiss(tx, id)
    await record(tx, { ...system('Connexion'), origin: from }, { event: 'second_factor.refused', target })
    // whoever is there knows the password
    if (misses + 1 === mostMisses) await send(tx, { letter: 'second-factor', to, props: { what: 'guessed' } })
    return 'wrong'
  }
  if (taken === 'recovery') {
    const left = await queries.countRecoveryCodes(tx, id)
    await record(tx, userOf(account, from), { event: 'second_factor.code_used', target, after: { left } })
    await send(tx, { letter: 'second-factor', to, props: { what: 'code-used', left } })
  }
  return taken
}

async function take(
  tx: Tx,
  userId: string,
  { sealed, lastStep }: queries.Locked,
  plain: string,
): Promise<'time' | 'recovery' | null> {
  const kind = kindOf(plain)
  if (kind === 'recovery') return (await queries.takeRecoveryCode(tx, userId, hashOf(plain))) ? kind : null
  const step = kind && (await stepOf(plain, openSecret(userId, sealed), lastStep))
  return step && (await queries.takeStep(tx, userId, step)) ? 'time' : null
}

function tooMany(seconds: number) {
  return throttled(`Trop de codes refusés. Réessayez dans ${minutesLeft(seconds)}.`, Math.max(1, seconds))
}
