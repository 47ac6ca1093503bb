import { actKinds } from '../../src/lib/act-kinds'
import { type Exportable, exportables, exportsHome, type Format, formatNames } from '../../src/lib/exportables'
import { path } from '../../src/lib/paths'
import { roleLabels } from '../../src/lib/role-labels'
import { named as journalKey } from '../activities/key-words'
import { written as journalValue } from '../activities/words'
import { columnLabels } from '../personnel/columns'
import { filterWords } from '../personnel/filter-words'
import type { Definition } from '../ui/definition-list'
import { delay, filterCodes } from './filter-codes'

export type Asked = Record<string, string>
export type Form = Format | 'impression'
/** What the filters name by a code. */
export type Names = {
  units: { code: string; name: string }[]
  types: { code: string; label: string }[]
  person: string
  act: string
}

/** What an export is of, in words. */
export function definitionsOf(list: Exportable, asked: Asked, names: Names): Definition[] {
  const criteria = { label: labels[list] ?? 'Critères', value: criteriaOf(list, asked, names) }
  if (list !== 'personnel') return [criteria]
  const columns = (asked.colonnes?.split(',') ?? []).map((name) => columnLabels[name as keyof typeof columnLabels])
  return [criteria, { label: 'Colonnes', value: ['Nom', 'Prénoms', ...columns].join(', ') }]
}

const labels: Partial<Record<Exportable, string>> = {
  personnel: 'Personnes retenues',
  etat: 'Personnes retenues',
  dossier: 'Dossier de',
}

/** The filters in words. */
export function criteriaOf(list: Exportable, asked: Asked, names: Names): string {
  if (list === 'dossier') return names.person
  const words = Object.entries(asked).flatMap(([name, value]) => wordOf(list, name, value, names) ?? [])
  return words.join(', ') || (alone[list] ?? 'Tout')
}

/** Without any filter. */
const alone: Partial<Record<Exportable, string>> = {
  personnel: 'Tout le personnel présent',
  etat: 'Tout le personnel présent',
  documents: 'À renouveler sous 90\u00a0jours, ou échus',
  corrections: 'À traiter',
  avancements: 'Trimestre prochain',
}

function wordOf(list: Exportable, name: string, value: string, names: Names): string | undefined {
  if (list === 'journal') return `${journalKey(name)}\u202f: ${name === 'acte' ? names.act : journalValue(name, value)}`
  if (list === 'personnel' || list === 'etat') return filterWords(name, value, names.units)
  if (name === 'unite') return names.units.find(({ code }) => code === value)?.name ?? value
  if (name === 'type') return names.types.find(({ code }) => code === value)?.label ?? value
  if (name === 'q') return `«\u202f${value}\u202f»`
  return says[name]?.(value)
}

const codes: Record<string, Record<string, string>> = filterCodes

const says: Record<string, (value: string) => string> = {
  delai: delay,
  etat: (value) => codes.etat![value] ?? value,
  role: (value) => roleLabels[value as keyof typeof roleLabels],
  quand: (value) => codes.quand![value] ?? value,
  grade: (value) => `Grade ${value}`,
  annee: (value) => `Année ${value}`,
  acte: (value) => actKinds[value as keyof typeof actKinds].label,
}

export function formName(form: Form): string {
  return form === 'impression' ? 'à imprimer' : formatNames[form]
}

/** The page that it is of. */
export function placeHref(list: Exportable, asked: Asked): string {
  if (list === 'dossier') return path(`/personnel/${asked.personne}`)
  const query = new URLSearchParams(asked).toString()
  return path(query ? `${exportables[list].place}?${query}` : exportables[list].place)
}

/** How a request says which list it is about, where its address does not. */
export function named(list: Exportable): Asked {
  return list === 'personnel' ? {} : { liste: list }
}

/** Where it can be asked for. */
export function offerHref(list: Exportable, asked: Asked, form: Form): string {
  return path(`${exportsHome(list)}/nouveau?${new URLSearchParams({ ...named(list), ...asked, format: form })}`)
}

/** Where a list is to be had at once. */
export function listHref(list: Exportable, asked: Asked, form: Form): string {
  const home =
    list === 'personnel' && form !== 'impression' ? `/personnel/export.${form}` : `/exports/listes/${list}/${form}`
  const query = new URLSearchParams(asked).toString()
  return path(query ? `${home}?${query}` : home)
}
