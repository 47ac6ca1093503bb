import { type Act, listActs, listQuery } from '../../acts/acts'
import type { ListInput } from '../../acts/list'
import { actKinds, actNumber } from '../../lib/act-kinds'
import { organisation } from '../../lib/organisation'
import { asPaged, isMost, listSource } from '../source'
import { dayColumn } from '../table'

/** The acts that were made. */
export const actList = listSource<ListInput, Act>({
  name: 'actes',
  schema: listQuery,
  actions: ['acts.read'],
  isMuch: isMost,
  ...asPaged(listActs),
  columns: () => [
    { header: 'Nature', cell: ({ kind }) => actKinds[kind].label },
    { header: 'Numéro', cell: (act) => actNumber(act, organisation().shortName) },
    { header: 'Agent', cell: ({ person }) => person },
    { header: 'Matricule', cell: ({ matricule }) => matricule },
    dayColumn('Fait le', ({ madeOn }) => madeOn),
    { header: 'Signataire', cell: ({ signatory }) => signatory },
    { header: 'Produit par', cell: ({ madeBy }) => madeBy },
    { header: 'État', cell: ({ cancelledAt }) => (cancelledAt ? 'Annulé' : 'Valide') },
  ],
})
