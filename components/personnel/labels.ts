import { classes, maritalStatuses, positions, sexes } from '../../src/lib/civil-service'
import { fieldLabels } from '../../src/lib/file-fields'
import { day, number } from '../../src/lib/french'
import { inPairs } from './phone'

export { fieldLabels } from '../../src/lib/file-fields'

export type UnitChoice = { code: string; name: string; depth: number }

const codes: Partial<Record<string, Record<string, string>>> = {
  sex: sexes,
  maritalStatus: maritalStatuses,
  class: classes,
  position: positions,
}

/** What the fields of a file's forms are called, those of the movement they may be with it. */
export const formLabels: Record<string, string> = {
  ...fieldLabels,
  decisionNumber: 'Numéro de décision',
  effectiveOn: 'Date d’effet',
}

/** A value of a field in words, whatever it is kept as; « vide » for none. */
export function written(field: string, value: unknown, units: UnitChoice[]): string {
  if (value === null || value === undefined || value === '') return 'vide'
  const text = String(value)
  if (field === 'unit') return units.find((unit) => unit.code === text)?.name ?? text
  if (field === 'indexPoints') return number(Number(text))
  if (field.endsWith('hone')) return inPairs(text)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return day(text)
  return codes[field]?.[text] ?? text
}
