import type { Field } from '../../src/imports/fields'
import type { Import } from '../../src/imports/imports'
import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { fieldLabels } from '../personnel/labels'
import type { Tone } from '../ui/attributes'

export const home = '/personnel/imports'

/** What a column may be called, in the order of the file. */
export function fieldLabel(field: string): string {
  return labels[field as Field] ?? field
}

const { leftOn: _, leftReason: __, ...ofPerson } = fieldLabels
export const labels: Record<Field, string> = {
  ...ofPerson,
  effectiveOn: 'Date d’effet',
  decisionNumber: 'Numéro de décision',
}

export const states: Record<Import['state'], [label: string, tone: Tone]> = {
  draft: ['À préparer', 'neutral'],
  checking: ['Vérification en cours', 'neutral'],
  checked: ['Vérifié', 'attention'],
  applying: ['Application en cours', 'neutral'],
  applied: ['Appliqué', 'good'],
  undoing: ['Annulation en cours', 'neutral'],
  undone: ['Annulé', 'neutral'],
}

export const modes: Record<NonNullable<Import['mode']>, string> = {
  both: 'Créer et modifier',
  create: 'Créer seulement',
  update: 'Modifier seulement',
}

export function linesOf(n: number): string {
  return count(n, 'ligne', 'lignes')
}

export function hrefOf(id: string, asked: Record<string, string | null | undefined> = {}): string {
  const given = Object.entries(asked).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const query = new URLSearchParams(given).toString()
  return path(`${home}/${id}${query && `?${query}`}`)
}

/** A column as a spreadsheet names it: A, B… Z, AA. */
export function letterOf(place: number): string {
  return place < 26 ? String.fromCharCode(65 + place) : letterOf(Math.floor(place / 26) - 1) + letterOf(place % 26)
}

/** Enough to know a cell by: the whole of it is in the file. */
export function beginningOf(value: string, most: number): string {
  return value.length > most ? `${value.slice(0, most - 1)}…` : value
}
