import type { Declared } from './events'

/** What a file has of what its acts say; `act`: what was written, corrected or cancelled. */
const copy = [
  'unit?',
  'grade?',
  'class?',
  'echelon?',
  'indexPoints?',
  'position?',
  'jobTitle?',
  'leftOn?',
  'leftReason?',
] as const
const of = { target: 'personnel', person: true } as const

export const careerEvents = {
  'career.recorded': {
    label: 'Acte de carrière inscrit',
    ...of,
    before: [...copy, 'version'],
    after: [...copy, 'version', 'act'],
  },
  'career.corrected': {
    label: 'Acte de carrière corrigé',
    ...of,
    before: [...copy, 'version', 'act'],
    after: [...copy, 'version', 'act'],
  },
  'career.cancelled': {
    label: 'Acte de carrière annulé',
    ...of,
    before: [...copy, 'version', 'act'],
    after: [...copy, 'version', 'act'],
  },
  'career.documented': { label: 'Décision jointe à un acte de carrière', ...of, after: ['act'] },
  'career.batch_applied': {
    label: 'Décision collective inscrite',
    after: ['kind', 'effectiveOn', 'decisionNumber', 'people'],
  },
  'career.batch_undone': {
    label: 'Décision collective annulée',
    after: ['kind', 'effectiveOn', 'decisionNumber', 'people', 'reason'],
  },
  'career.applied': {
    label: 'Acte de carrière entré en vigueur',
    ...of,
    before: [...copy, 'version'],
    after: [...copy, 'version'],
  },
} as const satisfies Record<string, Declared>
