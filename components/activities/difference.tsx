import { Table } from '../ui/table'
import { inOrder, named } from './key-words'
import { written } from './words'

export type DifferenceProps = {
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

type Row = { key: string; was: string | null; is: string | null }

/** What changed, key by key; what only says something of the act is told beside. */
export function Difference({ before, after }: DifferenceProps) {
  const rows = rowsOf(before, after)
  if (rows.length === 0) return null
  const columns = [
    { label: 'Rubrique', cell: ({ key }: Row) => named(key) },
    ...(before && Object.keys(before).length > 0 ? [{ label: 'Avant', cell: ({ was }: Row) => was }] : []),
    { label: before && Object.keys(before).length > 0 ? 'Après' : 'Valeur', cell: ({ is }: Row) => is },
  ]
  return <Table caption="Ce qui est écrit" captionShown rows={rows} columns={columns} />
}

function rowsOf(before: DifferenceProps['before'], after: DifferenceProps['after']): Row[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return inOrder(keys).map((key) => ({ key, was: shown(before, key), is: shown(after, key) }))
}

function shown(values: Record<string, unknown> | null, key: string): string | null {
  return values && Object.hasOwn(values, key) ? written(key, values[key]) : null
}
