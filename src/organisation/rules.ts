import { missing } from '../lib/problems'
import type { Headcount, TreeRow } from './tree-queries'

/** A unit as it stands in the chart, with what is below it. */
export type Node = Omit<TreeRow, 'parent'> & {
  own: number | null
  all: number | null
  children: Node[]
  /** Whether it or something below it is what is looked for. */
  leads: boolean
}

/** The code in an address; anything that is not one is nowhere. */
export function unitCode(text: string | undefined): string {
  if (!text || !/^[A-Z0-9-]{2,20}$/.test(text)) throw missing('Cette unité n’existe pas.')
  return text
}

/** Rows in reading order as a tree; the first is its root. */
export function nodesOf(rows: TreeRow[], counts: Headcount[]): Node {
  const figures = new Map(counts.map((count) => [count.code, count]))
  const nodes = new Map<string, Node>()
  for (const { parent, ...row } of rows) {
    const { own = null, all = null } = figures.get(row.code) ?? {}
    const node: Node = { ...row, own, all, children: [], leads: row.found }
    nodes.set(row.code, node)
    if (parent !== null) nodes.get(parent)?.children.push(node)
  }
  const root = nodes.get(rows[0]!.code)!
  lead(root)
  return root
}

/** Each child is asked: every branch is to know of itself. */
function lead(node: Node): boolean {
  const below = node.children.map(lead)
  node.leads ||= below.includes(true)
  return node.leads
}
