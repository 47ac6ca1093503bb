import { scaleLinear } from 'd3-scale'
import type { Child } from 'hono/jsx'
import { number } from '../../src/lib/french'
import { ChartFigure, type ChartTone, type FigureRow, fill, named, percent } from './figure'

export type Segment = { value: number; label: string; tone: ChartTone; href: string }
export type BarRow = {
  label: string
  href: string
  segments: Segment[]
  /** Two bars or more for one row (women, men): given instead of `segments` being drawn as one bar. */
  split?: { label: string; segments: Segment[] }[]
}

export type BarListProps = {
  id: string
  title: string
  note?: Child
  /** Heading of the first column of the table, `Direction`. */
  rowHeading: string
  rows: BarRow[]
}

/** Horizontal bars in segments, all on one scale. Widths are shares, so that the text keeps its size on any screen. */
export function BarList({ id, title, note, rowHeading, rows }: BarListProps) {
  const bars = rows.map((row) => row.split ?? [{ label: '', segments: row.segments }])
  const longest = Math.max(1, ...bars.flat().map(({ segments }) => sum(segments)))
  const x = scaleLinear([0, longest], [0, 100])
  const kinds = distinct(rows)
  return (
    <ChartFigure
      id={id}
      title={title}
      note={note}
      tones={[...new Set(kinds.map(({ tone }) => tone))]}
      legend={kinds.length > 1 ? kinds : undefined}
      head={[rowHeading, ...kinds.map(({ label }) => label), 'Total']}
      rows={rows.flatMap((row) => figures(row, kinds))}
    >
      <ul class="bars">
        {rows.map((row, index) => (
          <li>
            <a class="bar-label" href={row.href}>
              {row.label}
            </a>
            <div>
              {bars[index]!.map((bar) => (
                <Bar id={id} row={row.label} label={bar.label} segments={bar.segments} x={x} />
              ))}
            </div>
            <a class="bar-total" href={row.href} aria-label={named(row.label, 'total', total(row))}>
              {number(total(row))}
            </a>
          </li>
        ))}
      </ul>
    </ChartFigure>
  )
}

type BarProps = { id: string; row: string; label: string; segments: Segment[]; x: (value: number) => number }

function Bar({ id, row, label, segments, x }: BarProps) {
  const who = label ? [row, label] : [row]
  let passed = 0
  return (
    <div class="bar">
      {label && <span class="bar-part">{label}</span>}
      <svg width="100%" height="26" role="group" aria-label={who.join(', ')}>
        {segments.map(({ value, label: kind, tone, href }) => {
          if (value === 0) return null
          const [start, width] = [x(passed), x(value)]
          passed += value
          return (
            <a href={href} class={`tone-${tone}`}>
              <title>{named(...who, kind, value)}</title>
              <rect class="shape" x={percent(start)} width={percent(width)} height="26" fill={fill(id, tone)} />
              {fits(value, width) && (
                <text x={percent(start + width / 2)} y="17.5">
                  {number(value)}
                </text>
              )}
            </a>
          )
        })}
      </svg>
    </div>
  )
}

/** Whether a figure has room in its segment on the narrowest screen, where one hundredth is about 3 px. */
function fits(value: number, width: number): boolean {
  return width >= String(value).length * 2.4 + 2
}

function figures(row: BarRow, kinds: { label: string }[]): FigureRow[] {
  const lines = row.split ?? [{ label: '', segments: row.segments }]
  return lines.map(({ label, segments }) => ({
    label: label ? `${row.label}, ${label}` : row.label,
    href: row.href,
    cells: [
      ...kinds.map((kind) => {
        const segment = segments.find((candidate) => candidate.label === kind.label)
        return { text: number(segment?.value ?? 0), href: segment?.href }
      }),
      label ? { text: number(sum(segments)) } : { text: number(sum(segments)), href: row.href },
    ],
  }))
}

function distinct(rows: BarRow[]): { label: string; tone: ChartTone }[] {
  const segments = rows.flatMap((row) => row.split?.flatMap((part) => part.segments) ?? row.segments)
  return [...new Map(segments.map(({ label, tone }) => [label, { label, tone }])).values()]
}

function total(row: BarRow): number {
  return row.split ? row.split.reduce((all, part) => all + sum(part.segments), 0) : sum(row.segments)
}

function sum(segments: Segment[]): number {
  return segments.reduce((all, { value }) => all + value, 0)
}
