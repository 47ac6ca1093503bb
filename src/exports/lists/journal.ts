import type { Line, Search } from '../../activities/activities'
import { countJournal, isMostOfJournal, journalLines, labelOf, searchSchema } from '../../activities/activities'
import { listSource } from '../source'

/** Who did what: one's own trail for everybody, and what the role opens beyond it. */
export const journalList = listSource<Search, Line>({
  name: 'journal',
  schema: searchSchema,
  actions: [],
  view: ['activities.read', 'accounts.read', 'accounts.create'],
  isMuch: isMostOfJournal,
  count: countJournal,
  rows: journalLines,
  columns: () => [
    { header: 'Ligne', cell: ({ id }) => id },
    { header: 'Date (UTC)', moment: true, cell: ({ at }) => at },
    { header: 'Auteur', cell: ({ actorName }) => actorName },
    { header: 'Acte', cell: ({ event }) => labelOf(event) },
    { header: 'Objet', cell: ({ targetName, targetId }) => targetName ?? targetId },
    { header: 'Adresse', cell: ({ address }) => address },
    { header: 'CF-Ray', cell: ({ cfRay }) => cfRay },
    { header: 'Requête', cell: ({ requestId }) => requestId },
  ],
})
