import { randomBytes } from 'node:crypto'

/** Crockford's alphabet: no letter in it is read as another sign. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const howMany = 10
const length = 16

/** A set of codes of 80 bits each, in four groups. */
export function newCodes(): string[] {
  return Array.from({ length: howMany }, () => {
    const signs = [...randomBytes(length)].map((byte) => alphabet[byte & 31]).join('')
    return signs.replace(/(.{4})(?=.)/g, '$1-')
  })
}

/** A code as typed: without its groups, whatever the case, and with the letters that are not in it read as what they look like. */
export function plainCode(typed: string): string {
  const signs = typed.toUpperCase().replace(/[\s\u2010-\u2015-]/g, '')
  return signs.replaceAll('O', '0').replace(/[IL]/g, '1')
}

/** Which of the two kinds of code this is; null when it is none. */
export function kindOf(plain: string): 'time' | 'recovery' | null {
  if (/^\d{6}$/.test(plain)) return 'time'
  return plain.length === length && [...plain].every((sign) => alphabet.includes(sign)) ? 'recovery' : null
}
