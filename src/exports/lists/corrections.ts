import type { z } from 'zod'
import { listQuery, listToDecide } from '../../corrections/corrections'
import type { Row } from '../../corrections/queries'
import { correctionStates } from '../../lib/correction-states'
import { fieldLabels } from '../../lib/file-fields'
import { asPaged, isMost, listSource } from '../source'
import { dayColumn } from '../table'

type Input = z.output<typeof listQuery>

/** What agents ask to have corrected: what about, not to what. */
export const correctionList = listSource<Input, Row>({
  name: 'corrections',
  schema: listQuery,
  actions: ['corrections.decide', 'personnel.export'],
  isMuch: isMost,
  ...asPaged(listToDecide),
  columns: () => [
    { header: 'Agent', cell: ({ name }) => name },
    { header: 'Matricule', cell: ({ matricule }) => matricule },
    { header: 'Unité', cell: ({ unitName }) => unitName },
    dayColumn('Demandée le', ({ askedAt }) => askedAt.toISOString()),
    { header: 'Rubriques', cell: ({ after }) => askedFields(after) },
    { header: 'État', cell: ({ state }) => correctionStates[state] },
    { header: 'Décidée par', cell: ({ decidedBy }) => decidedBy },
  ],
})

function askedFields(after: Row['after']): string {
  return Object.entries(fieldLabels)
    .flatMap(([field, label]) => (field in after ? [label] : []))
    .join(', ')
}
