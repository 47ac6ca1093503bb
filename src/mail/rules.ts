/** What may stand in a header, and what an answer of the server means. */

/** Line ends and other control characters would begin a header of the sender's choosing (ASVS 5.0 §1.3.11). */
const breaking = /[\p{Cc}\u2028\u2029]/u

export function fitsHeader(text: string): boolean {
  return !breaking.test(text)
}

/** One address, in its usual form: what a list, a comment or a quoted part would need is refused (RFC 5322 §3.4.1). */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s\p{Cc}@<>(),;:"\\[\]]+@[^\s\p{Cc}@<>(),;:"\\[\]]+$/u.test(text)
}

/** What a server says, as it can be kept. */
export function oneLine(words: string): string {
  return words.replace(/[\p{Cc} ]+/gu, ' ').slice(0, 500)
}

/** The same at each attempt, so that a receiver can drop the twin (RFC 5322 §3.6.4). */
export function messageId(id: string, origin: string): string {
  return `<${id}@${new URL(origin).hostname}>`
}

/** The server will never take this letter (RFC 5321 §4.2.1), as opposed to: not now, or not from us. */
export function isFinal(error: { code?: string; responseCode?: number }): boolean {
  const { code, responseCode = 0 } = error
  return responseCode >= 500 && responseCode < 600 && (code === 'EENVELOPE' || code === 'EMESSAGE')
}

/** Where a letter stands, for whoever looks after the mail. */
export type LetterState = 'waiting' | 'running' | 'sent' | 'kept' | 'dead' | 'cancelled'

/** Sent once is enough, and what is on its way needs nobody. */
export function mayResend(state: LetterState): boolean {
  return state === 'dead' || state === 'kept'
}
