import type { Child, PropsWithChildren } from 'hono/jsx'
import { number } from '../../src/lib/french'
import { escaped, Piece } from '../ui/piece'

/** 1 to 4 go from deep to pale and differ by their motif too, so that colour is never alone. */
export type ChartTone = 1 | 2 | 3 | 4 | 'attention' | 'loss'

export type LegendEntry = { label: string; tone: ChartTone }

/** One row of the figures behind a drawing: a name, then figures that lead to what they count. */
export type FigureRow = { label: string; href?: string; cells: { text: string; href?: string }[] }

export type ChartFigureProps = PropsWithChildren<{
  /** Unique in the page: the motifs and the descriptions are named after it. */
  id: string
  title: string
  note?: Child
  /** The tones that are used. */
  tones: ChartTone[]
  legend?: LegendEntry[]
  head: string[]
  rows: FigureRow[]
}>

/**
 * Title, legend, drawing, and the same figures as a table to open. Several stand in `<div class="charts">`, in one
 * `<div>` for each column of a wide screen.
 */
export function ChartFigure({ id, title, note, tones, legend, head, rows, children }: ChartFigureProps) {
  return (
    <figure class="chart" id={id}>
      <FigureHead title={title} note={note} />
      <Motifs id={id} tones={tones} />
      {legend && <Legend id={id} entries={legend} />}
      {children}
      <details class="disclosure">
        <summary>Voir les chiffres</summary>
        <FigureTable caption={title} head={head} rows={rows} />
      </details>
    </figure>
  )
}

/** The fill of a tone: plain for 1 and 4, a motif of the figure for the others. */
export function fill(id: string, tone: ChartTone): string {
  return tone === 1 || tone === 4 ? 'currentColor' : `url(#${id}-motif-${tone})`
}

export function percent(share: number): string {
  return `${Math.round(share * 100) / 100}%`
}

/** `Direction des ressources humaines, catégorie A : 1 204`, the name of a link in a drawing. */
export function named(...parts: [...labels: string[], value: number | string]): string {
  const value = parts.at(-1)!
  return `${parts.slice(0, -1).join(', ')}\u202f: ${typeof value === 'number' ? number(value) : value}`
}

function Legend({ id, entries }: { id: string; entries: LegendEntry[] }) {
  return (
    <ul class="legend">
      {entries.map(({ label, tone }) => (
        <li>
          <svg class={`tone-${tone}`} width="14" height="14" aria-hidden="true">
            <rect class="shape" x="0.5" y="0.5" width="13" height="13" fill={fill(id, tone)} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  )
}

/** What is drawn over the colour, on a tile of 6 × 6. */
const motifs = {
  2: 'M-1 1l2-2M0 6l6-6M5 7l2-2',
  3: 'M1.5 1.5h.01M4.5 4.5h.01',
  attention: 'M-1 5l2 2M0 0l6 6M5-1l2 2',
  loss: 'M0 1.5h6M0 4.5h6',
} as const

function Motifs({ id, tones }: { id: string; tones: ChartTone[] }) {
  const drawn = tones.filter((tone) => tone !== 1 && tone !== 4)
  if (drawn.length === 0) return null
  return (
    <svg class="motifs" width="0" height="0" aria-hidden="true">
      <defs>
        {drawn.map((tone) => (
          <pattern id={`${id}-motif-${tone}`} class={`tone-${tone}`} width="6" height="6" patternUnits="userSpaceOnUse">
            <rect width="6" height="6" fill="currentColor" />
            <path class="motif" d={motifs[tone]} />
          </pattern>
        ))}
      </defs>
    </svg>
  )
}

export function FigureHead({ title, note }: { title: string; note: Child | undefined }) {
  return (
    <figcaption>
      <h2>{title}</h2>
      {note && <p>{note}</p>}
    </figcaption>
  )
}

/** The figures themselves, the first column of them headings. Written as text: charts have hundreds of them. */
export function FigureTable({ caption, head, rows }: { caption: string; head: string[]; rows: FigureRow[] }) {
  const [first, ...others] = head
  const columns = others.map((label) => `<th scope="col" class="num">${escaped(label)}</th>`).join('')
  const lines = rows.map(({ label, href, cells }) => {
    const figures = cells.map((cell) => `<td class="num">${linked(cell.text, cell.href)}</td>`).join('')
    return `<tr><th scope="row">${linked(label, href)}</th>${figures}</tr>`
  })
  return (
    <Piece
      html={`<div class="table-frame"><table class="table data"><caption class="sr-only">${escaped(caption)}</caption><thead><tr><th scope="col">${escaped(first ?? '')}</th>${columns}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`}
    />
  )
}

function linked(text: string, href: string | undefined): string {
  return href ? `<a href="${escaped(href)}">${escaped(text)}</a>` : escaped(text)
}
