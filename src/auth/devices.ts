import { z } from 'zod'
import { record } from '../activities/activities'
import type { User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { missing } from '../lib/problems'
import { send } from '../mail/mail'
import * as queries from './device-queries'
import { deviceWords, placeWords } from './device-words'
import type { Place } from './place'
import { demandProof, type proofForm } from './proof'
import type { Account } from './queries'
import { limits } from './session-copies'
import { forget } from './sessions'
import { hashOf } from './token'

/** A session as its owner reads of it. */
export type Device = {
  id: string
  own: boolean
  device: string
  place: string
  address: string | null
  firstAt: Date
  lastAt: Date
}

export async function devicesOf(actor: User): Promise<Device[]> {
  const rows = await queries.listSessions(actor.id, actor.sessionId, limits())
  return Promise.all(
    rows.map(async ({ signInId, own, createdAt, seenAt, address, userAgent, country }) => ({
      ...{ id: signInId, own, address, firstAt: createdAt, lastAt: seenAt },
      device: await deviceWords(userAgent),
      place: placeWords(country),
    })),
  )
}

/**
 * Who signs in is told by letter when the account was never opened in this browser before, but in another. In the transaction of the
 * sign-in, which holds the account: of two at once one is the first. Returns the device in words.
 */
export async function noteDevice(tx: Tx, { id, name, email }: Account, from: Place): Promise<string> {
  const device = await deviceWords(from.userAgent)
  if (!from.device) return device
  const { fresh, others } = await queries.rememberDevice(tx, id, hashOf(from.device))
  if (fresh && others) {
    const props = { device, place: placeWords(from.country), address: from.address, at: new Date().toISOString() }
    await send(tx, { letter: 'new-device', to: { email, name }, props })
  }
  return device
}

/** Whoever would end sessions shows first that they are who they are (ASVS 7.5.2). */
export async function proveOneself(actor: User, { proof }: z.output<typeof proofForm>): Promise<void> {
  await demandProof(actor, proof)
}

/** Whether this is the session that the actor is in: ending it is signing out. Throws `missing` when it is not theirs. */
export async function isOwnSession(actor: User, id: string): Promise<boolean> {
  if (!z.uuid().safeParse(id).success) throw missing()
  return queries.isOwnSignIn(actor.sessionId, id)
}

export async function endSession(actor: User, id: string): Promise<void> {
  await demandProof(actor, null)
  if ((await end(actor, { signInId: id })) === 0) throw missing()
}

/** Returns how many. */
export async function endOtherSessions(actor: User): Promise<number> {
  await demandProof(actor, null)
  return end(actor, { except: actor.sessionId })
}

async function end(actor: User, which: Parameters<typeof queries.endSessions>[2]): Promise<number> {
  const ended = await transaction(async (tx) => {
    const rows = await queries.endSessions(tx, actor.id, which)
    for (const { signInId, userAgent, successor } of rows) {
      // an id that another took the place of is the same session
      if (successor) continue
      const target = { kind: 'session' as const, id: signInId, name: await deviceWords(userAgent) }
      await record(tx, actor, { event: 'session.ended', target })
    }
    return rows
  })
  await forget(ended)
  return ended.length
}
