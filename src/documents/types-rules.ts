/** What a kind of paper is called in the tables, from its name: `releve_d_identite`; another one when that is taken. */
export function codeOf(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^a-z]+/g, '_')
    .replace(/^_/, '')
  const base = (plain.length < 2 ? `type_${plain}` : plain).slice(0, 36).replace(/_$/, '')
  let code = base
  for (let next = 0; taken.includes(code); next++) code = `${base}_${letters(next)}`
  return code
}

/** `a` to `z`, then `aa`, and so on. */
function letters(number: number): string {
  const last = String.fromCharCode(97 + (number % 26))
  return number < 26 ? last : letters(Math.floor(number / 26) - 1) + last
}

/** The names of what is another in the one than in the other. */
export function changedNames<T extends object>(is: T, wanted: T): (keyof T)[] {
  return (Object.keys(wanted) as (keyof T)[]).filter(
    (name) => JSON.stringify(is[name] ?? null) !== JSON.stringify(wanted[name] ?? null),
  )
}

type Dates = { issuedOn: string | null; expiresOn: string | null }

/** An end that is not typed is counted from the day of issue; of the last day of a month, it is one too. */
export function datesOf({ issuedOn, expiresOn }: Dates, validityMonths: number | null): Dates {
  if (expiresOn !== null || issuedOn === null || validityMonths === null) return { issuedOn, expiresOn }
  const [year = 0, month = 1, day = 1] = issuedOn.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + validityMonths, 0)).getUTCDate()
  const end = new Date(Date.UTC(year, month - 1 + validityMonths, Math.min(day, last)))
  return { issuedOn, expiresOn: end.toISOString().slice(0, 10) }
}
