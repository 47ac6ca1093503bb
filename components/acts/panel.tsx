import type { Act } from '../../src/acts/queries'
import { actKindNames, actKinds } from '../../src/lib/act-kinds'
import { day } from '../../src/lib/french'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { type Column, Table } from '../ui/table'
import { ActState, actHref, labelOf, makingHref, numberOf } from './words'

/** The acts of a person on their file; each kind is one step away from being made. */
export function ActsPanel({ personId, acts, mayProduce }: { personId: string; acts: Act[]; mayProduce: boolean }) {
  return (
    <>
      {mayProduce && (
        <div class="actions">
          {actKindNames.map((kind) => (
            <LinkButton icon="plus" href={`${makingHref(personId)}?acte=${kind}`}>
              {actKinds[kind].label}
            </LinkButton>
          ))}
        </div>
      )}
      {acts.length === 0 ? (
        <EmptyState
          title="Aucun acte."
          hint="Attestations, certificats et décisions produits ici paraîtront dans cette liste."
        />
      ) : (
        <Table caption="Actes produits" rows={acts} columns={columns} />
      )}
    </>
  )
}

const columns: Column<Act>[] = [
  { label: 'Acte', cell: (act) => ({ text: labelOf(act), href: actHref(act.id), note: numberOf(act) }) },
  { label: 'Fait le', cell: ({ madeOn }) => day(madeOn) },
  { label: 'Signataire', cell: ({ signatory }) => signatory },
  { label: 'État', cell: (act) => <ActState {...act} /> },
]
