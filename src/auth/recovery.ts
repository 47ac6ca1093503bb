import { z } from 'zod'
import { record } from '../activities/activities'
import type { Origin, System } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { missing, type Problem, throttled } from '../lib/problems'
import { send } from '../mail/mail'
import { handler } from '../outbox/outbox'
import { limiter } from '../redis/limiter'
import { signInForm } from './auth'
import { chosenPassword, factorGone, newPasswordFields, type Owner } from './chosen-password'
import { findLink, insertLink, takeLink, voidLinksOf } from './link-queries'
import { lockPasswordHash, setPasswordHash } from './password-queries'
import { isShort } from './password-rules'
import type { Place } from './place'
import * as queries from './queries'
import { postRecovery, recoveryAsked } from './recovery-asked'
import { countTrusted, findAsked, hasFreshLink } from './recovery-queries'
import { limitedAddress, minutesLeft } from './rules'
import { deleteSessionsOf } from './session-queries'
import { forget } from './sessions'
import { emailHash } from './throttle'
import { hashOf, newToken } from './token'

export const recoveredForm = z.strictObject(newPasswordFields)
export const recoveryForm = z.strictObject({ email: signInForm.shape.email })

/** ASVS 6.4.3: long enough for a slow mailbox, too short for one that is found open. */
const minutes = 30
/**
 * Of one place on any account, and of one account from one place, whether or not there is such an account. From elsewhere nobody
 * uses up the owner's turn; and where others share the owner's address, the browser that is known to be theirs has a turn of its own.
 */
const byPlace = limiter('recovery-address', 10, 900)
const byPair = limiter('recovery-pair', 5, 3_600)
const byDevice = limiter('recovery-device', 5, 3_600)
/**
 * Minutes in which those who only know an address cause one letter, however many they are: whoever asks meanwhile has a link in
 * their mailbox that is good for twenty minutes more. So no flood keeps the owner out, and none is more than six letters an hour.
 */
const pause = 10
/** Letters an hour that the owner's own browsers cause besides, at once: they are not waited for, whatever others ask. */
const forOwner = 5

/**
 * Somebody has forgotten their password. What is done here is the same whoever it is: whether there is such an account, and whether
 * it may be written to, shows in what the worker does afterwards.
 */
export async function askRecovery(
  { email }: z.output<typeof recoveryForm>,
  from: Place & { device: string },
): Promise<void> {
  const account = await findAsked(email, hashOf(from.device))
  const known = account?.known ?? false
  await admitRequest(email, from, known)
  await transaction((tx) => postRecovery(tx, account?.id ?? null, from, known))
}

/** The link goes to whom it concerns; to nobody when there is no such account, or it is disabled, or was never signed into. */
export const recoveryJob = handler({
  payload: recoveryAsked,
  attempts: 5,
  async run(_, { userId, origin, trusted }) {
    const account = userId ? await queries.findAccount(userId) : undefined
    if (!account) return
    const { id, name, email } = account
    const token = newToken()
    await transaction(async (tx) => {
      if (!(await lockPasswordHash(tx, id)) || !(await hasRoom(tx, id, trusted))) return
      await insertLink(tx, { tokenHash: hashOf(token), userId: id, kind: 'recovery', email: null, minutes, trusted })
      await record(tx, somebody(origin), { event: 'recovery.asked', target: { kind: 'account', id, name } })
      await send(tx, { letter: 'recovery', to: { email, name }, props: { token, minutes } })
    })
  },
})

/** Whose password the link changes. Throws `missing` for one that cannot be used, whatever the reason. */
export async function findRecovery(token: string): Promise<Owner & { id: string }> {
  const link = await findLink(hashOf(token), 'recovery')
  const account = link && (await queries.findAccount(link.userId))
  if (!account) throw usedUp()
  return account
}

/**
 * Chooses a new password by the link. All sessions of the account end and all its links are void; nobody is signed in, and the second
 * factor is asked for as before.
 */
export async function recover(token: string, input: z.output<typeof recoveredForm>, origin: Origin): Promise<void> {
  const owner = await findRecovery(token)
  const { id, name, email } = owner
  const passwordHash = await chosenPassword(input, owner)
  const ended = await transaction(async (tx) => {
    // the account before the link, as whoever makes a new link does
    const inUse = (await lockPasswordHash(tx, id)) !== undefined
    if (!inUse || !(await takeLink(tx, hashOf(token), 'recovery'))) throw usedUp()
    if (!(await setPasswordHash(tx, id, passwordHash, isShort(input.password)))) throw factorGone()
    await voidLinksOf(tx, id)
    const sessions = await deleteSessionsOf(tx, id)
    await record(tx, somebody(origin), { event: 'password.recovered', target: { kind: 'account', id, name } })
    await send(tx, { letter: 'password-changed', to: { email, name }, props: { email } })
    return sessions
  })
  await forget(ended)
}

async function admitRequest(email: string, { address, device }: Place & { device: string }, known: boolean) {
  const account = emailHash(email).toString('base64url')
  const place = limitedAddress(address)
  const verdicts = known
    ? [await byDevice.consume(`${account}:${hashOf(device)}`)]
    : [await byPlace.consume(place), await byPair.consume(`${account}:${place}`)]
  for (const verdict of verdicts) {
    if (verdict.allowed) continue
    const { retryAfter } = verdict
    throw throttled(`Trop de demandes. Réessayez dans ${minutesLeft(retryAfter)}.`, retryAfter)
  }
}

/** Whether this account may be written to once more. The row of the account is held, so of two at once one is the first. */
async function hasRoom(tx: Tx, id: string, trusted: boolean): Promise<boolean> {
  return trusted ? (await countTrusted(tx, id)) < forOwner : !(await hasFreshLink(tx, id, pause))
}

/** They hold a link, or know an address: who they are is not known. */
function somebody(origin: Origin): System {
  return { kind: 'system', name: 'Récupération', origin }
}

function usedUp(): Problem {
  return missing('Ce lien a déjà servi, ou a expiré. Demandez-en un nouveau depuis la page de connexion.')
}
