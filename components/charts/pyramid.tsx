import { scaleLinear } from 'd3-scale'
import type { Child } from 'hono/jsx'
import { number } from '../../src/lib/french'
import { ChartFigure, fill, named, percent } from './figure'

export type PyramidSide = { value: number; href: string }
/** `label`: `25-29`, `60 et plus`. */
export type PyramidBand = { label: string; women: PyramidSide; men: PyramidSide }

export type PyramidProps = {
  id: string
  title: string
  note?: Child
  /** The youngest first, as the table lists them; the drawing puts them at the bottom. */
  bands: PyramidBand[]
}

const rowHeight = 26
const top = 24

/** Hundredths of the width: each side, and the part of it that the longest bar may take (its figure stands outside). */
const half = 43
const longest = 35

export function Pyramid({ id, title, note, bands }: PyramidProps) {
  const most = Math.max(1, ...bands.flatMap(({ women, men }) => [women.value, men.value]))
  const x = scaleLinear([0, most], [0, longest])
  const oldestFirst = [...bands].reverse()
  const women = sum(bands.map((band) => band.women))
  const men = sum(bands.map((band) => band.men))
  const height = top + bands.length * rowHeight
  return (
    <ChartFigure
      id={id}
      title={title}
      note={note}
      tones={[1, 2]}
      head={['Âge', 'Femmes', 'Hommes', 'Total']}
      rows={bands.map((band) => ({
        label: `${band.label} ans`,
        cells: [cell(band.women), cell(band.men), { text: number(band.women.value + band.men.value) }],
      }))}
    >
      <svg class="drawing" width="100%" height={height} role="group" aria-labelledby={`${id}-titre ${id}-texte`}>
        <title id={`${id}-titre`}>{title}</title>
        <desc id={`${id}-texte`}>
          {`Par tranche d’âge, les femmes à gauche (${number(women)}) et les hommes à droite (${number(men)}).`}
        </desc>
        <text class="side" x={percent(half)} y="14" text-anchor="end">{`Femmes ${number(women)}`}</text>
        <text class="side" x={percent(100 - half)} y="14" text-anchor="start">{`Hommes ${number(men)}`}</text>
        {oldestFirst.map(({ label }, row) => (
          <text class="label" x="50%" y={top + row * rowHeight + 17}>
            {label}
          </text>
        ))}
        {oldestFirst.map((band, row) => (
          <Side
            id={id}
            side={band.women}
            name={`Femmes, ${band.label} ans`}
            width={x(band.women.value)}
            row={row}
            left
          />
        ))}
        {oldestFirst.map((band, row) => (
          <Side id={id} side={band.men} name={`Hommes, ${band.label} ans`} width={x(band.men.value)} row={row} />
        ))}
      </svg>
    </ChartFigure>
  )
}

type SideProps = {
  id: string
  side: PyramidSide
  name: string
  width: number
  row: number
  left?: boolean
}

function Side({ id, side, name, width, row, left }: SideProps) {
  const tone = left ? 1 : 2
  const y = top + row * rowHeight
  const end = left ? half - width : 100 - half + width
  return (
    <a href={side.href} class={`tone-${tone}`}>
      <title>{named(name, side.value)}</title>
      <rect class="hit" x={left ? '0' : percent(100 - half)} width={percent(half)} y={y} height={rowHeight} />
      <rect
        class="shape"
        x={percent(left ? end : 100 - half)}
        y={y + 2}
        width={percent(width)}
        height={rowHeight - 4}
        fill={fill(id, tone)}
      />
      <text class="outside" x={percent(end)} dx={left ? -6 : 6} y={y + 17} text-anchor={left ? 'end' : 'start'}>
        {number(side.value)}
      </text>
    </a>
  )
}

function cell({ value, href }: PyramidSide) {
  return { text: number(value), href }
}

function sum(sides: PyramidSide[]): number {
  return sides.reduce((all, { value }) => all + value, 0)
}
