import type { Transporter } from 'nodemailer'
import { config } from '../config'
import { Hopeless } from '../outbox/outbox'
import { isFinal, oneLine } from './rules'

export type Message = {
  id: string
  date: Date
  to: { name: string; address: string }
  subject: string
  html: string
  text: string
}

/** `kept`: there is no server to give it to. */
export type Delivery = { kept: true } | { response: string }

/**
 * Gives a letter to the server of `SMTP_URL`. Throws `Hopeless`, with the words of the server, when it will never take the letter;
 * any other error is worth another attempt.
 */
export async function deliver(message: Message, signal: AbortSignal): Promise<Delivery> {
  if (!config.SMTP_URL) return { kept: true }
  const { id, ...content } = message
  const sending = (await open(config.SMTP_URL)).sendMail({
    ...content,
    from: config.MAIL_FROM,
    messageId: id,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
    signal,
  })
  try {
    const { response } = (await sending) as { response?: string }
    return { response: oneLine(response ?? '') }
  } catch (error) {
    throw explained(error as SmtpError)
  }
}

/** Ends the connections that are kept open between two letters. */
export async function closeSmtp(): Promise<void> {
  const leaving = await opened
  opened = undefined
  leaving?.close()
}

let opened: Promise<Transporter> | undefined

function open(url: string): Promise<Transporter> {
  opened ??= connect(url)
  return opened
}

async function connect(url: string): Promise<Transporter> {
  // loaded here because most processes never write a letter
  const { createTransport } = await import('./nodemailer')
  return createTransport({
    url,
    pool: true,
    // one letter after the other: what a killed process sent without having noted it goes twice, and so it is about one
    maxConnections: 1,
    // a connection that closed under a letter: once more at once, then the outbox decides
    maxRequeues: 1,
    idleTimeout: 30_000,
    dnsTimeout: 5_000,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 15_000,
  })
}

type SmtpError = Error & { code?: string; responseCode?: number; response?: string }

function explained(error: SmtpError): Error {
  if (!error.response)
    return new Error(`Le serveur de courrier ne répond pas\u202f: ${error.message}`, { cause: error })
  const words = `Le serveur de courrier a répondu\u202f: ${error.response}`
  return isFinal(error) ? new Hopeless(words) : new Error(words, { cause: error })
}
