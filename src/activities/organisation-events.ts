import type { Declared } from './events'

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
} as const satisfies Record<string, Declared>
