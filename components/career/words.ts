import type { Act, Kind } from '../../src/lib/career-acts'
import { classes, positions } from '../../src/lib/civil-service'

/** `B3, 2e classe, échelon 2`: what of the step may be read. */
export function stepOf({ grade, class: rank, echelon }: Pick<Act, 'grade' | 'class' | 'echelon'>): string {
  return [grade, rank && classes[rank], echelon && `échelon\u00a0${echelon}`].filter(Boolean).join(', ')
}

/** What an act changes, in a line. */
export function objectOf(
  act: Pick<Act, 'unitName' | 'position' | 'jobTitle' | 'kind' | 'grade' | 'class' | 'echelon'>,
): string {
  const { unitName, position, jobTitle, kind } = act
  const title = kind === 'fonction' && !jobTitle ? 'sans fonction' : jobTitle
  return [unitName, title, stepOf(act), position && positions[position]].filter(Boolean).join(' · ')
}

/** What each kind is for, where one chooses it. */
export const purposes: Record<Kind, string> = {
  nomination: 'L’entrée dans le corps, avec la première affectation.',
  avancement_echelon: 'Un échelon de plus dans la même classe.',
  avancement_classe: 'La classe au-dessus, d’ordinaire à son premier échelon.',
  promotion: 'Un autre grade.',
  affectation: 'Une autre unité.',
  fonction: 'Une autre fonction, ou plus aucune.',
  position: 'Détachement, disponibilité, retour en activité…',
  sanction: 'Une décision disciplinaire, avec sa nature.',
  depart: 'Démission, mutation, décès… Le dossier est conservé.',
  retraite: 'L’admission à la retraite.',
  reintegration: 'Le retour d’une personne partie.',
}
