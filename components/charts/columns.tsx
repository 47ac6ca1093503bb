import { scaleBand, scaleLinear } from 'd3-scale'
import type { Child } from 'hono/jsx'
import { number } from '../../src/lib/french'
import { ChartFigure, type ChartTone, fill, type LegendEntry, named, percent } from './figure'

export type Column = { value: number; href: string }
/** `columns` in the order of `series`. `short` is what stands under the columns when `label` is long. */
export type Period = { label: string; short?: string; columns: Column[] }

export type ColumnsProps = {
  id: string
  title: string
  note?: Child
  /** Heading of the first column of the table, `Mois`. */
  periodHeading: string
  series: LegendEntry[]
  periods: Period[]
}

const top = 20
const plot = 150
const height = top + plot + 24

/** Grouped columns per month or year, each figure printed on its column. */
export function Columns({ id, title, note, periodHeading, series, periods }: ColumnsProps) {
  const most = Math.max(1, ...periods.flatMap(({ columns }) => columns.map(({ value }) => value)))
  const y = scaleLinear([0, most], [0, plot])
  const place = scaleBand(
    periods.map((_, index) => index),
    [0, 100],
  ).padding(periods.length > 6 ? 0.04 : 0.25)
  const crowded = periods.length > 8
  return (
    <ChartFigure
      id={id}
      title={title}
      note={note}
      tones={series.map(({ tone }) => tone)}
      legend={series.length > 1 ? series : undefined}
      head={[periodHeading, ...series.map(({ label }) => label)]}
      rows={periods.map(({ label, columns }) => ({
        label,
        cells: columns.map(({ value, href }) => ({ text: number(value), href })),
      }))}
    >
      <svg
        class={crowded ? 'drawing crowded' : 'drawing'}
        width="100%"
        height={height}
        role="group"
        aria-labelledby={`${id}-titre ${id}-texte`}
      >
        <title id={`${id}-titre`}>{title}</title>
        <desc id={`${id}-texte`}>{`Une colonne par période : ${series.map(({ label }) => label).join(', ')}.`}</desc>
        {periods.map((period, index) => (
          <g>
            {period.columns.map((column, rank) => (
              <Bar
                id={id}
                name={[period.label, series[rank]!.label]}
                column={column}
                tone={series[rank]!.tone}
                start={place(index)! + (rank * place.bandwidth()) / series.length}
                width={place.bandwidth() / series.length}
                height={y(column.value)}
              />
            ))}
            <text class="label" x={percent(place(index)! + place.bandwidth() / 2)} y={height - 6}>
              {period.short ?? period.label}
            </text>
          </g>
        ))}
        <line class="base" x1="0" x2="100%" y1={top + plot} y2={top + plot} />
      </svg>
    </ChartFigure>
  )
}

type BarProps = {
  id: string
  name: [string, string]
  column: Column
  tone: ChartTone
  start: number
  width: number
  height: number
}

function Bar({ id, name, column, tone, start, width, height: tall }: BarProps) {
  const inset = width * 0.08
  return (
    <a href={column.href} class={`tone-${tone}`}>
      <title>{named(...name, column.value)}</title>
      <rect class="hit" x={percent(start)} width={percent(width)} y="0" height={top + plot} />
      <rect
        class="shape"
        x={percent(start + inset)}
        width={percent(width - 2 * inset)}
        y={top + plot - tall}
        height={tall}
        fill={fill(id, tone)}
      />
      <text class="outside" x={percent(start + width / 2)} y={top + plot - tall - 5}>
        {number(column.value)}
      </text>
    </a>
  )
}
