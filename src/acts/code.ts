import { randomInt } from 'node:crypto'
import { checkSign, codeLength, codeSigns } from '../lib/check-code'

/** A code that nobody can guess: 54 bits, and the sign that checks them. */
export function newCode(): string {
  const drawn = Array.from({ length: codeLength - 1 }, () => codeSigns.charAt(randomInt(codeSigns.length))).join('')
  return drawn + checkSign(drawn)
}
