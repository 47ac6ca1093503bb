import type { Declared } from './events'

/** Lists of personnel kept under a name. */
export const viewEvents = {
  'view.saved': { label: 'Vue enregistrée', target: 'list', after: ['asked', 'sharedWith'] },
  'view.changed': {
    label: 'Vue modifiée',
    target: 'list',
    before: ['label', 'sharedWith'],
    after: ['label', 'sharedWith'],
  },
  'view.withdrawn': { label: 'Partage d’une vue retiré', target: 'list', before: ['sharedWith'] },
  'view.deleted': { label: 'Vue supprimée', target: 'list', before: ['asked', 'sharedWith'] },
} as const satisfies Record<string, Declared>
