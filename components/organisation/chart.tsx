import { count } from '../../src/lib/french'
import type { Node } from '../../src/organisation/tree'
import { type Box, type Drawing, linesOf, size, wayTo } from './chart-layout'
import { peopleHref, unitHref } from './words'

export type ChartProps = {
  drawing: Drawing
  /** `down`: the one for narrow screens. */
  way: 'across' | 'down'
  title: string
  /** Where the box is turned: what is below it comes, or goes. */
  turned: (node: Node) => string
}

/** htmx takes the drawing alone, as far as it changes: it stays where it was scrolled to. Back, and a reload, show the same. */
const swapped = {
  'hx-select': '#organigramme',
  'hx-target': '#organigramme',
  'hx-swap': 'outerMorph',
  'hx-push-url': 'true',
  'hx-indicator': '#organigramme',
}

const margin = 1

/** Boxes and lines, drawn here: no script, and a page that prints. */
export function Chart({ drawing: { boxes, width, height }, way, title, turned }: ChartProps) {
  const [right, bottom] = [width + 2 * margin, height + 16]
  return (
    <svg
      class={`orgchart ${way}`}
      viewBox={`${-margin} ${-margin} ${right} ${bottom}`}
      width={String(right)}
      height={String(bottom)}
      role="group"
      aria-label={title}
    >
      <path class="orgchart-line" d={boxes.map(wayTo).join('')} />
      {boxes.map((box) => (
        <UnitBox box={box} way={way} turned={turned(box.node)} />
      ))}
    </svg>
  )
}

type BoxProps = { box: Box; turned: string } & Pick<ChartProps, 'way'>

function UnitBox({ box: { node, x, y, unfolded }, way, turned }: BoxProps) {
  const lines = linesOf(node.name, 2, 25)
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
      {node.children.length > 0 && <Turn node={node} unfolded={unfolded} way={way} href={turned} />}
    </g>
  )
}

type TurnProps = { node: Node; unfolded: boolean; href: string } & Pick<ChartProps, 'way'>

/** The box that was turned is shown where it is then. In the drawing that goes down it stays where it was, as long as the page does. */
function Turn({ node, unfolded, way, href }: TurnProps) {
  const id = `${way === 'down' ? 'bas' : 'pli'}-${node.code}`
  const there = `${href}#${id}`
  const sign = unfolded ? '−' : `+${node.children.length}`
  const label = `${unfolded ? 'Replier' : 'Déplier'} ${node.name} ${sign}`
  return (
    <a id={id} href={there} hx-get={way === 'down' ? href : there} {...swapped} aria-label={label}>
      <rect class="orgchart-turn" x={size.width - 34} y={size.height - 24} width="30" height="24" rx="4" />
      <text x={size.width - 19} y={size.height - 8} text-anchor="middle">
        {sign}
      </text>
    </a>
  )
}
