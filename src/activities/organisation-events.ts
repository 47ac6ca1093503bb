import type { Declared } from './events'

const documentType = ['label', 'guard', 'requiredOf', 'expires', 'validityMonths', 'alertDays'] as const
const someOfType = ['label?', 'guard?', 'requiredOf?', 'expires?', 'validityMonths?', 'alertDays?'] as const

/** What becomes of units, and of what careers are counted by. */
export const organisationEvents = {
  'unit.created': {
    label: 'Unité créée',
    technical: true,
    target: 'unit',
    after: ['title', 'kind', 'parent', 'openedOn', 'rank'],
  },
  'unit.changed': {
    label: 'Unité modifiée',
    technical: true,
    target: 'unit',
    before: ['title?', 'kind?', 'rank?'],
    after: ['title?', 'kind?', 'rank?'],
  },
  'unit.chief_named': {
    label: 'Chef d’unité changé',
    technical: true,
    target: 'unit',
    person: 'perhaps',
    before: ['chief'],
    after: ['chief'],
  },
  'unit.moved': {
    label: 'Unité déplacée',
    technical: true,
    target: 'unit',
    before: ['parent'],
    after: ['parent', 'people'],
  },
  'unit.merged': {
    label: 'Unité fusionnée',
    technical: true,
    target: 'unit',
    after: ['into', 'people', 'units', 'accounts', 'closedOn', 'decisionNumber'],
  },
  'unit.closed': { label: 'Unité fermée', technical: true, target: 'unit', after: ['closedOn'] },
  'unit.end_decided': {
    label: 'Fin d’unité décidée',
    technical: true,
    target: 'unit',
    after: ['closedOn', 'into?', 'decisionNumber?'],
  },
  'unit.end_given_up': {
    label: 'Fin d’unité abandonnée',
    technical: true,
    target: 'unit',
    before: ['closedOn', 'into?'],
  },
  'unit.end_prevented': { label: 'Fin d’unité empêchée', technical: true, target: 'unit', after: ['reason'] },
  'unit.reopened': { label: 'Unité rouverte', technical: true, target: 'unit', before: ['closedOn'] },
  'unit.deleted': { label: 'Unité supprimée', technical: true, target: 'unit', before: ['title', 'kind', 'parent'] },

  'referential.opened': {
    label: 'Période de référentiel ouverte',
    technical: true,
    target: 'referential',
    after: ['from', 'values'],
  },
  'referential.withdrawn': {
    label: 'Période de référentiel retirée',
    technical: true,
    target: 'referential',
    before: ['from', 'values'],
  },
  'referential.applied': { label: 'Référentiels appliqués', technical: true, after: ['retirements', 'points'] },

  'grade.opened': {
    label: 'Grade ouvert',
    technical: true,
    target: 'referential',
    after: ['category', 'above', 'openedOn', 'values'],
  },
  'grade.closed': {
    label: 'Fermeture de grade décidée',
    technical: true,
    target: 'referential',
    before: ['closedOn'],
    after: ['closedOn'],
  },
  'grade.kept': {
    label: 'Fermeture de grade abandonnée',
    technical: true,
    target: 'referential',
    before: ['closedOn'],
  },

  'document_type.created': {
    label: 'Type de document créé',
    technical: true,
    target: 'referential',
    after: documentType,
  },
  'document_type.changed': {
    label: 'Type de document modifié',
    technical: true,
    target: 'referential',
    before: someOfType,
    after: someOfType,
  },
  'document_type.retired': {
    label: 'Type de document retiré',
    technical: true,
    target: 'referential',
    after: ['retiredOn'],
  },
  'document_type.restored': {
    label: 'Type de document proposé de nouveau',
    technical: true,
    target: 'referential',
    before: ['retiredOn'],
  },
  'document_type.deleted': {
    label: 'Type de document supprimé',
    technical: true,
    target: 'referential',
    before: documentType,
  },
} as const satisfies Record<string, Declared>
