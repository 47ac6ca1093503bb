import type { z } from 'zod'
import type { User } from '../../actor'
import { unitKinds } from '../../lib/unit-kinds'
import { readTree, treeSchema } from '../../organisation/organisation'
import type { Node } from '../../organisation/tree'
import { listSource } from '../source'

type Input = z.output<typeof treeSchema>
type Row = { unit: Node; above: Node | null }

/** The units that are open, or those that the words mean, with the figures that the page shows its reader. */
export const unitList = listSource<Input, Row>({
  name: 'unites',
  schema: treeSchema,
  actions: ['organisation.read'],
  view: ['personnel.list'],
  isMuch: async () => false,
  count: async (actor, input) => (await units(actor, input)).length,
  async *rows(actor, input) {
    yield* await units(actor, input)
  },
  columns: () => [
    { header: 'Code', cell: ({ unit }) => unit.code },
    { header: 'Unité', cell: ({ unit }) => unit.name },
    { header: 'Nature', cell: ({ unit }) => unitKinds[unit.kind] },
    { header: 'Rattachée à', cell: ({ above }) => above?.name ?? null },
    { header: 'Chef', cell: ({ unit }) => unit.chief?.name ?? 'Poste vacant' },
    { header: 'Effectif', numeric: true, cell: ({ unit }) => unit.all },
    { header: 'Effectif en propre', numeric: true, cell: ({ unit }) => unit.own },
  ],
})

async function units(actor: User, { q }: Input): Promise<Row[]> {
  const { root } = await readTree(actor, q)
  const rows = listed(root, null)
  return q ? rows.filter(({ unit }) => unit.found) : rows
}

/** In reading order: above comes before below. */
function listed(unit: Node, above: Node | null): Row[] {
  return [{ unit, above }, ...unit.children.flatMap((child) => listed(child, unit))]
}
