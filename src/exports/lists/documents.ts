import { endingQuery, listEnding } from '../../documents/documents'
import type { ListInput } from '../../documents/list'
import type { Ending } from '../../documents/list-queries'
import { asPaged, isMost, listSource } from '../source'
import { dayColumn } from '../table'

/** The papers that end. */
export const documentList = listSource<ListInput, Ending>({
  name: 'documents',
  schema: endingQuery,
  actions: ['personnel.list', 'personnel.export'],
  view: ['personnel.read', 'field.identity', 'field.private', 'field.salary', 'field.health', 'evaluations.read'],
  isMuch: isMost,
  ...asPaged(listEnding),
  columns: () => [
    { header: 'Agent', cell: ({ person }) => person },
    { header: 'Matricule', cell: ({ matricule }) => matricule },
    { header: 'Document', cell: ({ typeLabel }) => typeLabel },
    { header: 'Unité', cell: ({ unitName }) => unitName },
    dayColumn('Échéance', ({ expiresOn }) => expiresOn),
  ],
})
