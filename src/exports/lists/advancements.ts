import { dueQuery, listDue } from '../../career/career'
import type { DueInput } from '../../career/due'
import type { Due } from '../../career/due-queries'
import { classes } from '../../lib/civil-service'
import { asPaged, isMost, listSource } from '../source'
import { dayColumn } from '../table'

/** The advancements to prepare. */
export const advancementList = listSource<DueInput, Due>({
  name: 'avancements',
  schema: dueQuery,
  actions: ['personnel.write', 'personnel.export'],
  isMuch: isMost,
  ...asPaged(listDue),
  columns: () => [
    { header: 'Agent', cell: ({ name }) => name },
    { header: 'Matricule', cell: ({ matricule }) => matricule },
    { header: 'Unité', cell: ({ unitName }) => unitName },
    { header: 'Grade', cell: ({ grade }) => grade },
    { header: 'Classe tenue', cell: (row) => classes[row.class] },
    { header: 'Échelon tenu', numeric: true, cell: ({ echelon }) => echelon },
    dayColumn('Depuis le', ({ since }) => since),
    dayColumn('À compter du', ({ dueOn }) => dueOn),
    { header: 'Classe suivante', cell: ({ nextClass }) => classes[nextClass] },
    { header: 'Échelon suivant', numeric: true, cell: ({ nextEchelon }) => nextEchelon },
  ],
})
