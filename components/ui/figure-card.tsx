import type { Child } from 'hono/jsx'
import type { Tone } from './attributes'

export type FigureCardProps = {
  label: string
  /** Already written in French (`number`, `decimal`). */
  value: string
  href: string
  note?: Child
  tone?: Tone
}

/** A figure and the list that it counts. Put several in `<div class="figures">`. */
export function FigureCard({ label, value, href, note, tone = 'neutral' }: FigureCardProps) {
  return (
    <div class={`figure-card ${tone}`}>
      <a href={href}>
        <span class="figure-label">{label}</span>
        <span class="sr-only"> : </span>
        <span class="figure-value">{value}</span>
      </a>
      {note && <p class="figure-note">{note}</p>}
    </div>
  )
}
