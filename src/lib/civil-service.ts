/** The words of the civil service that have codes in the tables and French on the screen. */

export const categories = ['A', 'B', 'C', 'D'] as const
export const grades = [
  'A7',
  'A6',
  'A5',
  'A4',
  'A3',
  'A2',
  'A1',
  'B3',
  'B2',
  'B1',
  'C3',
  'C2',
  'C1',
  'D2',
  'D1',
] as const

export const classes = {
  exceptionnelle: 'Classe exceptionnelle',
  principale: 'Classe principale',
  premiere: '1re classe',
  deuxieme: '2e classe',
} as const

export const positions = {
  en_activite: 'En activité',
  detachement: 'Détachement',
  disponibilite: 'Disponibilité',
  conge_longue_duree: 'Congé de longue durée',
  sous_les_drapeaux: 'Sous les drapeaux',
  hors_cadre: 'Hors cadre',
  suspension: 'Suspension',
  retraite: 'Retraite',
} as const

export const maritalStatuses = {
  celibataire: 'Célibataire',
  marie: 'Marié(e)',
  divorce: 'Divorcé(e)',
  veuf: 'Veuf(ve)',
  union_libre: 'Union libre',
} as const

export const sexes = { F: 'Femme', M: 'Homme' } as const

export const absenceTypes = {
  conge_annuel: 'Congé annuel',
  permission: 'Permission',
  maladie: 'Maladie',
  maternite: 'Maternité',
  paternite: 'Paternité',
  formation: 'Formation',
  mission: 'Mission',
  injustifiee: 'Absence injustifiée',
} as const

export const evaluationStates = {
  brouillon: 'Brouillon',
  transmise: 'Transmise à l’agent',
  validee: 'Validée',
  contestee: 'Contestée',
  arbitree: 'Arbitrée',
} as const

export const careerKinds = {
  nomination: 'Nomination',
  avancement_echelon: 'Avancement d’échelon',
  avancement_classe: 'Avancement de classe',
  promotion: 'Promotion',
  affectation: 'Affectation',
  fonction: 'Changement de fonction',
  position: 'Changement de position',
  sanction: 'Sanction',
  depart: 'Départ',
  reintegration: 'Réintégration',
  retraite: 'Retraite',
} as const

/** One of `grades`, or one that was opened since (`lib/grade-list`). */
export type Grade = string
export type ClassCode = keyof typeof classes
export type Position = keyof typeof positions

/** Keys of a record of labels, as zod wants them. */
export function codes<T extends string>(labels: Record<T, string>): [T, ...T[]] {
  return Object.keys(labels) as [T, ...T[]]
}
