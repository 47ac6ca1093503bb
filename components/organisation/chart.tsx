import { count } from '../../src/lib/french'
import type { Node } from '../../src/organisation/tree'
import { type Box, layOut, linesOf, size, wayTo } from './chart-layout'
import { peopleHref, unitHref } from './words'

export type ChartProps = {
  root: Node
  title: string
  unfolded: (node: Node) => boolean
  /** Where the box is turned: what is below it comes, or goes. */
  turned: (node: Node) => string
}

/** htmx takes the drawing alone, and the address follows: Back, and a reload, show the same. */
const swapped = {
  'hx-select': '#organigramme',
  'hx-target': '#organigramme',
  'hx-swap': 'outerHTML',
  'hx-push-url': 'true',
  'hx-indicator': '#organigramme',
}

const margin = 1

/** Boxes and lines, drawn here: no script, and a page that prints. */
export function Chart({ root, title, unfolded, turned }: ChartProps) {
  const { boxes, width, height } = layOut(root, unfolded)
  const [right, bottom] = [width + 2 * margin, height + 16]
  return (
    <svg
      class="orgchart"
      viewBox={`${-margin} ${-margin} ${right} ${bottom}`}
      width={String(right)}
      height={String(bottom)}
      role="group"
      aria-label={title}
    >
      <path class="orgchart-line" d={boxes.map(wayTo).join('')} />
      {boxes.map((box) => (
        <UnitBox box={box} turned={turned(box.node)} />
      ))}
    </svg>
  )
}

function UnitBox({ box: { node, x, y, unfolded }, turned }: { box: Box; turned: string }) {
  const lines = linesOf(node.name, 2)
  const chief = node.chief?.name ?? 'Poste vacant'
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect
        class={node.chief ? 'orgchart-box' : 'orgchart-box vacant'}
        width={size.width}
        height={size.height}
        rx="4"
      />
      <a href={unitHref(node.code)}>
        <text x="10" y="19" class="orgchart-name">
          {lines.map((line, index) => (
            <tspan x="10" dy={index === 0 ? '0' : '15'}>
              {`${line} `}
            </tspan>
          ))}
        </text>
      </a>
      <text x="10" y="52" class={node.chief ? undefined : 'vacant'}>
        {linesOf(chief, 1)[0]}
      </text>
      {node.all !== null && (
        <a href={peopleHref(node.code)} aria-label={`${node.name}\u202f: ${count(node.all, 'personne', 'personnes')}`}>
          <text x="10" y="69">
            {count(node.all, 'personne', 'personnes')}
          </text>
        </a>
      )}
      {node.children.length > 0 && <Turn node={node} unfolded={unfolded} href={turned} />}
    </g>
  )
}

function Turn({ node, unfolded, href }: { node: Node; unfolded: boolean; href: string }) {
  const sign = unfolded ? '−' : `+${node.children.length}`
  const label = `${unfolded ? 'Replier' : 'Déplier'} ${node.name} ${sign}`
  return (
    <a href={href} hx-get={href} {...swapped} aria-label={label}>
      <rect class="orgchart-turn" x={size.width - 34} y={size.height - 24} width="30" height="24" rx="4" />
      <text x={size.width - 19} y={size.height - 8} text-anchor="middle">
        {sign}
      </text>
    </a>
  )
}
