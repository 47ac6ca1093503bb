import { absenceTypes, positions } from '../../src/lib/civil-service'
import { count } from '../../src/lib/french'

export const situations = { actifs: 'Présents', partis: 'Partis', tous: 'Présents, partis et à venir' }
export const away = { aujourdhui: 'Absents aujourd’hui', semaine: 'Absents cette semaine' }

export function retirement(value: string): string {
  return value === 'depassee' ? 'Date dépassée' : `Dans les ${value} mois`
}

/** A condition of the list in words; undefined for a parameter that is none (order, page, columns). */
export function filterWords(name: string, value: string, units: { code: string; name: string }[]): string | undefined {
  if (name === 'unite') return units.find((unit) => unit.code === value)?.name ?? value
  return Object.hasOwn(words, name) ? words[name]!(value) : undefined
}

const words: Record<string, (value: string) => string> = {
  q: (value) => `«\u202f${value}\u202f»`,
  unite_seule: () => 'Sans les unités rattachées',
  categorie: (value) => `Catégorie ${value}`,
  grade: (value) => `Grade ${value}`,
  position: (value) => positions[value as keyof typeof positions],
  sexe: (value) => (value === 'F' ? 'Femmes' : 'Hommes'),
  age_min: (value) => `${value} ans et plus`,
  age_max: (value) => `${value} ans au plus`,
  retraite: (value) => `Retraite\u202f: ${retirement(value).toLowerCase()}`,
  choix: (value) => count(value.split(',').length, 'personne choisie', 'personnes choisies'),
  retraite_annee: (value) => `Retraite en ${value}`,
  situation: (value) => situations[value as keyof typeof situations] ?? value,
  present_le: (value) => `Présents le ${value.split('-').reverse().join('/')}`,
  entree: (value) => `Entrés en ${value.split('-').reverse().join('/')}`,
  sortie: (value) => `Sortis en ${value.split('-').reverse().join('/')}`,
  absent: (value) => away[value as keyof typeof away],
  type_absence: (value) => (value === 'autre' ? 'Autre motif' : absenceTypes[value as keyof typeof absenceTypes]),
  evalue: (value) => `Évalués en ${value}`,
  evaluation: () => 'Évaluation contestée',
  dossier: () => 'Dossier incomplet',
}
