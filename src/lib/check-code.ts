/** Signs that no hand or eye takes for another: neither 0, O, 1, I, L nor U. */
export const codeSigns = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Eleven drawn signs (54 bits) and one that checks them. */
export const codeLength = 12

/** What follows the drawn signs: ISO/IEC 7064 hybrid system, here MOD 31,30; one wrong sign, or two changed over, are found. */
export function checkSign(drawn: string): string {
  const base = codeSigns.length
  let rest = base
  for (const sign of drawn) {
    rest = (rest + codeSigns.indexOf(sign)) % base || base
    rest = (rest * 2) % (base + 1)
  }
  return codeSigns.charAt((base + 1 - rest) % base)
}

/** As it was typed or read, without spaces and dashes; null for what was never such a code. */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s\u00a0\u202f.·–—-]/g, '')
  if (code.length !== codeLength || [...code].some((sign) => !codeSigns.includes(sign))) return null
  return checkSign(code.slice(0, -1)) === code.at(-1) ? code : null
}

/** `ABCD-EFGH-JKMN`. */
export function groupedCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}
