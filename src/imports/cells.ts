import { classes, maritalStatuses, positions } from '../lib/civil-service'
import { type Field, folded } from './fields'

/** A unit that somebody may write in, as a cell may call it. */
export type Unit = { code: string; name: string }

/** What a cell says, in the words of the form: days as ISO, labels as codes. What is not understood stays as it is. */
export function saidBy(field: Field, cell: string, unitsByName: ReadonlyMap<string, string>): string {
  const text = cell.trim()
  if (text === '') return ''
  if (dayFields.has(field)) return dayOf(text)
  if (field === 'unit') return unitsByName.get(folded(text)) ?? text.toUpperCase()
  if (field === 'grade') return text.replace(/[\s.-]/g, '').toUpperCase()
  if (figureFields.has(field)) return text.replace(/[\s\u00a0\u202f]/g, '').replace(/[.,]0+$/, '')
  if (field === 'phone' || field === 'otherPhone') return phone(text)
  return words[field]?.get(folded(text)) ?? text
}

/** Units by code and by name; a name that two have says neither. */
export function unitNames(units: Unit[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const twice = new Set<string>()
  for (const { code, name } of units) {
    const key = folded(name)
    if (found.has(key)) twice.add(key)
    found.set(key, code)
  }
  for (const key of twice) found.delete(key)
  for (const { code } of units) found.set(folded(code), code)
  return found
}

export const dayFields: ReadonlySet<Field> = new Set<Field>(['birthDate', 'recruitedOn', 'startedOn', 'effectiveOn'])
export const figureFields: ReadonlySet<Field> = new Set<Field>(['children', 'echelon', 'indexPoints'])

const words: Partial<Record<Field, ReadonlyMap<string, string>>> = {
  sex: wordsOf({
    F: ['f', 'femme', 'feminin', 'mme', 'madame', 'mlle'],
    M: ['m', 'h', 'homme', 'masculin', 'mr', 'monsieur'],
  }),
  maritalStatus: wordsOf(labelled(maritalStatuses), {
    celibataire: ['c', 'celib'],
    marie: ['m', 'marie', 'mariee'],
    divorce: ['d', 'divorce', 'divorcee'],
    veuf: ['v', 'veuf', 'veuve'],
    union_libre: ['concubinage', 'concubin', 'concubine'],
  }),
  class: wordsOf(labelled(classes), {
    exceptionnelle: ['exceptionnelle', 'exc', 'ce'],
    principale: ['principale', 'princ', 'cp'],
    premiere: ['1', '1re', '1ere', 'premiere', 'premiereclasse', '1ereclasse', 'cl1'],
    deuxieme: ['2', '2e', '2eme', 'deuxieme', 'deuxiemeclasse', '2emeclasse', 'cl2'],
  }),
  position: wordsOf(labelled(positions), {
    en_activite: ['activite', 'actif', 'enposte', 'enservice'],
    detachement: ['detache', 'detachee', 'endetachement'],
    disponibilite: ['endisponibilite', 'dispo'],
    retraite: ['retraite', 'retraitee'],
  }),
}

function labelled(labels: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, [code, label]]))
}

function wordsOf(...lists: Record<string, string[]>[]): ReadonlyMap<string, string> {
  return new Map(
    lists.flatMap((list) =>
      Object.entries(list).flatMap(([code, said]) => said.map((word) => [folded(word), code] as const)),
    ),
  )
}

/** `4/5/1990`, `04-05-90`, `1990-05-04`, or the days since 30 December 1899 that Excel counts (ECMA-376 Part 1, §18.17.4.1). */
function dayOf(text: string): string {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})([T ].*)?$/.exec(text)
  if (iso) return written(iso[1]!, iso[2]!, iso[3]!)
  const french = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})([T ].*)?$/.exec(text)
  if (french) return written(french[3]!, french[2]!, french[1]!)
  if (/^\d{5}([.,]\d+)?$/.test(text)) {
    const days = Math.floor(Number(text.replace(',', '.')))
    if (days >= 3_654 && days <= 73_050) return new Date((days - 25_569) * 86_400_000).toISOString().slice(0, 10)
  }
  return text
}

function written(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** A spreadsheet takes a number for a figure, and its first zero away. */
function phone(text: string): string {
  return /^[1-9]\d{8}$/.test(text) ? `0${text}` : text
}
