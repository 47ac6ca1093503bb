import { thisMoment } from './moment'

/** How figures and dates are written in French. Plain string work: one Intl call per cell of a list would cost more than the list. */

/** Narrow no-break space: between thousands, and before ; : ! ? and ». */
const thin = '\u202f'

/** `1 234 567`, thousands apart by a narrow no-break space, minus sign U+2212. */
export function number(n: number): string {
  return grouped(String(Math.round(Math.abs(n))), n < 0 && Math.round(n) !== 0)
}

/** `14,25`: comma, always `digits` decimals. */
export function decimal(n: number, digits: number): string {
  // whole numbers until the end: `toFixed` takes longer than all the rest of a list's cell
  const scale = 10 ** digits
  const scaled = Math.round(Math.abs(n) * scale)
  const written = grouped(String(Math.floor(scaled / scale)), n < 0 && scaled !== 0)
  return digits > 0 ? `${written},${String(scaled % scale).padStart(digits, '0')}` : written
}

/** `2026-11-22` (or a longer ISO 8601 text) to `22/11/2026`, or as it is for a reader who wishes so. */
export function day(isoDate: string): string {
  if (thisMoment()?.formats === 'iso') return isoDate.slice(0, 10)
  return frenchDay(isoDate)
}

/** The same for what many will read. */
export function frenchDay(isoDate: string): string {
  return `${isoDate.slice(8, 10)}/${isoDate.slice(5, 7)}/${isoDate.slice(0, 4)}`
}

/** `22/11/2026 à 16:40`. Abidjan keeps UTC all year, so the UTC parts are the local ones. */
export function moment(instant: Date): string {
  const iso = instant.toISOString()
  return `${day(iso)} à\u00a0${iso.slice(11, 16)}`
}

/** The word that agrees with `n`: in French the plural starts at 2 (0 and 1,5 are singular). */
export function plural(n: number, one: string, many: string): string {
  return Math.abs(n) < 2 ? one : many
}

/** `1 234 agents`: the figure and the word that agrees with it, never parted at a line's end. */
export function count(n: number, one: string, many: string): string {
  return `${number(n)}\u00a0${plural(n, one, many)}`
}

function grouped(digits: string, negative: boolean): string {
  let written = digits.slice(-3)
  for (let end = digits.length - 3; end > 0; end -= 3) {
    written = digits.slice(Math.max(0, end - 3), end) + thin + written
  }
  return negative ? `\u2212${written}` : written
}

/** « de KOUASSI », « d’ABOUA »: an H or a Y is left alone, as the usage of names is. */
export function ofSomebody(name: string): string {
  return /^[aeiouœæ]/i.test(name.normalize('NFD')) ? `d’${name}` : `de ${name}`
}
