import type { Node } from '../../src/organisation/tree'

/** A box of the drawing: its upper left corner, the one above it, and whether it hangs from that one or stands below it. */
export type Box = { node: Node; x: number; y: number; unfolded: boolean; parent: Box | null; hung: boolean }

export type Drawing = { boxes: Box[]; width: number; height: number }

export const size = { width: 204, height: 78, gap: 14, step: 40, indent: 22 }
/** No box of the root is further right: where one begins to look is on the narrowest screen that is shown this drawing. */
const furthest = 400
/** What a sheet of A4 takes with letters of no less than six points. */
const sheet = { width: 1440, height: 810 }

export function fitsASheet({ width, height }: Drawing): boolean {
  return width <= sheet.width && height <= sheet.height
}

/**
 * Units side by side under the one that they belong to; where nothing is drawn below any of them they hang one under the other
 * instead, so that a direction with its services is as wide as a box and a bit.
 */
export function layOut(root: Node, unfolded: (node: Node) => boolean): Drawing {
  const boxes: Box[] = []
  const width = place(root, 0, 0, null)
  boxes[0]!.x = Math.min(boxes[0]!.x, furthest)
  return { boxes, width, height: Math.max(...boxes.map(({ y }) => y)) + size.height }

  /** Returns the width that the branch takes. */
  function place(node: Node, x: number, y: number, parent: Box | null): number {
    const open = unfolded(node) && node.children.length > 0
    const here: Box = { node, x, y, unfolded: open, parent, hung: false }
    boxes.push(here)
    if (!open) return size.width
    const below = y + size.height + size.step
    if (node.children.every((child) => !unfolded(child) || child.children.length === 0)) {
      node.children.forEach((child, index) => {
        const under = below - size.step / 2 + index * (size.height + size.gap)
        boxes.push({ node: child, x: x + size.indent, y: under, unfolded: false, parent: here, hung: true })
      })
      return size.width + size.indent
    }
    const right = node.children.reduce((from, child) => from + place(child, from, below, here) + size.gap, x)
    const width = Math.max(size.width, right - size.gap - x)
    here.x = x + (width - size.width) / 2
    return width
  }
}

/** Everything under its unit, a step to the right: as wide as a telephone, and as long as it takes. */
export function layDown(root: Node, unfolded: (node: Node) => boolean): Drawing {
  const boxes: Box[] = []
  place(root, 0, null)
  const [right, last] = [Math.max(...boxes.map(({ x }) => x)), boxes.at(-1)!]
  return { boxes, width: right + size.width, height: last.y + size.height }

  function place(node: Node, x: number, parent: Box | null): void {
    const open = unfolded(node) && node.children.length > 0
    const here: Box = { node, x, y: boxes.length * (size.height + size.gap), unfolded: open, parent, hung: true }
    boxes.push(here)
    if (open) for (const child of node.children) place(child, x + size.indent, here)
  }
}

/** The line from the box above, in right angles. */
export function wayTo({ x, y, parent, hung }: Box): string {
  if (!parent) return ''
  const bottom = parent.y + size.height
  if (hung) return `M${parent.x + size.indent / 2} ${bottom}V${y + size.height / 2}H${x}`
  return `M${parent.x + size.width / 2} ${bottom}V${y - size.step / 2}H${x + size.width / 2}V${y}`
}

/** A text in lines that fit a box, the last one cut. */
export function linesOf(text: string, most: number, length = 27): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= length) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  if (lines.length <= most) return lines.map((line) => cut(line, length))
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), length)]
}

function cut(line: string, length: number): string {
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`
}
