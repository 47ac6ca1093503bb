import { z } from 'zod'
import type { DrawnLetter, LetterAsked } from '../../components/letters/letters'
import { record } from '../activities/activities'
import { type Actor, can } from '../actor'
import { config } from '../config'
import { type Tx, transaction } from '../db/sql'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { type Handler, Hopeless, handler, post, repost } from '../outbox/outbox'
import { eraseToken, lockLetter } from './queries'
import { fitsHeader, isAddress, mayResend, messageId } from './rules'
import { deliver } from './smtp'

export { closeSmtp } from './smtp'

export const recipient = z.strictObject({
  email: z.string().refine(isAddress, 'Cette adresse électronique ne peut recevoir de courrier.'),
  name: z.string().min(1).max(200).refine(fitsHeader, 'Ce nom contient un caractère illisible.'),
})

export type Recipient = z.output<typeof recipient>

/** One letter to one person, in the transaction of what it tells about: both happen or neither. Returns its id in the outbox. */
export async function send(tx: Tx, letter: LetterAsked & { to: Recipient }): Promise<string> {
  const read = recipient.safeParse(letter.to)
  if (!read.success) {
    const errors = read.error.issues.map(({ path, message }) => ({ field: path.map(String).join('.'), message }))
    throw invalid(errors, errors[0]?.message)
  }
  const { letter: name, props } = letter
  return post(tx, { kind: 'letter', payload: { letter: name, to: read.data, props } })
}

/** A letter that nobody got goes out again. Asked twice, it goes out once. */
export async function resend(actor: Actor, id: string): Promise<void> {
  if (!can(actor, 'mail.write')) throw forbidden()
  await transaction(async (tx) => {
    const state = await lockLetter(tx, id)
    if (state === undefined) throw missing()
    if (state === 'sent' || state === 'cancelled') throw conflict('Ce courrier est déjà parti, ou il a été annulé.')
    if (!mayResend(state)) return
    await repost(tx, id)
    await record(tx, actor, { event: 'mail.resent', target: { kind: 'letter', id, name: null } })
  })
}

const oneTimeToken = /\/[\w-]{43}(?![\w-])/g

/** How letters are read and drawn: components, which a face does not know. */
export type Pen = {
  asked: z.ZodType<LetterAsked>
  draw(asked: LetterAsked, name: string, origin: string): DrawnLetter
}

/** Whether there is a server to give letters to; without one they are kept. */
export function lettersLeave(): boolean {
  return config.SMTP_URL !== undefined
}

export type Written = DrawnLetter & { to: Recipient }

/**
 * A letter of the outbox, for whoever looks after the mail; null when what was asked for cannot be read. One-time links are for
 * whom they are sent to, and would give the account to whoever sees them: they are read here in a demonstration only.
 */
export function writtenLetter(pen: Pen, payload: unknown): Written | null {
  const read = payloadOf(pen).safeParse(payload)
  if (!read.success) return null
  const { html, text, ...letter } = write(pen, read.data)
  const isTrial = !lettersLeave() && config.DATABASE_URL === undefined
  const veiled = (body: string) => (isTrial ? body : body.replace(oneTimeToken, '/…'))
  return { ...letter, html: veiled(html), text: veiled(text) }
}

/** The job that gives a letter to the mail server: about a day and a half of attempts. */
export function letterJob(pen: Pen): Handler {
  return handler({
    payload: payloadOf(pen),
    attempts: 40,
    async run(job, asked) {
      const { to, subject, html, text } = write(pen, asked)
      if (!fitsHeader(subject)) throw new Hopeless('L’objet du courrier contient un caractère illisible.')
      const address = { name: to.name, address: to.email }
      const id = messageId(job.id, config.PUBLIC_ORIGIN)
      return deliver({ id, date: job.postedAt, to: address, subject, html, text }, job.signal)
    },
    // the link in it is from now on nowhere but where it was sent
    async ended(tx, { id, state }) {
      if (state === 'done' && lettersLeave()) await eraseToken(tx, id)
    },
  })
}

function payloadOf({ asked }: Pen) {
  return z.intersection(asked, z.object({ to: recipient }))
}

function write({ draw }: Pen, { to, ...asked }: LetterAsked & { to: Recipient }): Written {
  return { to, ...draw(asked, to.name, config.PUBLIC_ORIGIN) }
}
