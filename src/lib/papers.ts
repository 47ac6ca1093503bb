/** What may be kept of a person, by its type. */
export const types = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type Kind = keyof typeof types

const kindOf: Record<string, Kind> = { pdf: 'pdf', jpg: 'jpeg', jpeg: 'jpeg', png: 'png', docx: 'docx', xlsx: 'xlsx' }

export function kindByName(name: string): Kind | null {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(kindOf, extension) ? kindOf[extension]! : null
}

export const kinds = Object.keys(types) as Kind[]

/** The door keeps so much of a name (http/upload): of a longer one the extension is gone. */
const longestName = 120

/** What a file of this kind is called; null when its name says that it is another of the kinds that are taken there. */
export function namedAs(name: string, kind: Kind, taken: readonly Kind[]): string | null {
  const said = kindByName(name)
  if (said === kind) return name
  const saysNothing = said === null || !taken.includes(said)
  return saysNothing && [...name].length >= longestName ? `${name}.${kind}` : null
}

/** A browser shows these by itself; the rest is opened by another program. */
export function isShown(type: string): boolean {
  return type === types.pdf || type === types.jpeg || type === types.png
}

/** Days before its end at which a paper is announced. */
export const alertDays = [90, 30, 7] as const

/** How near the end of a paper is, for its badge. */
export type Nearness = 'over' | 'week' | 'month' | 'quarter' | 'far'

export function nearness(expiresOn: string, today: string): Nearness {
  const days = daysBetween(today, expiresOn)
  if (days < 0) return 'over'
  if (days <= 7) return 'week'
  if (days <= 30) return 'month'
  return days <= 90 ? 'quarter' : 'far'
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
