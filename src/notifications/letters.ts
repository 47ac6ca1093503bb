import { z } from 'zod'
import { system, type User } from '../actor'
import { findUser } from '../auth/auth'
import { config } from '../config'
import { type Tx, transaction } from '../db/sql'
import { choice } from '../lib/form'
import { log } from '../lib/log'
import { send } from '../mail/mail'
import { settings } from '../settings/settings'
import * as queries from './letter-queries'

export type { Mail } from './letter-queries'

export const preferencesForm = z.strictObject({ mail: choice(['immediat', 'quotidien', 'jamais']) })

/** One letter shows so many, the newest. */
const mostItems = 50

/** How this account wishes to be told by mail; on its pages it always is. */
export async function mailOf(actor: User): Promise<queries.Mail> {
  return (await queries.findPreference(actor.id)) ?? settings().mailByDefault
}

export function chooseMail(actor: User, { mail }: z.output<typeof preferencesForm>): Promise<void> {
  return queries.setPreference(actor.id, mail)
}

/** The letters of the day (`2026-11-22`): one for each account that has something unread in no letter. Twice is once. */
export function sendDigests(today: string): Promise<number> {
  return sendAll('quotidien', today, (tx, userId) => queries.claimDigest(tx, userId, today, settings().mailByDefault))
}

/** For those who wish to know without waiting for the day's letter: all there is at this moment, in one. */
export function sendAtOnce(today: string): Promise<number> {
  return sendAll('immediat', today, async () => true)
}

type Claim = (tx: Tx, userId: string) => Promise<boolean>

async function sendAll(mail: queries.Mail, today: string, claim: Claim): Promise<number> {
  let sent = 0
  for (const waiting of await queries.listWaiting(mail, today, settings().mailByDefault)) {
    try {
      if (await transaction((tx) => sendOne(tx, waiting, claim))) sent += 1
    } catch (error) {
      // an address that takes no letter is no reason for the others to get none
      log.error({ err: error, 'user.id': waiting.userId }, 'notifications.letter_failed')
    }
  }
  return sent
}

/** False when another process has been quicker, or all has been read meanwhile. */
async function sendOne(tx: Tx, { userId, email, name }: queries.Waiting, claim: Claim): Promise<boolean> {
  const actor = await findUser(userId, clock.origin)
  const items = actor && (await claim(tx, userId)) ? await queries.takeItems(tx, actor) : []
  if (items.length === 0) return false
  await send(tx, { letter: 'digest', to: { email, name }, props: { items: items.slice(0, mostItems).map(inLetter) } })
  return true
}

const clock = system('Notifications par courriel')

function inLetter({ title, href, at }: queries.Item) {
  return { title, date: at.toISOString(), href: config.BASE_PATH + href }
}
