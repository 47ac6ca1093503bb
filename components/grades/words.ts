import type { Table } from '../../src/grades/grades'
import { classes } from '../../src/lib/civil-service'

const tables: Record<Table, string> = {
  limites: 'Limite d’âge',
  grilles: 'Grille d’indices',
  echelons: 'Échelons',
  promotions: 'Années avant promotion',
}

/** What the fields of a grade's forms are called, above them and in the summary of errors; `from`: of a period. */
export const gradeLabels = {
  code: 'Code',
  category: 'Catégorie',
  above: 'Juste au-dessus de',
  openedOn: 'À compter du',
  age: 'Limite d’âge',
  closedOn: 'Fermé à compter du',
  from: 'À compter du',
}

export function referentialName(table: Table, key: string): string {
  return `${tables[table]}, ${table === 'echelons' ? classes[key as keyof typeof classes] : `grade ${key}`}`
}

/** « 2e classe, 1er échelon ». */
export function valueName(name: string): string {
  if (name === 'age') return 'Âge'
  if (name === 'echelons') return 'Nombre d’échelons'
  if (/^[A-Z]\w*$/.test(name)) return `Années avant le grade ${name}`
  const [rank = '', step = ''] = name.split('-')
  return `${classes[rank as keyof typeof classes]}, ${step === '1' ? '1er' : `${step}e`} échelon`
}
