import { authLabels } from '../auth/labels'
import { searchLabel } from '../ui/person-search'

/** What the fields of a unit's forms are called, above them and in the summary of errors. */
export const unitLabels = {
  name: 'Nom',
  kind: 'Nature',
  parent: 'Rattachée à',
  code: 'Code',
  openedOn: 'Ouverte le',
  rank: 'Rang d’affichage',
  closedOn: 'Fermée le',
  on: 'À compter du',
  decisionNumber: 'Numéro de décision',
  q: searchLabel,
  proof: authLabels.proof,
}

/** Where a unit goes: below another, or into it. */
export function destinationLabel(merged: boolean): string {
  return merged ? 'Dans' : 'Sous'
}
