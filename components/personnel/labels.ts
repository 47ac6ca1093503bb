import { classes, maritalStatuses, positions, sexes } from '../../src/lib/civil-service'
import { day, number } from '../../src/lib/french'
import type { FieldError } from '../../src/lib/problems'
import type { Person } from '../../src/personnel/person'
import { inPairs } from './phone'

export type UnitChoice = { code: string; name: string; depth: number }

/** What each field of a file is called, in the order of the file. */
export const fieldLabels: Record<keyof Person | 'leftOn' | 'leftReason', string> = {
  matricule: 'Matricule',
  lastName: 'Nom',
  firstNames: 'Prénoms',
  maidenName: 'Nom de jeune fille',
  sex: 'Sexe',
  birthDate: 'Date de naissance',
  birthPlace: 'Lieu de naissance',
  nationality: 'Nationalité',
  maritalStatus: 'Situation familiale',
  children: 'Nombre d’enfants',
  nationalId: 'Carte nationale d’identité',
  passport: 'Passeport',
  workEmail: 'Adresse électronique professionnelle',
  personalEmail: 'Adresse électronique personnelle',
  phone: 'Téléphone',
  otherPhone: 'Autre téléphone',
  address: 'Commune ou ville, quartier',
  poBox: 'Boîte postale',
  jobTitle: 'Fonction',
  unit: 'Unité',
  grade: 'Grade',
  class: 'Classe',
  echelon: 'Échelon',
  indexPoints: 'Indice',
  position: 'Position administrative',
  recruitedOn: 'Date de recrutement',
  startedOn: 'Prise de service',
  leftOn: 'Date de départ',
  leftReason: 'Motif du départ',
}

const codes: Partial<Record<string, Record<string, string>>> = {
  sex: sexes,
  maritalStatus: maritalStatuses,
  class: classes,
  position: positions,
}

/** Errors for the top of a form: there, away from its field, a message must say which one it is about. */
export function named(errors: FieldError[]): FieldError[] {
  const labels: Record<string, string> = {
    ...fieldLabels,
    decisionNumber: 'Numéro de décision',
    effectiveOn: 'Date d’effet',
  }
  return errors.map(({ field, message }) => ({
    field,
    message: labels[field] ? `${labels[field]}\u202f: ${message}` : message,
  }))
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
