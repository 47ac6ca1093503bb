import { scaleLinear } from 'd3-scale'
import type { Child } from 'hono/jsx'
import { count, decimal } from '../../src/lib/french'
import { ChartFigure, percent } from './figure'

export type DotRow = {
  label: string
  href: string
  /** Null when nothing was marked: said in words, never drawn as zero. */
  value: number | null
  /** How many marks the average is made of. */
  marks: number
}

export type DotScaleProps = {
  id: string
  title: string
  note?: Child
  rowHeading: string
  rows: DotRow[]
  /** The average of all, drawn as a line across the rows. */
  overall: number | null
  /** The top of the scale, and the limits worth a line on it. */
  max?: number
  limits?: number[]
}

/** Averages on one scale, 0 to 20 unless told. */
export function DotScale(props: DotScaleProps) {
  const { id, title, note, rowHeading, rows, overall, max = 20, limits = [10, 12, 14, 16] } = props
  const x = scaleLinear([0, max], [0, 100]).clamp(true)
  const ensemble = overall === null ? '' : `Trait vertical\u202f: moyenne d’ensemble, ${decimal(overall, 2)}.`
  return (
    <ChartFigure
      id={id}
      title={title}
      note={note ?? ensemble}
      tones={[1]}
      head={[rowHeading, `Moyenne sur ${max}`, 'Évaluations']}
      rows={rows.map(({ label, href, value, marks }) => ({
        label,
        href,
        cells: [{ text: value === null ? 'aucune' : decimal(value, 2), href }, { text: String(marks) }],
      }))}
    >
      <div class="dots">
        <div class="dot-axis">
          <svg width="100%" height="18" aria-hidden="true">
            {[0, ...limits, max].map((mark) => (
              <text class="label" x={percent(x(mark))} y="13">
                {mark}
              </text>
            ))}
          </svg>
        </div>
        <ul>
          {rows.map(({ label, href, value, marks }) => (
            <li>
              <a href={href} title={count(marks, 'évaluation', 'évaluations')}>
                <span class="dot-label">{label}</span>
                <svg class="tone-1" width="100%" height="26" aria-hidden="true">
                  <line class="track" x1="0" x2="100%" y1="13" y2="13" />
                  {limits.map((limit) => (
                    <line class="limit" x1={percent(x(limit))} x2={percent(x(limit))} y1="7" y2="19" />
                  ))}
                  {overall !== null && (
                    <line class="overall" x1={percent(x(overall))} x2={percent(x(overall))} y1="0" y2="26" />
                  )}
                  {value !== null && <circle class="shape" cx={percent(x(value))} cy="13" r="6" fill="currentColor" />}
                </svg>
                <span class="dot-value">{value === null ? '–' : decimal(value, 2)}</span>
              </a>
            </li>
          ))}
        </ul>
      </div>
    </ChartFigure>
  )
}
