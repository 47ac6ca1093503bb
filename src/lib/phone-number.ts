/** `07 00 00 12 34`, `+225 07…` or `00225…` to E.164; null for anything that is no number of Côte d’Ivoire. */
export function phoneNumber(typed: string): string | null {
  const digits = typed.replace(/[\s().\-\u2010-\u2015/]/g, '')
  const found = /^(?:\+225|00225|225)?((?:01|05|07|21|25|27)\d{8})$/.exec(digits)
  return found ? `+225${found[1]}` : null
}
