import { scaleLinear } from 'd3-scale'
import type { Child } from 'hono/jsx'
import { number } from '../../src/lib/french'
import { FigureHead, FigureTable } from './figure'

/** `short` stands under the line at both of its ends. */
export type SparkPoint = { label: string; short: string; value: number }

export type SparklineProps = {
  id: string
  title: string
  note?: Child
  /** Headings of the two columns of the table. */
  head: [label: string, value: string]
  points: SparkPoint[]
  /** When the figures were read: the table, once opened, is not drawn anew with the line. */
  at: string
}

const height = 64

/** A line without axes, for how something goes; the figures are in a table behind it. */
export function Sparkline({ id, title, note, head, points, at }: SparklineProps) {
  const most = Math.max(1, ...points.map(({ value }) => value))
  // one point alone is a level: a line needs two ends
  const ends = points.length === 1 ? [...points, ...points] : points
  const x = scaleLinear([0, Math.max(1, ends.length - 1)], [0, 100])
  const y = scaleLinear([0, most], [height, 2])
  const line = ends.map(({ value }, index) => `${rounded(x(index))},${rounded(y(value))}`).join(' ')
  const end = rounded(x(Math.max(0, ends.length - 1)))
  return (
    <figure class="chart" id={id}>
      <FigureHead title={title} note={note} />
      <svg class="drawing" width="100%" height={height + 24} role="img" aria-labelledby={`${id}-titre ${id}-texte`}>
        <title id={`${id}-titre`}>{title}</title>
        <desc id={`${id}-texte`}>{said(points)}</desc>
        <svg
          class="tone-1"
          width="100%"
          height={height}
          viewBox={`0 0 100 ${height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <polygon points={`0,${height} ${line} ${end},${height}`} fill="currentColor" opacity="0.14" />
          <polyline
            points={line}
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linejoin="round"
            vector-effect="non-scaling-stroke"
          />
        </svg>
        <line class="base" x1="0" x2="100%" y1={height} y2={height} />
        <text class="label" x="0" y={height + 18} text-anchor="start">
          {points[0]?.short}
        </text>
        {points.length > 1 && (
          <text class="label" x="100%" y={height + 18} text-anchor="end">
            {points.at(-1)?.short}
          </text>
        )}
      </svg>
      <details class="disclosure" hx-morph-skip="">
        <summary>{`Voir les chiffres (${at})`}</summary>
        <FigureTable
          caption={title}
          head={head}
          rows={points.map(({ label, value }) => ({ label, cells: [{ text: number(value) }] }))}
        />
      </details>
    </figure>
  )
}

/** What the line says to whoever does not see it. */
function said(points: SparkPoint[]): string {
  const highest = points.reduce<SparkPoint | undefined>(
    (top, one) => (one.value > (top?.value ?? 0) ? one : top),
    undefined,
  )
  if (!highest) return 'Rien sur la période.'
  return `Au plus ${number(highest.value)} (${highest.label})\u202f; ${number(points.at(-1)!.value)} pour finir.`
}

function rounded(n: number): number {
  return Math.round(n * 100) / 100
}
