import type { Declared } from './events'

/** Of files of people brought in from a spreadsheet. Whom they changed has a line of their own. */
export const importEvents = {
  'imports.applied': {
    label: 'Import appliqué',
    target: 'import',
    after: ['created', 'updated', 'unchanged', 'leftOut'],
  },
  'imports.undone': { label: 'Import annulé', target: 'import', after: ['removed', 'restored', 'kept'] },
  // the person is nobody any more
  'imports.removed': { label: 'Dossier importé par erreur, retiré', target: 'personnel', after: ['matricule'] },
} as const satisfies Record<string, Declared>
